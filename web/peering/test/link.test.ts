import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlFrame } from '../src/channels/controlFrame.ts';
import { Pair } from './support/pair.ts';
import { SeededRandomness } from './support/seededRandomness.ts';

const frame = (id: string): ControlFrame => ({ v: 1, topic: 'chat', id, payload: { text: id } });

test('the first offer comes from the later of two, and one connection is enough', async () => {
  const pair = new Pair();
  await pair.connect();
  assert.equal(pair.states, 'connected connected');
  assert.deepEqual([pair.a.peers.length, pair.b.peers.length], [1, 1]);
  assert.deepEqual([pair.a.peers[0]?.offers, pair.b.peers[0]?.offers], [0, 1]);
  const kinds = pair.envelopes
    .filter(({ from }) => from === 'b')
    .map(({ envelope }) => envelope.kind);
  assert.equal(kinds[0], 'description');
  assert.ok(kinds.includes('confirm'));
});

test('both sides have three transceivers in the fixed order, both ways', async () => {
  const pair = new Pair();
  await pair.connect();
  for (const { peers } of [pair.a, pair.b]) {
    const transceivers = peers[0]?.getTransceivers() ?? [];
    assert.deepEqual(
      transceivers.map(({ receiver }) => receiver.track.kind),
      ['audio', 'video', 'video'],
    );
    assert.ok(transceivers.every(({ direction }) => direction === 'sendrecv'));
  }
});

test('when first offers collide, the smaller id gives way', async () => {
  const pair = new Pair();
  pair.a.neighbour.begin();
  pair.b.neighbour.begin();
  await pair.pass(300);
  assert.equal(pair.states, 'connected connected');
  assert.equal(pair.a.neighbour.link?.handshake.role, 'answerer');
  assert.equal(pair.b.neighbour.link?.handshake.role, 'offerer');
  assert.equal(pair.b.counts.get('offer-collision'), 1);
});

test('whoever was there first offers itself when no offer comes', async () => {
  const pair = new Pair();
  pair.a.neighbour.expect();
  await pair.pass(5_000);
  assert.equal(pair.states, 'connected connected');
  assert.equal(pair.a.neighbour.link?.handshake.role, 'offerer');
});

test('a path that is lost is restarted on the same connection', async () => {
  const pair = new Pair();
  await pair.connect();
  pair.network.changePath();
  await pair.pass(5_100);
  assert.equal(pair.states, 'reconnecting reconnecting');
  await pair.pass(2_500);
  assert.equal(pair.states, 'connected connected');
  assert.deepEqual([pair.a.peers.length, pair.b.peers.length], [1, 1]);
});

test('a link that falls silent is restarted before the browser calls it disconnected', async () => {
  const pair = new Pair();
  pair.network.hasSound = true;
  let doubts = 0;
  for (const { context } of [pair.a, pair.b])
    Object.assign(context, { doubtSignaling: () => doubts++ });
  await pair.connect();
  await pair.pass(5_000);
  assert.deepEqual([pair.states, doubts], ['connected connected', 0]);

  pair.network.changePath();
  for (let ms = 0; ms < 2_900 && doubts < 2; ms += 10) await pair.pass(10);
  assert.deepEqual([pair.states, doubts], ['reconnecting reconnecting', 2]);
  await pair.pass(700);
  assert.equal(pair.states, 'connected connected');
  await pair.pass(30_000);
  assert.deepEqual([pair.states, doubts], ['connected connected', 2]);
  assert.deepEqual([pair.a.peers.length, pair.b.peers.length], [1, 1]);
});

test('a change of the network repairs a broken link at once and leaves a working one alone', async () => {
  const pair = new Pair();
  await pair.connect();
  const offers = () =>
    pair.a.peers.concat(pair.b.peers).reduce((sum, peer) => sum + peer.offers, 0);
  const before = offers();
  pair.a.neighbour.handleNetworkChange();
  pair.b.neighbour.handleNetworkChange();
  await pair.pass(1_000);
  assert.equal(offers(), before);
  pair.network.changePath();
  await pair.pass(5_010);
  pair.b.neighbour.handleNetworkChange();
  await pair.pass(100);
  assert.equal(pair.states, 'connected connected');
});

test('a restart that collides with the other side’s restart still ends connected', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const pair = new Pair({ seed });
    await pair.connect();
    pair.network.changePath();
    await pair.pass(5_020);
    for (const { neighbour, context } of [pair.a, pair.b])
      await neighbour.link?.offer(true, context.iceServers());
    await pair.pass(20_000);
    assert.equal(pair.states, 'connected connected', `seed ${seed}`);
  }
});

test('without any way the tile says so after some attempts, and the link heals when there is one', async () => {
  const pair = new Pair();
  pair.network.setUp(false);
  await pair.connect();
  await pair.pass(25_000);
  assert.equal(pair.states, 'failed failed');
  assert.match(pair.a.neighbour.problem?.cause ?? '', /No direct way .* offers no relay/);
  assert.match(pair.a.neighbour.problem?.doing ?? '', /tries again/);
  pair.network.setUp(true);
  await pair.pass(45_000);
  assert.equal(pair.states, 'connected connected');
});

test('when nobody answers, the tile says that', async () => {
  const pair = new Pair();
  pair.intercept = () => [];
  await pair.connect();
  await pair.pass(25_000);
  assert.equal(pair.b.neighbour.state, 'failed');
  assert.equal(pair.b.neighbour.problem?.code, 'no-answer');
});

test('a person who tries again gets a new link', async () => {
  const pair = new Pair();
  await pair.connect();
  pair.deliver('a', 'nonsense');
  await pair.pass(100);
  assert.equal(pair.states, 'refused refused');
  await pair.pass(120_000);
  assert.equal(pair.states, 'refused refused', 'a refusal is not undone by itself');
  pair.a.neighbour.retry();
  await pair.pass(300);
  assert.equal(pair.states, 'connected connected');
});

test('a tampered first offer stays refused while the other side repeats it', async () => {
  const pair = new Pair();
  let count = 0;
  pair.intercept = (envelope, from) =>
    from === 'b' && envelope.kind === 'description' && count++ === 0
      ? [{ ...envelope, payload: envelope.payload.replace('v=0', 'v=1') }]
      : [envelope];
  await pair.connect();
  await pair.pass(30_000);
  assert.equal(pair.states, 'refused failed');
  pair.b.neighbour.retry();
  await pair.pass(500);
  assert.equal(pair.states, 'connected connected');
});

test('while signaling is cut nothing is offered, and afterwards the link is repaired', async () => {
  const pair = new Pair();
  await pair.connect();
  pair.isSignaling = false;
  pair.network.changePath();
  await pair.pass(30_000);
  const before = pair.envelopes.length;
  await pair.pass(60_000);
  assert.equal(pair.envelopes.length, before);
  pair.isSignaling = true;
  pair.a.neighbour.handleSignalsPass(false);
  pair.b.neighbour.handleSignalsPass(false);
  await pair.pass(2_000);
  assert.equal(pair.states, 'connected connected');
});

test('a server that was restarted finds a connected link undisturbed', async () => {
  const pair = new Pair();
  await pair.connect();
  const before = pair.envelopes.length;
  pair.a.neighbour.handleSignalsPass(true);
  pair.b.neighbour.handleSignalsPass(true);
  await pair.pass(60_000);
  assert.equal(pair.envelopes.length, before);
});

test('an offer that was lost with the server is made again', async () => {
  const pair = new Pair();
  pair.intercept = () => [];
  await pair.connect();
  pair.intercept = (envelope) => [envelope];
  pair.b.neighbour.handleSignalsPass(true);
  await pair.pass(200);
  assert.equal(pair.states, 'connected connected');
  assert.equal(pair.b.peers.length, 1);
});

test('whatever single envelope is lost, the link comes up by itself', async () => {
  for (let lost = 0; lost < 8; lost++) {
    const pair = new Pair();
    let count = 0;
    pair.intercept = (envelope) => (count++ === lost ? [] : [envelope]);
    await pair.connect();
    await pair.pass(15_000);
    assert.equal(pair.states, 'connected connected', `without envelope ${lost}`);
  }
});

test('links survive seeded losses, duplicates, cuts of signaling and lost paths', async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const pair = new Pair({ seed, keyed: seed % 5 === 0 });
    const random = new SeededRandomness(seed);
    pair.intercept = (envelope) => {
      const chance = random.fraction();
      return chance < 0.15 ? [] : chance < 0.3 ? [envelope, envelope] : [envelope];
    };
    await pair.connect();
    for (let step = 0; step < 12; step++) {
      const what = random.below(5);
      if (what === 0) pair.network.changePath();
      if (what === 1) pair.network.setUp(!pair.network.isUp);
      if (what === 2) pair.isSignaling = !pair.isSignaling;
      if (what === 3) pair.a.neighbour.retry();
      if (what === 4) pair.b.neighbour.handleSignalsPass(true);
      await pair.pass(random.below(12_000));
    }
    pair.intercept = (envelope) => [envelope];
    pair.network.setUp(true);
    pair.isSignaling = true;
    for (const { neighbour } of [pair.a, pair.b]) neighbour.handleSignalsPass(true);
    await pair.pass(150_000);
    assert.equal(pair.states, 'connected connected', `seed ${seed}`);
  }
});

test('frames written while the link is on its way arrive when it is there', async () => {
  const pair = new Pair();
  assert.equal(pair.b.neighbour.send(frame('early')), true);
  await pair.connect();
  assert.deepEqual(
    pair.a.frames.map(({ id }) => id),
    ['early'],
  );
});

test('frames that cannot arrive are named: a full queue, a refused link, a member that is gone', async () => {
  const pair = new Pair();
  const taken = Array.from({ length: 70 }, (_, i) => pair.b.neighbour.send(frame(`${i}`)));
  assert.equal(taken.filter(Boolean).length, 64);
  pair.b.neighbour.close();
  assert.equal(pair.b.undelivered.length, 64);
  assert.equal(pair.b.neighbour.send(frame('late')), false);
});

test('channels opened in-band are closed, and frames that are none are counted', async () => {
  const pair = new Pair();
  await pair.connect();
  let isClosed = false;
  const channel = { label: 'transfer/1', close: () => (isClosed = true) };
  pair.a.peers[0]?.ondatachannel?.({ channel } as never);
  assert.ok(isClosed);
  const control = pair.a.peers[0]?.channels.get('control');
  const junk = [
    '',
    '{',
    'null',
    '[]',
    '{"v":1}',
    '{"v":2,"topic":"chat","id":"x","payload":{}}',
    7,
  ];
  for (const data of [...junk, new ArrayBuffer(8), 'x'.repeat(20_000)])
    control?.onmessage?.({ data });
  assert.equal(pair.a.frames.length, 0);
  assert.equal(pair.a.counts.get('frame-unread'), 9);
});

test('a neighbour that says goodbye is not called again', async () => {
  const pair = new Pair();
  await pair.connect();
  pair.a.neighbour.handleGoodbye();
  const before = pair.envelopes.filter(({ from }) => from === 'a').length;
  await pair.pass(4_000);
  assert.equal(pair.a.neighbour.state, 'reconnecting');
  await pair.pass(30_000);
  assert.equal(pair.a.neighbour.state, 'failed');
  assert.equal(pair.a.neighbour.problem?.code, 'ended-by-peer');
  assert.equal(pair.envelopes.filter(({ from }) => from === 'a').length, before);
});

test('a browser that refuses to make a connection is asked again later', async () => {
  const pair = new Pair();
  const { createPeer } = pair.b.context;
  pair.b.context.createPeer = () => {
    throw new DOMException('too many', 'UnknownError');
  };
  await pair.connect();
  assert.equal(pair.b.counts.get('link-fault-UnknownError'), 1);
  pair.b.context.createPeer = createPeer;
  await pair.pass(10_000);
  assert.equal(pair.states, 'connected connected');
});

test('a flood of signals is bounded', async () => {
  const pair = new Pair();
  await pair.connect();
  const last = pair.envelopes.at(-1)?.envelope;
  for (let i = 0; i < 1_000; i++) pair.deliver('a', last);
  await pair.pass(10);
  assert.ok((pair.a.counts.get('signal-overflow') ?? 0) >= 700);
});

test('a link that ends while the browser works on a description can be made again', async () => {
  const pair = new Pair();
  await pair.connect();
  const [peer] = pair.a.peers;
  assert.ok(peer);
  // A browser settles nothing any more once the connection is closed.
  peer.setRemoteDescription = () => new Promise(() => {});
  pair.b.neighbour.link?.offer(true);
  await pair.pass(50);
  pair.a.neighbour.handleGoodbye();
  pair.a.neighbour.retry();
  await pair.pass(1_000);
  assert.equal(pair.states, 'connected connected');
});
