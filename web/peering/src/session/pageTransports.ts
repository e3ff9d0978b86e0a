import type { Clock } from '../clock.ts';
import { choosingTransport, rememberWays, type WaysMemory } from './choosingTransport.ts';
import { overHttp } from './overHttp.ts';
import type { OpenTransport } from './transport.ts';
import { webSocketTransport } from './webSocketTransport.ts';

/** The ways from this page to a server; what worked is remembered for as long as the page lives. */
export function pageTransports(clock: Clock): (origin: string) => OpenTransport {
  const memories = new Map<string, WaysMemory>();
  return (origin) => {
    const memory = memories.get(origin) ?? rememberWays();
    memories.set(origin, memory);
    const port = { origin, clock, fetch: (url: string, init: RequestInit) => fetch(url, init) };
    const ways = {
      websocket: webSocketTransport(origin),
      'http-stream': overHttp('http-stream', port),
      'long-polling': overHttp('long-polling', port),
    };
    return choosingTransport(ways, clock, memory);
  };
}
