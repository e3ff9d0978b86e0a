import type { IdentityStore, RememberedRoom } from '../../src/identity/identityStore.ts';

/** A browser's storage of identities, in memory. */
export function memoryIdentities(): IdentityStore & { rooms: Map<string, RememberedRoom> } {
  const rooms = new Map<string, RememberedRoom>();
  return {
    rooms,
    load: async (room) => rooms.get(room) ?? null,
    async keep(room, keys) {
      const kept = rooms.get(room) ?? { keys, people: [] };
      rooms.set(room, kept);
      return kept;
    },
    async savePeople(room, people) {
      const kept = rooms.get(room);
      if (kept) rooms.set(room, { ...kept, people });
    },
    async forget(room) {
      if (room === undefined) rooms.clear();
      else rooms.delete(room);
    },
  };
}
