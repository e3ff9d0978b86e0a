import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoomKey } from '../src/keys/roomKey.ts';
import { RequestError } from '../src/requestError.ts';
import { SeededRandomness } from './support/seededRandomness.ts';
import { type Guest, memoryPlaces, Simulation } from './support/simulation.ts';

const labels = (guest: Guest) => guest.room.members.map(({ label }) => label);
const texts = (guest: Guest) => guest.room.chat.map(({ name, text }) => `${name}: ${text}`);

/** Everybody who is in the room sees everybody else, once and connected. */
function assertComplete(house: Simulation, message?: string): void {
  const inside = house.guests.filter(({ room }) => room.status !== 'closed');
  const links = house.links();
  assert.equal(
    links.length,
    inside.length * (inside.length - 1),
    `${message}\n${links.join('\n')}`,
  );
  assert.ok(
    links.every((link) => link.endsWith(' connected')),
    `${message}\n${links.join('\n')}`,
  );
}

async function meet(names: string[], options: { keyed?: boolean; seed?: number } = {}) {
  const house = new Simulation(options);
  const guests: Guest[] = [];
  for (const name of names) guests.push(await house.join(name));
  await house.pass(500);
  return { house, guests, first: guests[0] as Guest, second: guests[1] as Guest };
}

test('two people who join the same keyed room are connected both ways', async () => {
  const { house, first } = await meet(['Anna', 'Bert'], { keyed: true });
  assertComplete(house);
  assert.equal(first.room.members[0]?.link?.security, 'end-to-end-verified');
  assert.equal(first.room.self.link, null);
});

test('a named room is unverified', async () => {
  const { first } = await meet(['Anna', 'Bert']);
  assert.equal(first.room.members[0]?.link?.security, 'end-to-end-unverified');
});

test('three people are connected each with each', async () => {
  const { house } = await meet(['Anna', 'Bert', 'Cleo'], { keyed: true });
  assertComplete(house);
});

test('joining takes one round trip when the connection was opened in the lobby', async () => {
  const house = new Simulation();
  await house.join('Anna');
  assert.equal(house.server.heard.filter(({ type }) => type === 'join').length, 1);
});

test('what the server refuses at the door is a RequestError with its code', async () => {
  const house = new Simulation();
  house.server.capacity = 1;
  await house.join('Anna');
  await assert.rejects(
    house.join('Bert'),
    (error) => error instanceof RequestError && error.code === 'room-full',
  );
});

test('a server that opens a keyed room as a named one is not believed', async () => {
  const house = new Simulation();
  const key = RoomKey.generate(new SeededRandomness(1));
  await assert.rejects(
    house.join('Anna', { key }),
    (error) => error instanceof RequestError && error.code === 'downgraded',
  );
  assert.deepEqual(house.server.members, []);
});

test('joining can be given up', async () => {
  const house = new Simulation();
  house.server.isDown = true;
  const stop = new AbortController();
  const joining = house.join('Anna', { signal: stop.signal });
  stop.abort(new Error('enough'));
  await assert.rejects(joining, /enough/);
});

test('people with the same name are told apart, and oneself never has a number', async () => {
  const { guests } = await meet(['Anna', 'Anna', 'Bert', 'Anna']);
  assert.deepEqual(
    guests.map((guest) => guest.room.self.label),
    ['Anna', 'Anna', 'Bert', 'Anna'],
  );
  assert.deepEqual(guests.map(labels), [
    ['Anna (2)', 'Bert', 'Anna (3)'],
    ['Anna (2)', 'Bert', 'Anna (3)'],
    ['Anna', 'Anna (2)', 'Anna (3)'],
    ['Anna (2)', 'Anna (3)', 'Bert'],
  ]);
});

test('a snapshot is replaced when something in it changed, and only then', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  const [bert, cleo] = first.room.members;
  second.room.setState({ microphone: false });
  await house.pass(100);
  const [bertAfter, cleoAfter] = first.room.members;
  assert.notEqual(bertAfter, bert);
  assert.equal(cleoAfter, cleo);
  assert.equal(bertAfter?.state.microphone, false);
  assert.equal(bert?.state.microphone, true);
});

test('camera and screen are shown as long as the member says that it sends them', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  assert.ok(first.room.members[0]?.camera);
  assert.equal(first.room.members[0]?.screen, null);
  second.room.setState({ camera: false, screen: true });
  await house.pass(100);
  assert.equal(first.room.members[0]?.camera, null);
  assert.ok(first.room.members[0]?.screen);
  assert.ok(first.room.members[0]?.microphone);
});

test('a new name reaches the others, and a refused one is taken back', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  second.room.setName('Bertha');
  await house.pass(100);
  assert.deepEqual(labels(first), ['Bertha']);
  second.room.setName('\u202e');
  const seq = house.server.heard.findLast(({ type }) => type === 'update')?.seq ?? 0;
  house.server.post('Bertha', { type: 'error', code: 'invalid-name', message: 'No.', re: seq + 1 });
  await house.pass(100);
  assert.equal(second.room.self.name, 'Bertha');
  assert.ok(second.events.includes('!invalid-name'));
});

test('who leaves is gone at once for everybody', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  second.room.leave();
  await house.pass(50);
  assert.deepEqual(labels(first), ['Cleo']);
  assert.ok(first.events.includes('-Bert left'));
  assert.equal(second.events.at(-1), 'closed left');
  await house.pass(1_000);
  assert.ok(second.peers.every((peer) => peer.isClosed));
  assertComplete(house);
});

test('a reload keeps the slot: one tile, no ghost', async () => {
  const { house, guests, first } = await meet(['Anna', 'Bert', 'Cleo'], { keyed: true });
  const bert = guests[1] as Guest;
  bert.page.left();
  await house.pass(300);
  assert.deepEqual(labels(first), ['Cleo']);
  house.guests.splice(1, 1);
  await house.join('Bert', { places: bert.places });
  await house.pass(500);
  assert.deepEqual(labels(first), ['Bert', 'Cleo']);
  assertComplete(house);
  assert.equal(bert.places.tokens.size, 0);
});

test('a page that died without a word is replaced by its reload', async () => {
  const { house, guests, first } = await meet(['Anna', 'Bert', 'Cleo']);
  const bert = guests[1] as Guest;
  const places = memoryPlaces();
  const token = [...house.server.tokens].find(([, { name }]) => name === 'Bert')?.[0] ?? '';
  places.save('garden', token);
  house.server.freeze('Bert');
  house.guests.splice(1, 1);
  for (const peer of bert.peers) peer.close();
  await house.join('Bert', { places });
  await house.pass(500);
  assert.deepEqual(labels(first), ['Bert', 'Cleo']);
});

test('a duplicated tab is another member and pushes nobody out', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  await house.join('Bert', { places: { ...second.places } });
  await house.pass(500);
  assert.deepEqual(labels(first), ['Bert', 'Bert (2)']);
  assert.equal(second.room.status, 'joined');
});

test('a page that comes back from the back/forward cache is in the room again', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  second.page.left();
  await house.pass(5_000);
  assert.deepEqual(labels(first), []);
  second.page.returned();
  await house.pass(1_000);
  assertComplete(house);
});

test('a short cut of signaling is noticed by nobody', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const linked = () => [...first.peers, ...second.peers].filter(({ applied }) => applied.length);
  const peers = linked();
  house.server.cut();
  assert.equal(first.room.status, 'reconnecting');
  await house.pass(10_000);
  assert.equal(first.room.status, 'joined');
  assertComplete(house);
  assert.deepEqual(linked(), peers);
  assert.ok(!first.events.some((event) => event.startsWith('-')));
});

test('what happened during the cut is told afterwards, in order and once', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  house.server.cut('Anna');
  second.room.setName('Bertha');
  second.room.setState({ camera: false });
  first.room.setName('Annabel');
  await house.pass(1_000);
  assert.equal(first.room.members[0]?.name, 'Bertha');
  assert.equal(first.room.members[0]?.camera, null);
  assert.deepEqual(labels(second), ['Annabel']);
});

test('a killed and restarted server disturbs no link, and a newcomer can join afterwards', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert'], { keyed: true });
  const count = () => [...first.peers, ...second.peers].flatMap(({ applied }) => applied).length;
  const descriptions = count();
  house.server.restart();
  await house.pass(2_000);
  assertComplete(house);
  await house.pass(40_000);
  assertComplete(house);
  assert.equal(count(), descriptions);
  assert.equal(first.room.members[0]?.state.camera, true, 'what Bert sends is still known');
  await house.join('Cleo');
  await house.pass(500);
  assertComplete(house);
  assert.ok(!first.events.some((event) => event.startsWith('-')));
});

test('a state that changed while the server was down is told to the new one', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  house.server.restart();
  second.room.setState({ microphone: false });
  await house.pass(2_000);
  assert.equal(first.room.members[0]?.state.microphone, false);
  const cleo = await house.join('Cleo');
  await house.pass(500);
  const bert = cleo.room.members.find(({ name }) => name === 'Bert');
  assert.deepEqual(bert?.state, { microphone: false, camera: true, screen: false, paused: false });
});

test('who does not come back after a restart stays while its link is up, and goes with it', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  let isCutOff = false;
  const tap = { up: <T>(message: T) => (isCutOff ? null : message) };
  await house.join('Bert', { tap });
  const cleo = await house.join('Cleo', { tap });
  await house.pass(500);
  isCutOff = true;
  house.server.restart();
  for (const peer of cleo.peers) peer.close();
  await house.pass(25_000);
  assert.deepEqual(labels(anna), ['Bert', 'Cleo'], 'unknown is not gone');
  await house.pass(10_000);
  assert.deepEqual(labels(anna), ['Bert']);
  assert.equal(house.linkOf(anna, 'Bert').state, 'connected');
  await house.pass(60_000);
  assert.deepEqual(labels(anna), ['Bert']);
  house.network.setUp(false);
  await house.pass(10_000);
  assert.deepEqual(labels(anna), []);
});

test('a place that is gone although the connection lives is noticed with the next message', async () => {
  const { house, second } = await meet(['Anna', 'Bert']);
  house.server.giveUp('Bert');
  second.room.setState({ camera: false });
  await house.pass(2_000);
  assert.ok(second.events.includes('!welcome-back'));
  assertComplete(house);
});

test('a member that switched everything off during the restart is shown so', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  house.server.restart();
  second.room.setState({ microphone: false, camera: false });
  await house.pass(6_000);
  assert.equal(first.room.members[0]?.state.camera, false);
});

test('a restart in the middle of joining still ends with everybody connected', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const house = new Simulation({ seed });
    await house.join('Anna');
    await house.join('Bert');
    await house.pass(seed * 3);
    const joining = house.join('Cleo');
    house.clock.after(100 + seed * 4, () => house.server.restart());
    await joining;
    await house.pass(60_000);
    assertComplete(house, `seed ${seed}`);
  }
});

test('a page that sleeps past its grace time joins again by itself: welcome back', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  house.server.cut('Bert');
  house.server.giveUp('Bert');
  await house.pass(1_000);
  assert.ok(first.events.includes('-Bert timed-out'));
  assert.ok(second.events.includes('!welcome-back'));
  assertComplete(house);
  assert.deepEqual(
    first.room.members.map(({ slot }) => slot),
    [1],
  );
});

test('who was replaced, dismissed or pushed out is told why and stays away', async () => {
  const reasons = [
    [{ type: 'replaced' }, 'replaced'],
    [{ type: 'closing', reason: 'idle' }, 'idle'],
    [{ type: 'closing', reason: 'too-slow' }, 'too-slow'],
  ] as const;
  for (const [message, reason] of reasons) {
    const { house, second } = await meet(['Anna', 'Bert']);
    house.server.tell('Bert', message);
    await house.pass(60_000);
    assert.equal(second.events.at(-1), `closed ${reason}`);
    assert.equal(second.room.status, 'closed');
    assert.ok(second.peers.every((peer) => peer.isClosed));
  }
});

test('a restarting server is announced, and the call goes on', async () => {
  const { house, first } = await meet(['Anna', 'Bert']);
  house.server.tell('Anna', { type: 'closing', reason: 'restarting', retryAfterMs: 1_000 });
  await house.pass(50);
  assert.equal(first.room.status, 'server-restarting');
  assert.ok(first.events.includes('!server-restarting'));
  await house.pass(3_000);
  assert.equal(first.room.status, 'joined');
});

test('ICE servers that make no sense to the browser stop nothing', async () => {
  const { house, first } = await meet(['Anna']);
  house.server.post('Anna', { type: 'iceServers', iceServers: [{ urls: ['nonsense'] }] });
  await house.join('Bert');
  await house.pass(500);
  assertComplete(house);
  house.server.post('Anna', { type: 'iceServers', iceServers: [{ urls: ['stun:a'] }] });
  await house.join('Cleo');
  await house.pass(500);
  assertComplete(house);
  assert.deepEqual(
    first.peers.findLast(({ applied }) => applied.length)?.configuration.iceServers,
    [{ urls: ['stun:a'] }],
  );
});

test('a topology of an unknown kind is refused with a sentence, and links stay', async () => {
  const { house, first } = await meet(['Anna', 'Bert']);
  house.server.post('Anna', { type: 'topology', epoch: 9, kind: 'mixer', links: [] });
  house.server.post('Anna', { type: 'topology', epoch: 10, kind: 'mesh', links: [] });
  await house.pass(100);
  assert.ok(first.events.includes('!unknown-topology'));
  assertComplete(house);
});

test('what is said reaches everybody once, with markup as text', async () => {
  const { house, guests, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  await first.room.say('<b>hello</b>');
  await house.pass(10);
  await second.room.say('hi 👋');
  await house.pass(100);
  for (const guest of guests) assert.deepEqual(texts(guest), ['Anna: <b>hello</b>', 'Bert: hi 👋']);
  assert.deepEqual(
    first.room.chat.map(({ mine }) => mine),
    [true, false],
  );
});

test('a message has between 1 and 4000 characters', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  await assert.rejects(first.room.say(''), RequestError);
  await assert.rejects(first.room.say('x'.repeat(4_001)), RequestError);
  await first.room.say('👋'.repeat(4_000));
  await house.pass(100);
  assert.equal(second.room.chat.length, 1);
  // As JSON a text of control characters is six times as long; it has to fit into one frame.
  await assert.rejects(first.room.say('\u0001'.repeat(4_000)), RequestError);
});

test('a message that could not reach somebody names them', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  house.server.post('Anna', { type: 'signal', from: house.server.idOf('Cleo'), data: 'nonsense' });
  await house.pass(50);
  const message = await first.room.say('hello');
  assert.deepEqual(message.undelivered, ['Cleo']);
  await house.pass(50);
  assert.deepEqual(texts(second), ['Anna: hello']);
  house.network.setUp(false);
  await house.pass(6_000);
  const late = await first.room.say('are you there?');
  assert.deepEqual(late.undelivered, ['Cleo']);
  house.server.giveUp('Bert');
  await house.pass(50);
  const { undelivered } = first.room.chat.at(-1) ?? {};
  assert.deepEqual(undelivered, ['Cleo', 'Bert']);
});

test('one refused link leaves the others in the room talking', async () => {
  const { house, guests, first } = await meet(['Anna', 'Bert', 'Cleo'], { keyed: true });
  house.server.post('Anna', { type: 'signal', from: house.server.idOf('Bert'), data: { v: 1 } });
  await house.pass(200);
  assert.equal(house.linkOf(first, 'Bert').state, 'refused');
  assert.match(house.linkOf(first, 'Bert').cause ?? '', /refused/);
  assert.equal(house.linkOf(first, 'Cleo').state, 'connected');
  assert.equal(house.linkOf(guests[2] as Guest, 'Bert').state, 'connected');
  const refused = first.room.members.find(({ name }) => name === 'Bert');
  assert.deepEqual([refused?.microphone, refused?.camera], [null, null]);
  first.room.retryLink(house.server.idOf('Bert'));
  await house.pass(1_000);
  assertComplete(house);
});

test('a phone in the background says that it is paused', async () => {
  const { house, first } = await meet(['Anna']);
  const bert = await house.join('Bert', { device: 'phone' });
  await house.pass(300);
  bert.page.hidden();
  await house.pass(100);
  assert.equal(first.room.members[0]?.state.paused, true);
  bert.page.woke();
  await house.pass(100);
  assert.equal(first.room.members[0]?.state.paused, false);
});

test('other tracks go into the same connections', async () => {
  const { house, second } = await meet(['Anna', 'Bert']);
  const screen = { kind: 'video', contentHint: '' } as MediaStreamTrack;
  await second.room.setTracks({ screen });
  await house.pass(50);
  const senders = second.peers[0]?.getTransceivers().map(({ sender }) => sender.track);
  assert.deepEqual(senders, [null, null, screen]);
  assert.equal(screen.contentHint, 'detail');
  assert.equal(second.room.self.screen, screen);
  assert.equal(second.peers.filter(({ applied }) => applied.length).length, 1);
});

test('whatever a hostile server sends, nothing throws and the link lives on', async () => {
  const { house, first, second } = await meet(['Anna', 'Bert']);
  const random = new SeededRandomness(11);
  const pick = <T>(values: readonly T[]) => values[random.below(values.length)] as T;
  const id = () => pick(['nobody', house.server.idOf('Anna'), house.server.idOf('Cleo'), '']);
  const member = () => ({
    id: id(),
    name: pick(['', 'Anna', 'x'.repeat(10_000)]),
    device: pick(['phone', 'desktop']),
    state: { microphone: true, camera: true, screen: true, paused: false },
    ...(random.below(2) && { resumeOf: id() }),
  });
  for (let round = 0; round < 1_000; round++) {
    house.server.post(
      'Anna',
      pick([
        { type: 'memberJoined', member: member() },
        { type: 'memberUpdated', member: member() },
        { type: 'memberLeft', id: pick(['nobody', house.server.idOf('Anna')]), reason: 'left' },
        { type: 'topology', epoch: 1, kind: 'mesh', links: [pick(['x', 'y', `${round}`])] },
        {
          type: 'roomUpdated',
          room: {
            id: pick(['garden', 'x']),
            kind: 'named',
            capacity: 3,
            locked: true,
            owned: false,
          },
        },
        { type: 'iceServers', iceServers: [{ urls: ['nonsense'] }] },
        { type: 'signal', from: 'nobody', data: { deep: [round] } },
        { type: 'error', code: 'whatever', message: 'x', re: random.below(9) },
        { type: 'surprise', round },
      ]),
    );
    if (round % 50 === 0) await house.pass(100);
  }
  await house.pass(5_000);
  assert.equal(house.linkOf(first, 'Bert').state, 'connected');
  assert.equal(second.room.members[0]?.link?.state, 'connected');
  assert.ok(first.room.members.length <= 64);
});

test('rooms of three hold together through seeded cuts, freezes, restarts and lost paths', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const { house, guests } = await meet(['Anna', 'Bert', 'Cleo'], { seed, keyed: seed % 4 === 0 });
    const random = new SeededRandomness(seed);
    for (let step = 0; step < 10; step++) {
      const name = ['Anna', 'Bert', 'Cleo'][random.below(3)] ?? '';
      const what = random.below(6);
      if (what === 0) house.server.cut(name);
      if (what === 1) house.server.freeze(name);
      if (what === 2) house.server.restart();
      if (what === 3) house.network.changePath();
      if (what === 4) house.server.cut();
      if (what === 5) guests[random.below(3)]?.page.networkChanged();
      await house.pass(random.below(15_000));
    }
    await house.pass(120_000);
    assertComplete(house, `seed ${seed}`);
    const [anna] = guests;
    await anna?.room.say('all here?');
    await house.pass(100);
    for (const guest of guests)
      assert.equal(texts(guest).at(-1), 'Anna: all here?', `seed ${seed}`);
  }
});
