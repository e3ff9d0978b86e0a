import { toBase64Url } from '../base64url.ts';
import type { ControlFrame } from '../channels/controlFrame.ts';
import type { OwnPerson } from '../identity/ownPerson.ts';
import type { Signatures } from '../identity/signatures.ts';
import type { LinkBinding } from '../link/handshake.ts';
import type { Link } from '../link/link.ts';
import type { Neighbour } from '../link/neighbour.ts';
import type { Randomness } from '../randomness.ts';

/** One is enough; a few more may come when a link was replaced while one was being signed. */
const hellosPerLink = 4;

export interface GreetingsContext {
  readonly room: string;
  readonly own: Promise<OwnPerson | null>;
  readonly signatures: Signatures;
  readonly randomness: Randomness;
  self(): string;
  neighbour(member: string): Neighbour | undefined;
  count(what: string): void;
}

interface Greeted {
  /** The identity this member first came with; it has no other one. */
  identity: string | null;
  /** The link on which that identity was shown. */
  on: Link | null;
  said: Link | null;
  judgedOn: Link | null;
  judged: number;
}

/**
 * Says on every confirmed link who we are, and judges what the others say: a signature over this very link, so that
 * it is worth nothing anywhere else.
 */
export class Greetings {
  readonly #context: GreetingsContext;
  readonly #greeted = new Map<string, Greeted>();

  constructor(context: GreetingsContext) {
    this.#context = context;
  }

  /** Who the member is, as long as nobody else may have taken over the link since it was shown. */
  identity(member: string): string | null {
    const greeted = this.#greeted.get(member);
    const link = this.#context.neighbour(member)?.link;
    const isAnotherLink = link?.state === 'connected' && greeted?.on !== link;
    return isAnotherLink ? null : (greeted?.identity ?? null);
  }

  isGreetedOn(member: string, link: Link | null | undefined): boolean {
    return !!link && this.#greeted.get(member)?.on === link;
  }

  /** A link may be new: says hello on it, before anything else. */
  handleLink(member: string): void {
    const link = this.#context.neighbour(member)?.link;
    const greeted = this.#of(member);
    if (link?.state !== 'connected' || greeted.said === link) return;
    greeted.said = link;
    void this.#sayHello(member, link);
  }

  /** Judges a frame of topic `hello`. The identity when it is genuine and was not shown on this link before. */
  async handleFrame(member: string, link: Link, frame: ControlFrame): Promise<string | null> {
    const { room, self, signatures, count, neighbour } = this.#context;
    const greeted = this.#of(member);
    if (greeted.judgedOn !== link) greeted.judged = 0;
    greeted.judgedOn = link;
    const { binding } = link.handshake;
    if (++greeted.judged > hellosPerLink || greeted.on === link || !binding) {
      count('hello-again');
      return null;
    }
    const { key, signature } = frame.payload;
    const fields = helloFields(room, member, self(), {
      ...binding,
      own: binding.peer,
      peer: binding.own,
    });
    const identity = await signatures.signer(key, signature, () => fields);
    if (!identity) count('hello-refused');
    else if (greeted.identity && greeted.identity !== identity) count('hello-changed');
    else if (neighbour(member)?.link === link) {
      greeted.identity = identity;
      greeted.on = link;
      return identity;
    }
    return null;
  }

  handleGone(member: string): void {
    this.#greeted.delete(member);
  }

  async #sayHello(member: string, link: Link): Promise<void> {
    const { room, own, self, neighbour, randomness } = this.#context;
    const { binding } = link.handshake;
    const identity = (await own)?.identity;
    if (!identity || !binding) return;
    const signature = await identity.sign(helloFields(room, self(), member, binding));
    const payload = { key: identity.publicKey, signature };
    const id = toBase64Url(randomness.bytes(16));
    neighbour(member)?.sendFirst(link, { v: 1, topic: 'hello', id, payload });
  }

  #of(member: string): Greeted {
    const known = this.#greeted.get(member);
    const greeted = known ?? { identity: null, on: null, said: null, judgedOn: null, judged: 0 };
    this.#greeted.set(member, greeted);
    return greeted;
  }
}

/** What a hello signs; `own` and `peer` as the signer sees them. */
function helloFields(room: string, from: string, to: string, binding: LinkBinding): string[] {
  const { offerer, answerer, own, peer } = binding;
  return ['hearth/1 hello', room, from, to, offerer, answerer, own, peer];
}
