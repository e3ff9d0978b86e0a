import type { Clock } from '../clock.ts';
import type { Joined } from '../protocol/messages.ts';
import { RequestError } from '../requestError.ts';
import type { JoinMessage, Session } from '../session/session.ts';

/** Long enough for a slow phone network, short enough to say so. */
const joinWithinMs = 15_000;

/** Asks for a place and waits for it. Rejects with RequestError, or with the signal's reason. */
export function requestPlace(
  session: Session,
  message: JoinMessage,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Joined> {
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    const settle = (finish: () => void) => {
      for (const end of ends.splice(0)) end();
      finish();
    };
    const fail = (error: unknown) =>
      settle(() => {
        session.leave();
        reject(error);
      });
    const aborted = () => fail(signal?.reason);
    const unreachable = new RequestError(
      'unreachable',
      'Hearth could not be reached. Check the connection.',
    );
    ends.push(
      session.on('joined', (joined) => settle(() => resolve(joined))),
      session.on('refused', ({ code, message: text }) =>
        settle(() => reject(new RequestError(code, text))),
      ),
      session.on('ended', (reason) =>
        fail(new RequestError(reason, 'The place in the room was lost.')),
      ),
      clock.after(joinWithinMs, () => fail(unreachable)),
      () => signal?.removeEventListener('abort', aborted),
    );
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
    else session.join(message);
  });
}
