import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlFrame } from '../src/channels/controlFrame.ts';
import { Identity } from '../src/identity/identity.ts';
import { RequestError } from '../src/requestError.ts';
import { messageFields } from '../src/room/signedMessage.ts';
import type { FakePeer } from './support/fakePeer.ts';
import { memoryIdentities } from './support/memoryIdentities.ts';
import { SeededRandomness } from './support/seededRandomness.ts';
import { type Guest, Simulation } from './support/simulation.ts';

const { subtle } = crypto;
const stranger = await Identity.of(await Identity.generateKeys(subtle), subtle);

const texts = (guest: Guest) => guest.room.chat.map(({ name, text }) => `${name}: ${text}`);
const counted = (guest: Guest, what: string) => guest.room.diagnostics[what] ?? 0;
const other = (guest: Guest | undefined) => guest?.room.members[0];

/** The connection that carries now. */
const lineOf = (guest: Guest) =>
  guest.peers.find(({ connectionState }) => connectionState === 'connected');

/** Puts a frame before somebody as if the other end of the connection had sent it. */
function hear(guest: Guest, frame: unknown, line: FakePeer | undefined = lineOf(guest)): void {
  line?.channels.get('control')?.onmessage?.({ data: JSON.stringify(frame) });
}

/** Changes the frames of one topic that one end sends. */
function lie(house: Simulation, who: Guest, topic: string, change: (f: ControlFrame) => unknown) {
  house.network.onFrame = (data, from) => {
    const frame = JSON.parse(data);
    if (frame.topic !== topic || !who.peers.includes(from)) return data;
    const changed = change(frame);
    return changed === null ? null : JSON.stringify(changed);
  };
}

async function meet(names: string[], options: { keyed?: boolean } = {}) {
  const house = new Simulation(options);
  const guests: Guest[] = [];
  for (const name of names) guests.push(await house.join(name));
  await house.pass(500);
  return { house, guests, first: guests[0] as Guest, second: guests[1] as Guest };
}

/** Two people of whom the second one lies from the beginning. */
async function meetLiar(topic: string, change: (frame: ControlFrame) => unknown) {
  const house = new Simulation();
  const first = await house.join('Anna');
  let frames = 0;
  house.network.onFrame = (data, from) => {
    const frame = JSON.parse(data);
    if (frame.topic !== topic || first.peers.includes(from)) return data;
    frames++;
    return JSON.stringify(change(frame));
  };
  const second = await house.join('Bert');
  await house.pass(500);
  return { house, first, second, frames: () => frames };
}

for (const keyed of [true, false]) {
  test(`everybody shows on every link who they are, ${keyed ? 'with' : 'without'} a key`, async () => {
    const { guests } = await meet(['Anna', 'Bert', 'Cleo'], { keyed });
    const own = new Map(guests.map(({ room }) => [room.self.id, room.self.identity]));
    assert.equal(new Set(own.values()).size, 3);
    for (const { room } of guests) {
      for (const member of room.members) {
        assert.match(member.identity ?? '', /^[\w-]{43}$/);
        assert.equal(member.identity, own.get(member.id));
        assert.equal(member.trust, 'new');
      }
    }
  });
}

test('the same person after a reload is the same person', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  const identities = memoryIdentities();
  const bert = await house.join('Bert', { identities });
  await house.pass(300);
  const before = other(anna);
  bert.room.leave();
  await house.join('Bert', { identities });
  await house.pass(300);
  const after = other(anna);
  assert.notEqual(after?.id, before?.id);
  assert.equal(after?.identity, before?.identity);
  assert.equal(after?.trust, 'known');
  assert.ok(!anna.events.includes('!new-device'));
});

test('whom one has met is known at the next visit too', async () => {
  const house = new Simulation();
  const [annas, berts] = [memoryIdentities(), memoryIdentities()];
  const anna = await house.join('Anna', { identities: annas });
  await house.join('Bert', { identities: berts });
  await house.pass(300);
  assert.equal(other(anna)?.trust, 'new');
  anna.room.leave();
  const again = await house.join('Anna', { identities: annas });
  await house.pass(300);
  assert.equal(other(again)?.trust, 'known');
});

test('the same name with another key is told', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  second.room.leave();
  await house.join('bert');
  await house.pass(300);
  assert.ok(first.events.includes('!new-device'));
  assert.equal(other(first)?.trust, 'new');
});

test('a storage that fails, or never answers, gives a key for the visit', async () => {
  const never = () => new Promise<never>(() => {});
  const fails = async () => Promise.reject(new DOMException('no', 'DataCloneError'));
  for (const broken of [never, fails]) {
    const house = new Simulation();
    const anna = await house.join('Anna');
    const identities = { load: broken, keep: broken, savePeople: broken, forget: broken };
    const bert = await house.join('Bert', { identities });
    await house.pass(4_000);
    assert.match(other(anna)?.identity ?? '', /^[\w-]{43}$/);
    await bert.room.say('hello');
    await house.pass(100);
    assert.deepEqual(texts(anna), ['Bert: hello']);
  }
});

test('who must not be remembered has a key for the visit, and nothing is kept', async () => {
  const house = new Simulation();
  const identities = memoryIdentities();
  const anna = await house.join('Anna', { identities, remember: false });
  await house.join('Bert');
  await house.pass(300);
  assert.match(anna.room.self.identity ?? '', /^[\w-]{43}$/);
  assert.equal(identities.rooms.size, 0);
});

test('a page without cryptography has no identity, and says why it cannot write', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  const bert = await house.join('Bert', { subtle: null });
  await house.pass(300);
  assert.equal(other(anna)?.identity, null);
  assert.equal(other(bert)?.identity, null);
  await assert.rejects(
    bert.room.say('hello'),
    (error) => error instanceof RequestError && error.code === 'insecure-context',
  );
  await anna.room.say('hello');
  await house.pass(100);
  assert.deepEqual(texts(bert), []);
});

const wrongHellos: Record<string, (payload: Record<string, unknown>) => unknown> = {
  'another key': (payload) => ({ ...payload, key: stranger.publicKey }),
  'no signature': ({ key }) => ({ key }),
  'another signature': (payload) => ({ ...payload, signature: 'A'.repeat(86) }),
  'a point that is not on the curve': (payload) => ({ ...payload, key: `B${'A'.repeat(86)}` }),
  'a key that is no text': (payload) => ({ ...payload, key: 7 }),
  nothing: () => ({}),
};

for (const [what, change] of Object.entries(wrongHellos)) {
  test(`a hello with ${what} is refused: nobody is anybody by it`, async () => {
    const { house, first, second } = await meetLiar('hello', (frame) => ({
      ...frame,
      payload: change(frame.payload),
    }));
    assert.equal(other(first)?.identity, null);
    assert.equal(counted(first, 'hello-refused'), 1);
    assert.notEqual(other(second)?.identity, null);
    await second.room.say('hello');
    await house.pass(100);
    assert.deepEqual(texts(first), []);
  });
}

const wrongBindings = ['room', 'from', 'to', 'offerer', 'answerer', 'own', 'peer'];
for (const [index, what] of wrongBindings.entries()) {
  test(`a hello signed for another ${what} is refused`, async () => {
    const { house, first, second } = await meet(['Anna', 'Bert']);
    house.network.onFrame = (data) => (JSON.parse(data).topic === 'hello' ? null : data);
    const cleo = await house.join('Cleo');
    await house.pass(300);
    const line = cleo.peers.find(
      ({ remoteDescription, connectionState }) =>
        connectionState === 'connected' &&
        remoteDescription?.sdp.includes(first.peers[0]?.fingerprint ?? ''),
    );
    const envelope = house.server.heard.findLast(
      ({ type, to, data }) =>
        type === 'signal' &&
        to === first.room.self.id &&
        (data as { kind: string }).kind === 'confirm',
    )?.data as {
      link: { offerer: string; answerer: string };
      fingerprint: string;
      peerFingerprint: string;
    };
    const { link, fingerprint, peerFingerprint } = envelope;
    const right = [
      ...['garden', cleo.room.self.id, first.room.self.id],
      ...[link.offerer, link.answerer, fingerprint, peerFingerprint],
    ];
    const hello = async (fields: string[]) => ({
      ...{ v: 1, topic: 'hello', id: 'x' },
      payload: {
        key: stranger.publicKey,
        signature: await stranger.sign(['hearth/1 hello', ...fields]),
      },
    });
    house.network.onFrame = (data) => data;
    const wrong = right.with(index, second.room.self.id);
    line?.channels.get('control')?.send(JSON.stringify(await hello(wrong)));
    await house.pass(50);
    const seen = () => first.room.members.find(({ name }) => name === 'Cleo')?.identity;
    assert.equal(seen(), null);
    assert.equal(counted(first, 'hello-refused'), 1);
    line?.channels.get('control')?.send(JSON.stringify(await hello(right)));
    await house.pass(50);
    assert.equal(seen(), stranger.id, 'the right one is taken');
  });
}

test('a hello is worth nothing on another link, nor back at its sender', async () => {
  const hellos: string[] = [];
  const house = new Simulation();
  house.network.onFrame = (data) => {
    if (JSON.parse(data).topic === 'hello') hellos.push(data);
    return data;
  };
  const anna = await house.join('Anna');
  const bert = await house.join('Bert');
  await house.pass(300);
  assert.equal(hellos.length, 2);
  // Everything anybody said so far, before both of them on a new link.
  house.network.onFrame = (data, from) => {
    if (JSON.parse(data).topic !== 'hello') return data;
    return hellos[anna.peers.includes(from) ? 0 : 1] ?? null;
  };
  const cleo = await house.join('Cleo');
  await house.pass(300);
  assert.deepEqual(
    cleo.room.members.map(({ identity }) => identity),
    [null, null],
  );
  assert.equal(counted(cleo, 'hello-refused'), 2);
  for (const hello of hellos) hear(bert, JSON.parse(hello));
  await house.pass(50);
  assert.equal(other(bert)?.identity, anna.room.self.identity);
  assert.equal(counted(bert, 'hello-again'), 2);
});

test('hellos without end are not even read', async () => {
  const { house, first } = await meetLiar('hello', (frame) => ({ ...frame, payload: {} }));
  for (let i = 0; i < 100; i++) hear(first, { v: 1, topic: 'hello', id: 'x', payload: {} });
  await house.pass(50);
  assert.equal(counted(first, 'hello-refused'), 4);
  assert.equal(counted(first, 'hello-again'), 97);
});

test('what is said before the hello is shown once it is known whose it is', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  const held: string[] = [];
  let line: FakePeer | undefined;
  house.network.onFrame = (data, from) => {
    if (JSON.parse(data).topic !== 'hello' || anna.peers.includes(from)) return data;
    held.push(data);
    line = from;
    return null;
  };
  const bert = await house.join('Bert');
  await house.pass(300);
  await bert.room.say('early');
  await house.pass(100);
  assert.deepEqual(texts(anna), []);
  house.network.onFrame = (data) => data;
  for (const hello of held) line?.channels.get('control')?.send(hello);
  await house.pass(100);
  assert.deepEqual(texts(anna), ['Bert: early']);
});

test('a chat message carries its author, and the author is who wrote it', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const said = await second.room.say('hello');
  await house.pass(50);
  const [heard] = first.room.chat;
  assert.equal(heard?.author, second.room.self.identity);
  assert.equal(said.author, heard?.author);
  assert.deepEqual([heard?.mine, said.mine, heard?.earlier], [false, true, false]);
});

const wrongMessages: Record<string, (payload: Record<string, unknown>) => unknown> = {
  'another text': (payload) => ({ ...payload, text: 'I never said that' }),
  'another time': (payload) => ({ ...payload, sentAt: '2020-01-01T00:00:00.000Z' }),
  'another name': (payload) => ({ ...payload, name: 'Anna' }),
  'another author': (payload) => ({ ...payload, key: stranger.publicKey }),
  'no signature': ({ signature: _, ...payload }) => payload,
  'another signature': (payload) => ({ ...payload, signature: 'A'.repeat(86) }),
  'no time': (payload) => ({ ...payload, sentAt: 'yesterday' }),
  'an endless name': (payload) => ({ ...payload, name: 'x'.repeat(300) }),
  'no text': (payload) => ({ ...payload, text: '' }),
  'too long a text': (payload) => ({ ...payload, text: 'x'.repeat(4_001) }),
  'a text that is none': (payload) => ({ ...payload, text: { toString: 'x' } }),
};

for (const [what, change] of Object.entries(wrongMessages)) {
  test(`a message with ${what} is not shown`, async () => {
    const { house, first, second } = await meet(['Anna', 'Bert']);
    lie(house, second, 'chat', (frame) => ({ ...frame, payload: change(frame.payload) }));
    await second.room.say('hello');
    await house.pass(50);
    assert.deepEqual(texts(first), []);
    assert.equal(counted(first, 'chat-unread') + counted(first, 'chat-not-genuine'), 1);
    house.network.onFrame = (data) => data;
    await second.room.say('the truth');
    await house.pass(50);
    assert.deepEqual(texts(first), ['Bert: the truth']);
  });
}

test('a message under another number is another message, and not genuine', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  lie(house, second, 'chat', (frame) => ({ ...frame, id: 'another' }));
  await second.room.say('hello');
  await house.pass(50);
  assert.equal(counted(first, 'chat-not-genuine'), 1);
});

test('nobody passes the words of another off as said now', async () => {
  const { house, guests, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  const frames: string[] = [];
  house.network.onFrame = (data) => {
    frames.push(data);
    return data;
  };
  await first.room.say('from Anna');
  await house.pass(50);
  const stolen = JSON.parse(frames[0] ?? '');
  const fresh = await house.join('Dora');
  await house.pass(500);
  const before = texts(fresh);
  house.network.onFrame = (data) => data;
  for (const line of fresh.peers) hear(fresh, stolen, line);
  await house.pass(50);
  assert.deepEqual(texts(fresh), before);
  assert.deepEqual(
    [texts(second), texts(guests[2] as Guest)],
    [['Anna: from Anna'], ['Anna: from Anna']],
  );
  assert.equal(counted(fresh, 'chat-of-another'), 2, 'from Bert and from Cleo');
});

test('a message that comes twice is shown once', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const { id: author } = { id: second.room.self.identity ?? '' };
  let again: unknown;
  house.network.onFrame = (data) => {
    again = JSON.parse(data);
    return data;
  };
  await second.room.say('once');
  await house.pass(50);
  hear(first, again);
  await house.pass(50);
  assert.equal(first.room.chat.filter((message) => message.author === author).length, 1);
});

test('a message signed for another room is not shown in this one', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const unsigned = { id: 'x', name: 'Bert', sentAt: '2026-01-01T00:00:00.000Z', text: 'hello' };
  const forge = async (room: string) => ({
    ...unsigned,
    key: stranger.publicKey,
    signature: await stranger.sign(messageFields(room, stranger.id, unsigned)),
  });
  for (const room of ['cellar', 'garden']) {
    const { id, ...payload } = await forge(room);
    hear(first, { v: 1, topic: 'chat', id, payload });
  }
  await house.pass(50);
  assert.deepEqual(texts(first), []);
  assert.equal(counted(first, 'chat-not-genuine'), 1);
  assert.equal(counted(first, 'chat-of-another'), 1);
  assert.equal(second.room.chat.length, 0);
});

test('a member that sends more than can be judged is not kept in mind', async () => {
  const { house, first } = await meet(['Anna', 'Bert']);
  for (let i = 0; i < 2_000; i++) {
    const topic = ['verify', 'history', 'hello', 'chat'][i % 4];
    hear(first, { v: 1, topic, id: `${i}`, payload: { have: [], step: 'commit', messages: [] } });
  }
  await house.pass(100);
  assert.ok(counted(first, 'frame-overflow') > 1_000);
  assert.equal(other(first)?.link?.state, 'connected');
  assert.equal(counted(first, 'people-fault'), 0);
});

test('whatever a hostile member sends, nothing throws and talk goes on', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const random = new SeededRandomness(5);
  const pick = <T>(values: readonly T[]) => values[random.below(values.length)] as T;
  const junk = () =>
    pick<unknown>([
      null,
      7,
      '',
      'x'.repeat(5_000),
      [],
      [[]],
      {},
      { length: 9 },
      stranger.publicKey,
    ]);
  const fields = [
    ...['key', 'name', 'sentAt', 'text', 'signature', 'have', 'messages', 'more'],
    ...['step', 'commitment', 'nonce', 'reason'],
  ];
  for (let round = 0; round < 2_000; round++) {
    const payload = Object.fromEntries(fields.map((field) => [field, junk()]));
    payload.step = pick(['commit', 'reveal', 'confirm', 'cancel', junk()]);
    const topic = pick(['hello', 'chat', 'history', 'verify']);
    hear(first, { v: 1, topic, id: pick(['', 'A'.repeat(22), `${round}`]), payload });
    if (round % 50 === 0) await house.pass(200);
  }
  await house.pass(60_000);
  assert.equal(counted(first, 'people-fault'), 0);
  assert.deepEqual(texts(first), []);
  await second.room.say('still here');
  await house.pass(100);
  assert.deepEqual(texts(first), ['Bert: still here']);
});

test('words keep their order although each is signed for itself', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const words = Array.from({ length: 20 }, (_, i) => `${i}`);
  await Promise.all(words.map((word) => second.room.say(word)));
  await house.pass(100);
  assert.deepEqual(
    texts(first),
    words.map((word) => `Bert: ${word}`),
  );
});
