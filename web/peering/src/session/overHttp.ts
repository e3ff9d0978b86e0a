import type { Clock } from '../clock.ts';
import type { OpenTransport, Transport, TransportKind } from './transport.ts';

/** What transports over HTTP need of the world. */
export interface HttpPort {
  origin: string;
  clock: Clock;
  fetch(url: string, init: RequestInit): Promise<Response>;
}

export type HttpKind = Exclude<TransportKind, 'websocket'>;

/**
 * The same connection over requests. Asks the server for one first: the code of these transports is fetched only when
 * there is a server to fetch it from, for a browser may remember that it could not be loaded.
 */
export function overHttp(kind: HttpKind, port: HttpPort): OpenTransport {
  return (handlers) => {
    const stop = new AbortController();
    let inner: Transport | null = null;
    const begin = async () => {
      const answer = await port.fetch(`${port.origin}/signal/connections`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ transport: kind }),
        cache: 'no-store',
        signal: stop.signal,
      });
      const { secret } = (await answer.json()) as { secret?: unknown };
      if (answer.status !== 201 || typeof secret !== 'string') throw new Error('refused');
      const { httpStreamTransport, longPollingTransport } = await import('./httpTransports.ts');
      if (stop.signal.aborted) return;
      const open = kind === 'http-stream' ? httpStreamTransport : longPollingTransport;
      inner = open(port, secret)(handlers);
    };
    begin().catch(() => {
      if (!stop.signal.aborted) handlers.closed();
    });
    return {
      kind,
      send: (text) => inner?.send(text),
      close() {
        stop.abort();
        inner?.close();
      },
    };
  };
}
