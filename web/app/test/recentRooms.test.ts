import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentRooms } from '../src/recentRooms.ts';

const keyText = 'AAECAwQFBgcICQoLDA0ODw';

function storage(initial: Record<string, string> = {}) {
  const values = new Map(Object.entries(initial));
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

const names = (recent: RecentRooms): string[] => recent.rooms.map(({ room }) => room);

test('the next page finds the rooms, the newest first, with key and owner token', () => {
  const kept = storage();
  const first = new RecentRooms(kept);
  first.visit({ room: 'tea', keyText, ownerToken: 'owned' }, 1);
  first.visit({ room: 'garden', keyText: '' }, 2);
  const second = new RecentRooms(kept);
  assert.deepEqual(names(second), ['garden', 'tea']);
  assert.equal(second.rooms[1]?.keyText, keyText);
  assert.equal(second.ownerTokenOf('tea'), 'owned');
  assert.equal(second.ownerTokenOf('garden'), '');
});

test('a room visited again moves to the front and keeps its owner', () => {
  const recent = new RecentRooms(storage());
  recent.visit({ room: 'tea', keyText, ownerToken: 'owned' }, 1);
  recent.visit({ room: 'garden', keyText: '' }, 2);
  recent.visit({ room: 'tea', keyText }, 3);
  assert.deepEqual(names(recent), ['tea', 'garden']);
  assert.equal(recent.ownerTokenOf('tea'), 'owned');
});

test('twenty rooms are kept', () => {
  const kept = storage();
  const recent = new RecentRooms(kept);
  for (let i = 1; i <= 30; i++) recent.visit({ room: `room-${i}`, keyText }, i);
  assert.equal(recent.rooms.length, 20);
  assert.deepEqual(names(new RecentRooms(kept)).at(-1), 'room-11');
});

test('forgetting one or all is at once, and can be taken back', () => {
  const kept = storage();
  const recent = new RecentRooms(kept);
  for (const [at, room] of ['tea', 'garden', 'attic'].entries())
    recent.visit({ room, keyText }, at);
  recent.forget('garden');
  assert.deepEqual(names(new RecentRooms(kept)), ['attic', 'tea']);
  recent.undo();
  assert.deepEqual(names(new RecentRooms(kept)), ['attic', 'garden', 'tea']);
  recent.forgetAll();
  assert.equal(kept.values.size, 0);
  assert.equal(recent.forgotten.length, 3);
  recent.visit({ room: 'tea', keyText: '' }, 9);
  recent.undo();
  assert.deepEqual(names(new RecentRooms(kept)), ['tea', 'attic', 'garden']);
  assert.equal(recent.forgotten.length, 0);
});

test('what was forgotten for good does not come back', () => {
  const recent = new RecentRooms(storage());
  recent.visit({ room: 'tea', keyText }, 1);
  recent.forget('tea');
  recent.dropForgotten();
  recent.undo();
  assert.deepEqual(names(recent), []);
});

test('switched off, no room stays in the storage; the open page still knows them', () => {
  const kept = storage();
  const recent = new RecentRooms(kept);
  recent.visit({ room: 'tea', keyText, ownerToken: 'owned' }, 1);
  recent.remembers = false;
  recent.visit({ room: 'attic', keyText }, 2);
  assert.deepEqual([...kept.values], [['hearth.remember', 'false']]);
  assert.deepEqual(names(recent), []);
  assert.equal(recent.ownerTokenOf('tea'), 'owned');
  assert.deepEqual(names(new RecentRooms(kept)), []);
  recent.remembers = true;
  assert.deepEqual(names(new RecentRooms(kept)), ['attic', 'tea']);
  assert.equal(kept.values.has('hearth.remember'), false);
});

test('what another tab forgot or switched off is not written back', () => {
  const kept = storage();
  const here = new RecentRooms(kept);
  here.visit({ room: 'tea', keyText }, 1);
  const there = new RecentRooms(kept);
  there.forgetAll();
  here.visit({ room: 'attic', keyText }, 2);
  assert.deepEqual(names(here), ['attic']);
  there.remembers = false;
  here.visit({ room: 'cellar', keyText }, 3);
  assert.deepEqual([...kept.values.keys()], ['hearth.remember']);
  let changes = 0;
  here.changed.on(() => {
    changes += 1;
  });
  here.refresh();
  assert.deepEqual([here.remembers, changes], [false, 1]);
});

test('a refused storage costs the memory, not the visit', () => {
  const refusing = storage();
  refusing.setItem = () => {
    throw new Error('full');
  };
  for (const recent of [new RecentRooms(refusing), new RecentRooms(null)]) {
    recent.visit({ room: 'tea', keyText, ownerToken: 'owned' }, 1);
    recent.visit({ room: 'attic', keyText }, 2);
    assert.deepEqual(names(recent), ['attic', 'tea']);
    assert.equal(recent.ownerTokenOf('tea'), 'owned');
  }
});

test('what is no room is as if nothing stood there', () => {
  const good = { room: 'tea', keyText, ownerToken: '', visitedAt: 1 };
  const bad = [
    null,
    'tea',
    { ...good, room: '../tea' },
    { ...good, keyText: '#' },
    { ...good, ownerToken: 5 },
    { ...good, visitedAt: 'today' },
  ];
  const text = JSON.stringify([...bad, good]);
  assert.deepEqual(names(new RecentRooms(storage({ 'hearth.rooms': text }))), ['tea']);
  const many = JSON.stringify(new Array(300).fill(good));
  for (const broken of ['{', '{}', 'null', '[', many]) {
    assert.deepEqual(names(new RecentRooms(storage({ 'hearth.rooms': broken }))), []);
  }
});
