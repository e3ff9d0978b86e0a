import { EventText } from './eventText.ts';
import { bearer, HttpUplink } from './httpUplink.ts';
import type { HttpPort } from './overHttp.ts';
import type { OpenTransport } from './transport.ts';

const attempts = 3;
const retryAfterMs = 500;

/** Down in one answer after the other, up in requests: for where answers are held back until they end. */
export function longPollingTransport(port: HttpPort, secret: string): OpenTransport {
  return (handlers) => {
    const stop = new AbortController();
    const end = () => {
      stop.abort();
      uplink.close();
    };
    const lost = () => {
      if (stop.signal.aborted) return;
      end();
      handlers.closed();
    };
    const uplink = new HttpUplink(port, secret, lost);
    const ask = async (number: number): Promise<string | null> => {
      const answer = await port.fetch(`${port.origin}/signal/poll`, {
        headers: { ...bearer(secret), 'Hearth-Poll': String(number) },
        cache: 'no-store',
        signal: stop.signal,
      });
      if (answer.status === 200) return answer.text();
      if (answer.status < 500) return null;
      throw new Error('not now');
    };
    // An answer that was lost is asked for again by its number.
    const askOften = async (number: number): Promise<string | null> => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await ask(number);
        } catch {
          if (attempt >= attempts || stop.signal.aborted) return null;
        }
        await new Promise<void>((resolve) => port.clock.after(retryAfterMs * attempt, resolve));
      }
    };
    const poll = async () => {
      for (let number = 1; !stop.signal.aborted; number++) {
        const answer = await askOften(number);
        if (answer === null || stop.signal.aborted) return;
        // An answer is whole: no message goes over its end.
        new EventText((text) => {
          if (!stop.signal.aborted) handlers.message(text);
        }).push(answer);
      }
    };
    poll().then(lost, lost);
    queueMicrotask(() => {
      if (!stop.signal.aborted) handlers.opened();
    });
    return { kind: 'long-polling', send: (text) => uplink.send(text), close: end };
  };
}
