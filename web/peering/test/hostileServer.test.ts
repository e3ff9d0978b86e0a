import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Member } from '../src/protocol/messages.ts';
import { Simulation } from './support/simulation.ts';

const nothingOn = { microphone: false, camera: false, screen: false, paused: false };

test('what one sends oneself is never told by the server', async () => {
  const house = new Simulation();
  const down = (message: Record<string, unknown> & { type: string }) => {
    const self = message.self as Member | undefined;
    return self ? { ...message, self: { ...self, state: nothingOn } } : message;
  };
  const anna = await house.join('Anna', { tap: { down } });
  const { id, name, device } = anna.room.self;
  assert.equal(anna.room.self.state.microphone, true);
  const member = { id, name, device, state: nothingOn };
  house.server.post('Anna', { type: 'memberUpdated', member });
  house.server.post('Anna', { type: 'memberJoined', member });
  await house.pass(5_000);
  assert.equal(anna.room.self.state.microphone, true);
});

test('nobody is linked to who is not shown as a member', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  const bert = await house.join('Bert');
  await house.pass(5_000);
  const peers = anna.peers.length;
  const links = [bert.room.self.id, 'member-that-nobody-sees', '__proto__', anna.room.self.id];
  house.server.post('Anna', { type: 'topology', epoch: 99, kind: 'mesh', links });
  await house.pass(20_000);
  assert.equal(anna.peers.length, peers);
  assert.deepEqual(house.links(), ['Anna>Bert connected', 'Bert>Anna connected']);
  assert.equal(house.server.heard.filter(({ to }) => to === 'member-that-nobody-sees').length, 0);
});

test('no news makes another room of this one', async () => {
  const house = new Simulation({ keyed: true });
  const anna = await house.join('Anna');
  const room = { id: 'kitchen', kind: 'named', capacity: 5, locked: false, owned: false };
  house.server.post('Anna', { type: 'roomUpdated', room });
  await house.pass(100);
  assert.deepEqual([anna.room.id, anna.room.kind, anna.room.capacity], ['garden', 'keyed', 5]);
});

test('a page that comes back to a full room says that its place is lost', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  anna.page.left();
  await house.pass(100);
  house.server.capacity = 0;
  anna.page.returned();
  await house.pass(100);
  assert.deepEqual(anna.events, ['closed place-lost']);
});

test('a member that floods the chat does not drive out what the others wrote', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  const bert = await house.join('Bert');
  const cleo = await house.join('Cleo');
  await house.pass(500);
  await cleo.room.say('hello');
  await house.pass(10);
  for (let i = 0; i < 1_000; i++) {
    const flood = JSON.stringify({ v: 1, topic: 'chat', id: `${i}`, payload: { text: `${i}` } });
    for (const peer of bert.peers) peer.channels.get('control')?.send(flood);
  }
  await house.pass(100);
  assert.equal(anna.room.chat[0]?.text, 'hello');
  assert.ok(anna.room.chat.length < 100);
  assert.ok((anna.room.diagnostics['chat-flood'] ?? 0) > 900);
  await bert.room.say('too soon');
  await house.pass(10_000);
  await bert.room.say('calm again');
  await house.pass(10);
  assert.equal(anna.room.chat.at(-1)?.text, 'calm again');
});

test('of a long list of ICE servers a few are asked', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  const iceServers = Array.from({ length: 5_000 }, (_, i) => ({ urls: [`stun:victim${i}.test`] }));
  house.server.post('Anna', { type: 'iceServers', iceServers });
  await house.join('Bert');
  await house.pass(500);
  assert.deepEqual(house.links(), ['Anna>Bert connected', 'Bert>Anna connected']);
  for (const { configuration } of anna.peers)
    assert.ok((configuration.iceServers?.length ?? 0) <= 16);
});
