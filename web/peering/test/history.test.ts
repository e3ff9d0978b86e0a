import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlFrame } from '../src/channels/controlFrame.ts';
import { Identity } from '../src/identity/identity.ts';
import { messageFields, type SignedMessage } from '../src/room/signedMessage.ts';
import type { FakePeer } from './support/fakePeer.ts';
import { memoryIdentities } from './support/memoryIdentities.ts';
import { type Guest, Simulation } from './support/simulation.ts';

const { subtle } = crypto;
const stranger = await Identity.of(await Identity.generateKeys(subtle), subtle);

const texts = (guest: Guest) => guest.room.chat.map(({ name, text }) => `${name}: ${text}`);
const counted = (guest: Guest, what: string) => guest.room.diagnostics[what] ?? 0;

async function meet(names: string[]) {
  const house = new Simulation();
  const guests: Guest[] = [];
  for (const name of names) guests.push(await house.join(name));
  await house.pass(500);
  return { house, guests, first: guests[0] as Guest, second: guests[1] as Guest };
}

async function talk(house: Simulation, guest: Guest, count: number, text = '') {
  for (let i = 0; i < count; i++) {
    await guest.room.say(`${text}${i}`);
    await house.pass(100);
  }
}

async function signed(author: Identity, id: string, text = id): Promise<SignedMessage> {
  const unsigned = { id, name: 'Stranger', sentAt: '2026-01-01T00:00:00.000Z', text };
  const signature = await author.sign(messageFields('garden', author.id, unsigned));
  return { ...unsigned, key: author.publicKey, signature };
}

/** Everybody who answers a question of a newcomer answers so. */
function answer(
  house: Simulation,
  how: (frame: ControlFrame, from: FakePeer) => Record<string, unknown> | null,
): void {
  house.network.onFrame = (data, from) => {
    const frame: ControlFrame = JSON.parse(data);
    if (frame.topic !== 'history' || !('messages' in frame.payload)) return data;
    const payload = how(frame, from);
    return payload && JSON.stringify({ ...frame, payload });
  };
}

test('a newcomer receives the room’s 200 latest messages, those of absent authors as earlier ones', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  await talk(house, second, 110, 'b');
  await talk(house, first, 110, 'a');
  second.room.leave();
  await house.pass(100);
  const cleo = await house.join('Cleo');
  await house.pass(2_000);
  assert.equal(cleo.room.chat.length, 220);
  assert.deepEqual(texts(cleo), texts(first));
  assert.ok(cleo.room.chat.every(({ earlier, mine }) => earlier && !mine));
  const [oldest, newest] = [cleo.room.chat[0], cleo.room.chat.at(-1)];
  assert.deepEqual([oldest?.name, newest?.name], ['Bert', 'Anna']);
  assert.equal(newest?.from, first.room.self.id);
  assert.equal(oldest?.from, oldest?.author, 'who is not here has no member id');
});

test('history comes in frames of at most 16 KiB, asked for one by one', async () => {
  const { house, first } = await meet(['Anna']);
  await talk(house, first, 30, '👋"\n'.repeat(500));
  let waiting = 0;
  let mostWaiting = 0;
  const sizes: number[] = [];
  house.network.onFrame = (data, from) => {
    const { topic, payload } = JSON.parse(data);
    if (topic !== 'history') return data;
    const isAsked = 'have' in payload;
    // The newcomer's questions, and the answers to them.
    if (isAsked !== first.peers.includes(from)) waiting += isAsked ? 1 : -1;
    mostWaiting = Math.max(mostWaiting, waiting);
    sizes.push(data.length);
    return data;
  };
  const bert = await house.join('Bert');
  await house.pass(2_000);
  assert.equal(bert.room.chat.length, 30);
  assert.ok(sizes.length > 10);
  assert.equal(mostWaiting, 1);
  assert.ok(Math.max(...sizes) <= 16 * 1024, `${Math.max(...sizes)}`);
});

test('one member is asked first, the others only for what is missing', async () => {
  const { house, first } = await meet(['Anna', 'Bert', 'Cleo']);
  await talk(house, first, 50);
  const told: number[] = [];
  answer(house, ({ payload }) => {
    told.push((payload.messages as unknown[]).length);
    return payload;
  });
  const dora = await house.join('Dora');
  await house.pass(2_000);
  assert.equal(dora.room.chat.length, 50);
  assert.equal(
    told.reduce((sum, count) => sum + count, 0),
    50,
  );
});

test('what the first one does not tell, another one does', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  await talk(house, first, 20);
  answer(house, ({ payload }, from) =>
    first.peers.includes(from) ? { messages: [], more: false } : payload,
  );
  const dora = await house.join('Dora');
  await house.pass(1_000);
  assert.deepEqual(texts(dora), texts(second));
  // Nor does it matter when somebody does not answer at all.
  answer(house, ({ payload }, from) => (second.peers.includes(from) ? null : payload));
  const emil = await house.join('Emil');
  await house.pass(12_000);
  assert.deepEqual(texts(emil), texts(second));
  assert.ok(counted(emil, 'history-unanswered') <= 1);
});

test('after a reload one’s own words are one’s own again', async () => {
  const house = new Simulation();
  const identities = memoryIdentities();
  const anna = await house.join('Anna');
  const bert = await house.join('Bert', { identities });
  await house.pass(300);
  await bert.room.say('mine');
  await house.pass(100);
  bert.room.leave();
  const again = await house.join('Bert', { identities });
  await house.pass(500);
  const [message] = again.room.chat;
  assert.deepEqual([message?.text, message?.mine], ['mine', true]);
  assert.equal(anna.room.chat.length, 1);
});

test('who was away catches up, and then is no longer named as not reached', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  const heard: string[] = [];
  second.room.on('chat', ({ text }) => heard.push(text));
  house.network.setUp(false);
  await house.pass(200_000);
  assert.equal(house.linkOf(first, 'Bert').state, 'failed');
  const message = await first.room.say('are you there?');
  assert.deepEqual(message.undelivered, ['Bert', 'Cleo']);
  house.network.setUp(true);
  await house.pass(120_000);
  assert.deepEqual(texts(second), ['Anna: are you there?']);
  assert.deepEqual(heard, ['are you there?'], 'it is news, not earlier talk');
  assert.equal(second.room.chat[0]?.earlier, false);
  // Whoever asks says what it has; the next question comes with the next return.
  house.network.changePath();
  await house.pass(120_000);
  assert.deepEqual(first.room.chat[0]?.undelivered, []);
});

test('a message that two have heard in another order stands once, at its time', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  await talk(house, first, 2, 'a');
  await talk(house, second, 2, 'b');
  await talk(house, first, 2, 'c');
  const cleo = await house.join('Cleo');
  await house.pass(1_000);
  assert.deepEqual(
    cleo.room.chat.map(({ text }) => text),
    ['a0', 'a1', 'b0', 'b1', 'c0', 'c1'],
  );
});

const lies: Record<string, (message: SignedMessage) => unknown> = {
  'another text': (message) => ({ ...message, text: 'I never said that' }),
  'another time': (message) => ({ ...message, sentAt: '2020-01-01T00:00:00.000Z' }),
  'another name': (message) => ({ ...message, name: 'Mallory' }),
  'another author': (message) => ({ ...message, key: stranger.publicKey }),
  'another number': (message) => ({ ...message, id: 'x' }),
  'no signature': ({ signature: _, ...message }) => message,
  'nothing in it': () => null,
};

for (const [what, lie] of Object.entries(lies)) {
  test(`history with ${what} is not shown, and is asked of somebody else`, async () => {
    const { house, first, second } = await meet(['Anna', 'Bert']);
    await talk(house, first, 5);
    answer(house, ({ payload }, from) => {
      if (!first.peers.includes(from)) return payload;
      const messages = payload.messages as SignedMessage[];
      return { messages: messages.map(lie), more: false };
    });
    const cleo = await house.join('Cleo');
    await house.pass(1_000);
    assert.deepEqual(texts(cleo), texts(second));
    assert.equal(counted(cleo, 'history-not-genuine'), 1);
  });
}

test('whoever is not here is not called like somebody who is', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  await first.room.say('really Anna');
  await house.pass(100);
  const unsigned = { id: 'x', name: 'anna', sentAt: '2026-01-01T00:00:01.000Z', text: 'forged' };
  const signature = await stranger.sign(messageFields('garden', stranger.id, unsigned));
  const forged = { ...unsigned, key: stranger.publicKey, signature };
  answer(house, ({ payload }, from) =>
    second.peers.includes(from)
      ? { messages: [...(payload.messages as unknown[]), forged], more: false }
      : payload,
  );
  const cleo = await house.join('Cleo');
  await house.pass(1_000);
  const shown = cleo.room.chat.map(({ name, from, text }) => [name, from, text]);
  assert.deepEqual(shown.sort(), [
    ['Anna', first.room.self.id, 'really Anna'],
    ['anna (2)', stranger.id, 'forged'],
  ]);
});

test('history that nobody asked for is not read', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const invented = [await signed(stranger, 'x')];
  const line = second.peers.find(({ connectionState }) => connectionState === 'connected');
  const send = (payload: unknown) =>
    line?.channels
      .get('control')
      ?.send(JSON.stringify({ v: 1, topic: 'history', id: 'x', payload }));
  for (let i = 0; i < 50; i++) send({ messages: invented, more: true });
  for (const payload of [{}, { messages: 7 }, { have: 7 }, { have: ['x'] }, { have: [7] }])
    send(payload);
  send({ have: Array.from({ length: 600 }, () => 'AAAAAAAA') });
  await house.pass(100);
  assert.deepEqual(texts(first), []);
  assert.equal(counted(first, 'history-unasked'), 50);
  assert.equal(counted(first, 'history-unread'), 6);
});

test('questions without end are not all answered', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const line = second.peers.find(({ connectionState }) => connectionState === 'connected');
  const question = JSON.stringify({ v: 1, topic: 'history', id: 'x', payload: { have: [] } });
  for (let i = 0; i < 1_000; i++) line?.channels.get('control')?.send(question);
  await house.pass(1_000);
  assert.ok(counted(first, 'history-flood') > 850);
});

test('a teller without end is heard only so long, and drives out nobody’s words', async () => {
  const { house, first } = await meet(['Anna', 'Bert', 'Mallory']);
  await talk(house, first, 60);
  const mallory = house.guests[2] as Guest;
  const people = await Promise.all(
    Array.from({ length: 4 }, async () => Identity.of(await Identity.generateKeys(subtle), subtle)),
  );
  const invented = await Promise.all(
    Array.from({ length: 1_200 }, (_, i) => signed(people[i % 4] as Identity, `lie ${i}`)),
  );
  let told = 0;
  answer(house, ({ payload }, from) => {
    if (!mallory.peers.includes(from)) return payload;
    told += 30;
    return { messages: invented.slice(told - 30, told), more: true };
  });
  const dora = await house.join('Dora');
  await house.pass(30_000);
  assert.ok(told <= 300, `${told} messages taken from one member`);
  assert.equal(dora.room.chat.filter(({ name }) => name === 'Anna').length, 60);
  // Asked again and again, as after every lost link, it still has only its share.
  for (let round = 0; round < 4; round++) {
    house.network.changePath();
    await house.pass(60_000);
  }
  assert.ok(dora.room.chat.length <= 500);
  assert.equal(dora.room.chat.filter(({ name }) => name === 'Anna').length, 60);
  await first.room.say('still here');
  await house.pass(100);
  assert.equal(texts(dora).at(-1), 'Anna: still here');
});

test('a member that leaves while it tells is not waited for', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  await talk(house, first, 5);
  answer(house, ({ payload }, from) => (first.peers.includes(from) ? null : payload));
  const cleo = await house.join('Cleo');
  first.room.leave();
  await house.pass(500);
  assert.deepEqual(texts(cleo), texts(second));
});
