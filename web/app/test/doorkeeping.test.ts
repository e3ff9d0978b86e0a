import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Doorkeeping } from '../src/room/doorkeeping.ts';
import { FakeRoom } from './fakeRoom.ts';

const knock = (id: string) => ({ id, name: id, device: 'phone' as const });

function keeping(room = new FakeRoom()) {
  const told: string[] = [];
  const door = new Doorkeeping(room.asRoom, {
    knocked: ({ name }) => told.push(`${name} knocks`),
    turned: (locked) => told.push(locked ? 'locked' : 'open'),
  });
  return { door, room, told };
}

test('each knock is told once, those from before one came too', () => {
  const room = new FakeRoom();
  room.knocks = [knock('ben')];
  const { door, told } = keeping(room);
  room.emit('changed');
  room.knocks = [...room.knocks, knock('cleo')];
  room.emit('changed');
  assert.deepEqual(told, ['ben knocks', 'cleo knocks']);
  assert.equal(door.knocks.length, 2);
  room.knocks = [];
  room.emit('changed');
  room.knocks = [knock('ben')];
  room.emit('changed');
  assert.equal(told.at(-1), 'ben knocks');
  assert.equal(told.length, 3);
});

test('everyone is told when the room is locked or opened, and nobody twice', () => {
  const { door, room, told } = keeping();
  room.emit('changed');
  door.turnLock();
  room.locked = true;
  room.emit('changed');
  room.emit('changed');
  door.turnLock();
  room.locked = false;
  room.emit('changed');
  assert.deepEqual(told, ['locked', 'open']);
  assert.deepEqual(room.asked, [{ lock: true }, { lock: false }]);
});

test('an answer reaches the one it is for, and a room that is gone tells nothing', () => {
  const { door, room, told } = keeping();
  door.answer('ben', true);
  door.answer('cleo', false);
  assert.deepEqual(room.asked, [{ letIn: 'ben' }, { refuse: 'cleo' }]);
  door.stop();
  room.knocks = [knock('dora')];
  room.emit('changed');
  assert.deepEqual(told, []);
});
