import { EventText } from './eventText.ts';
import { bearer, HttpUplink } from './httpUplink.ts';
import type { HttpPort } from './overHttp.ts';
import type { OpenTransport } from './transport.ts';

/** The server speaks at once; where nothing comes so long, something between holds the stream back. */
const firstEventWithinMs = 3_000;

/** Down on one answer that does not end, up in requests. */
export function httpStreamTransport(port: HttpPort, secret: string): OpenTransport {
  return (handlers) => {
    const stop = new AbortController();
    const end = () => {
      stop.abort();
      cancelTimeout();
      uplink.close();
    };
    const lost = () => {
      if (stop.signal.aborted) return;
      end();
      handlers.closed();
    };
    const uplink = new HttpUplink(port, secret, lost);
    const cancelTimeout = port.clock.after(firstEventWithinMs, lost);
    const events = new EventText((text) => {
      if (!stop.signal.aborted) handlers.message(text);
    });
    const read = async () => {
      const answer = await port.fetch(`${port.origin}/signal/stream`, {
        headers: bearer(secret),
        cache: 'no-store',
        signal: stop.signal,
      });
      if (answer.status !== 200 || !answer.body) return;
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      for (let isFirst = true; ; isFirst = false) {
        const { done, value } = await reader.read();
        if (done || stop.signal.aborted) return;
        if (isFirst) {
          cancelTimeout();
          handlers.opened();
        }
        if (!events.push(decoder.decode(value, { stream: true }))) return;
      }
    };
    read().then(lost, lost);
    return { kind: 'http-stream', send: (text) => uplink.send(text), close: end };
  };
}
