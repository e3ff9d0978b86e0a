import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdentityStore, RememberedRoom } from '@hearth/peering';
import { KeptIdentities } from '../src/keptIdentities.ts';
import { RecentRooms } from '../src/recentRooms.ts';

function storage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

/** Keys are told apart by the room they are of. */
function identities(...rooms: string[]) {
  const kept = new Map<string, RememberedRoom>();
  const keys = (room: string) => ({ room }) as unknown as CryptoKeyPair;
  for (const room of rooms) kept.set(room, { keys: keys(room), people: [] });
  const store: IdentityStore = {
    load: async (room) => kept.get(room) ?? null,
    async keep(room, pair) {
      const known = kept.get(room) ?? { keys: pair, people: [] };
      kept.set(room, known);
      return known;
    },
    async savePeople(room, people) {
      const known = kept.get(room);
      if (known) kept.set(room, { ...known, people });
    },
    async forget(room) {
      if (room === undefined) kept.clear();
      else kept.delete(room);
    },
  };
  return { kept, store };
}

function visited(...rooms: string[]): RecentRooms {
  const recent = new RecentRooms(storage());
  for (const [at, room] of rooms.entries()) recent.visit({ room, keyText: '' }, at);
  return recent;
}

test('a room that is forgotten takes its key along, and Undo brings both back', async () => {
  const recent = visited('tea', 'garden');
  const { kept, store } = identities('tea', 'garden');
  const person = { identity: 'x', name: 'Anna', isVerified: true };
  await store.savePeople('tea', [person]);
  const before = kept.get('tea');
  const following = KeptIdentities.follow(recent, store);
  recent.forget('tea');
  await following.settled;
  assert.deepEqual([...kept.keys()], ['garden']);
  recent.undo();
  await following.settled;
  assert.deepEqual(kept.get('tea'), before);
});

test('all that are forgotten are forgotten', async () => {
  const recent = visited('tea', 'garden');
  const { kept, store } = identities('tea', 'garden');
  const following = KeptIdentities.follow(recent, store);
  recent.forgetAll();
  await following.settled;
  assert.equal(kept.size, 0);
});

test('nothing stays on the device when it must not remember, not even of rooms never entered', async () => {
  const recent = visited('tea');
  const { kept, store } = identities('tea', 'only-looked-at');
  const following = KeptIdentities.follow(recent, store);
  recent.remembers = false;
  await following.settled;
  assert.equal(kept.size, 0);
  recent.remembers = true;
  await following.settled;
  assert.equal(kept.size, 0);
});

test('a room that is entered keeps the key it has', async () => {
  const recent = visited('tea');
  const { kept, store } = identities('tea', 'garden');
  const following = KeptIdentities.follow(recent, store);
  recent.visit({ room: 'garden', keyText: '' }, 9);
  recent.refresh();
  await following.settled;
  assert.deepEqual([...kept.keys()], ['tea', 'garden']);
});

test('a storage that refuses stops nothing', async () => {
  const recent = visited('tea');
  const refuses = () => Promise.reject(new DOMException('no', 'InvalidStateError'));
  const store = { load: refuses, keep: refuses, savePeople: refuses, forget: refuses };
  const following = KeptIdentities.follow(recent, store);
  recent.forget('tea');
  recent.undo();
  await following.settled;
});
