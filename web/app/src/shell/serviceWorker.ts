import { type Shell, ShellCache } from './shellCache.ts';

/** Put in by web/build.mjs. */
declare const SHELL: Shell;

/** The part of a service worker's scope that is used; the DOM's types do not know it. */
interface WorkerScope {
  readonly location: Location;
  addEventListener(type: 'install' | 'activate', listen: (event: WaitingEvent) => void): void;
  addEventListener(type: 'fetch', listen: (event: RequestEvent) => void): void;
}
interface WaitingEvent {
  waitUntil(done: Promise<unknown>): void;
}
interface RequestEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = globalThis as unknown as WorkerScope;
const shell = new ShellCache(SHELL, {
  caches,
  fetch: (request) => fetch(request),
  origin: worker.location.origin,
});

// A new worker waits until every page of the old build is closed: nothing is taken from a call.
worker.addEventListener('install', (event) => event.waitUntil(shell.handleInstall()));
worker.addEventListener('activate', (event) => event.waitUntil(shell.handleActivate()));
worker.addEventListener('fetch', (event) => {
  const answer = shell.answer(event.request);
  if (answer !== null) event.respondWith(answer);
});
