import type { Clock } from '../clock.ts';
import { Acquaintances } from './acquaintances.ts';
import { Identity } from './identity.ts';
import type { IdentityStore, RememberedRoom } from './identityStore.ts';

/** Oneself in one room, and whom one knows there. */
export interface OwnPerson {
  readonly identity: Identity;
  readonly acquaintances: Acquaintances;
}

export interface IdentityWorld {
  readonly clock: Clock;
  /** Undefined on an insecure page: such a page has no identity. */
  readonly subtle: SubtleCrypto | undefined;
  /** Null: nothing may be kept. */
  readonly identities: IdentityStore | null;
}

/** A storage that does not answer must not keep anybody from talking. */
const storageWithinMs = 3_000;

/**
 * The person this browser is in a room: the kept key, or a new one. Where nothing can be kept (private windows,
 * storage switched off) the key lasts for the visit. Null on an insecure page. Never rejects.
 */
export async function ownPerson(room: string, world: IdentityWorld): Promise<OwnPerson | null> {
  const { subtle, identities, clock } = world;
  if (!subtle) return null;
  try {
    const forVisit = async () => ({ keys: await Identity.generateKeys(subtle), people: [] });
    const kept = identities && (await inTime(remembered(room, subtle, identities), clock));
    const { keys, people } = kept ?? (await forVisit());
    const acquaintances = new Acquaintances(people, (known) => {
      identities?.savePeople(room, known).catch(() => {});
    });
    return { identity: await Identity.of(keys, subtle), acquaintances };
  } catch {
    return null;
  }
}

async function remembered(
  room: string,
  subtle: SubtleCrypto,
  identities: IdentityStore,
): Promise<RememberedRoom> {
  const kept = await identities.load(room);
  return identities.keep(room, kept?.keys ?? (await Identity.generateKeys(subtle)));
}

/** Null when it fails or takes too long. */
function inTime<T>(work: Promise<T>, clock: Clock): Promise<T | null> {
  return new Promise((resolve) => {
    const giveUp = clock.after(storageWithinMs, () => resolve(null));
    const settle = (value: T | null) => {
      giveUp();
      resolve(value);
    };
    work.then(settle, () => settle(null));
  });
}
