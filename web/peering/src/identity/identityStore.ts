/** Somebody met in a room, as this browser remembers it. */
export interface Acquaintance {
  readonly identity: string;
  /** The name last seen with that identity. */
  readonly name: string;
  /** Confirmed by comparing the safety code. */
  readonly isVerified: boolean;
}

/** What a browser keeps of itself and of others in one room. */
export interface RememberedRoom {
  keys: CryptoKeyPair;
  people: readonly Acquaintance[];
}

/** Keeps one signing key for each room, and who was met there. Any method may reject; then nothing is kept. */
export interface IdentityStore {
  load(room: string): Promise<RememberedRoom | null>;
  /** Keeps these keys unless the room has some already; resolves to what is kept now. */
  keep(room: string, keys: CryptoKeyPair): Promise<RememberedRoom>;
  savePeople(room: string, people: readonly Acquaintance[]): Promise<void>;
  /** Forgets this browser's key of one room, and whom it met there; without a room: of all. */
  forget(room?: string): Promise<void>;
}

interface StoredRoom extends RememberedRoom {
  room: string;
  usedAt: number;
}

const databaseName = 'hearth.identities';
const storeName = 'rooms';
/** More rooms than a person goes back to; the one unused for longest is forgotten. */
const maximumRooms = 128;
/** More people than a room has members, several times over. */
export const maximumPeople = 256;

/** IndexedDB can hold a key that nobody can read out, not even this page. */
export const browserIdentities: IdentityStore = {
  load: (room) => use('readonly', (rooms) => found(rooms.get(room))),
  keep: (room, keys) =>
    use('readwrite', async (rooms) => {
      const kept = await found(rooms.get(room));
      const stored = { room, keys, people: [], ...kept, usedAt: Date.now() };
      await finished(rooms.put(stored));
      if (!kept) await dropOldest(rooms);
      return stored;
    }),
  savePeople: (room, people) =>
    use('readwrite', async (rooms) => {
      const kept = await found(rooms.get(room));
      if (kept) await finished(rooms.put({ ...kept, people: merged(kept.people, people) }));
    }),
  forget: (room) =>
    use('readwrite', async (rooms) => {
      await finished(room === undefined ? rooms.clear() : rooms.delete(room));
    }),
};

async function use<T>(
  mode: IDBTransactionMode,
  work: (rooms: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { keyPath: 'room' });
  const database = await finished(opening);
  try {
    return await work(database.transaction(storeName, mode).objectStore(storeName));
  } finally {
    database.close();
  }
}

/** Another tab may have confirmed somebody meanwhile: that is kept. */
function merged(kept: readonly Acquaintance[], people: readonly Acquaintance[]): Acquaintance[] {
  const now = new Map(people.map((person) => [person.identity, person]));
  for (const person of kept) if (person.isVerified) now.set(person.identity, person);
  return [...now.values()].slice(-maximumPeople);
}

async function dropOldest(rooms: IDBObjectStore): Promise<void> {
  if ((await finished(rooms.count())) <= maximumRooms) return;
  const all = (await finished(rooms.getAll())) as StoredRoom[];
  const [oldest] = all.sort((a, b) => a.usedAt - b.usedAt);
  if (oldest) await finished(rooms.delete(oldest.room));
}

async function found(request: IDBRequest<StoredRoom | undefined>): Promise<StoredRoom | null> {
  return (await finished(request)) ?? null;
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
