/** Fetched only by pages that need them. */
export { httpStreamTransport } from './httpStreamTransport.ts';
export { longPollingTransport } from './longPollingTransport.ts';
