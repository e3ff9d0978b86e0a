import assert from 'node:assert/strict';
import { createHmac, hkdfSync } from 'node:crypto';
import { test } from 'node:test';
import { fromBase64Url } from '../src/base64url.ts';
import { RoomKey } from '../src/keys/roomKey.ts';
import type { Envelope } from '../src/link/envelope.ts';
import { fingerprintOf } from '../src/link/fingerprint.ts';
import { Seal } from '../src/link/seal.ts';
import { fingerprint } from './support/fakePeer.ts';
import { Pair } from './support/pair.ts';
import { SeededRandomness } from './support/seededRandomness.ts';

const changed = fingerprint(99);
const otherNonce = 'AAAAAAAAAAAAAAAAAAAAAA';

/** What a hostile server can do to an envelope without the key. */
const mutations: Record<string, (envelope: Envelope) => unknown> = {
  'another version': (e) => ({ ...e, v: 2 }),
  'another offerer nonce': (e) => ({ ...e, link: { ...e.link, offerer: otherNonce } }),
  'another answerer nonce': (e) => ({ ...e, link: { ...e.link, answerer: otherNonce } }),
  'another role': (e) => ({ ...e, role: e.role === 'offerer' ? 'answerer' : 'offerer' }),
  'another number': (e) => ({ ...e, seq: e.seq + 100 }),
  'another kind': (e) => ({ ...e, kind: e.kind === 'confirm' ? 'restart' : 'confirm' }),
  'another fingerprint': (e) => ({ ...e, fingerprint: changed }),
  'another peer fingerprint': (e) => ({ ...e, peerFingerprint: changed }),
  'another payload': (e) => ({ ...e, payload: `${e.payload} ` }),
  'no seal': ({ mac: _, ...e }) => e,
  'an empty seal': (e) => ({ ...e, mac: '' }),
  'a seal that is no text': (e) => ({ ...e, mac: 7 }),
  'another seal': (e) => ({ ...e, mac: 'A'.repeat(43) }),
  'no link': ({ link: _, ...e }) => e,
  'no envelope at all': () => null,
  'a text': () => 'hello',
};

for (const [what, mutate] of Object.entries(mutations)) {
  for (const kind of ['description', 'candidate', 'confirm'] as const) {
    test(`${what} in a ${kind} refuses the link, before the browser sees it`, async () => {
      const pair = new Pair();
      let isChanged = false;
      pair.intercept = (envelope, from) => {
        if (isChanged || from !== 'b' || envelope.kind !== kind) return [envelope];
        isChanged = true;
        return [mutate(envelope)];
      };
      await pair.connect();
      assert.ok(isChanged);
      assert.equal(pair.a.neighbour.state, 'refused');
      assert.match(pair.a.neighbour.problem?.cause ?? '', /refused: what arrived was not from/);
      assert.deepEqual(pair.a.neighbour.link?.receivers ?? [], []);
      const seen = { description: 0, candidate: 1, confirm: 99 }[kind];
      assert.ok((pair.a.peers[0]?.applied.length ?? 0) <= seen);
      assert.ok(pair.a.peers.every((peer) => peer.isClosed));
    });
  }
}

test('an envelope that was sealed for somebody else is refused, also from oneself', async () => {
  const pair = new Pair();
  await pair.connect();
  const own = pair.envelopes.find(({ from }) => from === 'a');
  assert.ok(own);
  pair.deliver('a', own.envelope);
  await pair.pass(10);
  assert.equal(pair.a.neighbour.state, 'refused');

  const other = new Pair();
  await other.connect();
  const { seal, a, b } = other;
  const last = other.envelopes.findLast(({ from }) => from === 'b');
  assert.ok(last);
  const toCleo = await seal.seal({ ...last.envelope, seq: 90 }, 'b', 'c');
  other.deliver('a', toCleo);
  await other.pass(10);
  assert.equal(a.neighbour.state, 'refused');
  assert.equal(b.neighbour.state, 'refused', 'the other side is told');
});

/** Wrong envelopes that only somebody with the key can seal: a broken or hostile member. */
const sealedLies: Record<string, (envelope: Envelope) => Envelope> = {
  'a changed fingerprint': (e) => ({ ...e, fingerprint: changed }),
  "somebody else's fingerprint for ours": (e) => ({ ...e, peerFingerprint: changed }),
  'no fingerprint for ours': (e) => ({ ...e, peerFingerprint: '' }),
  'another nonce for ours': (e) => ({ ...e, link: { ...e.link, answerer: otherNonce } }),
  'our own role': (e) => ({ ...e, role: 'answerer' }),
  'a description that is none': (e) => ({
    ...e,
    kind: 'description',
    payload: '{"type":"pranswer"}',
  }),
  'a description of a thousand cameras': (e) => ({
    ...e,
    kind: 'description',
    payload: JSON.stringify({
      type: 'offer',
      sdp: `a=ice-ufrag:x\r\na=fingerprint:sha-256 ${e.fingerprint}\r\n${'m=video 9\r\n'.repeat(1000)}`,
    }),
  }),
  'a candidate that is none': (e) => ({ ...e, kind: 'candidate', payload: '[]' }),
  'a description for another certificate': (e) => ({
    ...e,
    kind: 'description',
    payload: JSON.stringify({ type: 'offer', sdp: `a=fingerprint:sha-256 ${changed}\r\n` }),
  }),
};

for (const [what, lie] of Object.entries(sealedLies)) {
  test(`${what}, well sealed, refuses the link`, async () => {
    const pair = new Pair();
    await pair.connect();
    const last = pair.envelopes.findLast(({ from }) => from === 'b');
    assert.ok(last);
    const sealed = await pair.seal.seal(lie({ ...last.envelope, seq: 90 }), 'b', 'a');
    const applied = pair.a.peers[0]?.applied.length;
    pair.deliver('a', sealed);
    await pair.pass(50);
    assert.equal(pair.states, 'refused refused');
    assert.equal(pair.a.peers[0]?.applied.length, applied);
  });
}

test('envelopes that come twice or late are counted and change nothing', async () => {
  const pair = new Pair();
  pair.intercept = (envelope) => [envelope, envelope];
  await pair.connect();
  assert.equal(pair.states, 'connected connected');
  for (const { from, envelope } of [...pair.envelopes])
    pair.deliver(from === 'a' ? 'b' : 'a', envelope);
  await pair.pass(100);
  assert.equal(pair.states, 'connected connected');
  assert.ok((pair.a.counts.get('signal-old-sequence') ?? 0) > 3);
});

test('an envelope of a link that is over is ignored', async () => {
  const pair = new Pair();
  await pair.connect();
  const before = [...pair.envelopes];
  pair.network.setUp(false);
  await pair.pass(120_000);
  pair.network.setUp(true);
  await pair.pass(60_000);
  assert.equal(pair.states, 'connected connected');
  assert.ok(pair.a.peers.length > 1, 'the link was made anew');
  for (const { from, envelope } of before) pair.deliver(from === 'a' ? 'b' : 'a', envelope);
  await pair.pass(100);
  assert.equal(pair.states, 'connected connected');
  assert.ok((pair.a.counts.get('signal-of-ended-link') ?? 0) > 0);
});

test('a server that invents a member without the key gets nothing but a refusal', async () => {
  const pair = new Pair();
  const stranger = new Pair({ seed: 2 });
  stranger.b.neighbour.begin();
  await stranger.pass(20);
  for (const { envelope } of stranger.envelopes) pair.deliver('a', envelope);
  await pair.pass(50);
  assert.equal(pair.a.neighbour.state, 'refused');
  assert.equal(pair.a.peers.length, 0);
});

test('channels and tracks wait until both directions are confirmed', async () => {
  const pair = new Pair();
  pair.intercept = (envelope) => (envelope.kind === 'confirm' ? [] : [envelope]);
  pair.b.neighbour.send({ v: 1, topic: 'chat', id: 'x', payload: {} });
  await pair.connect();
  assert.equal(pair.a.peers[0]?.connectionState, 'connected');
  assert.equal(pair.a.neighbour.state, 'connecting');
  assert.deepEqual(pair.a.neighbour.link?.receivers, []);
  assert.deepEqual(pair.a.frames, []);
  pair.intercept = (envelope) => [envelope];
  await pair.pass(8_000);
  assert.equal(pair.states, 'connected connected');
  assert.equal(pair.a.frames.length, 1);
});

test('in a named room links work without a seal and a wrong fingerprint is still refused', async () => {
  const pair = new Pair({ keyed: false });
  await pair.connect();
  assert.equal(pair.states, 'connected connected');
  assert.ok(pair.envelopes.every(({ envelope }) => envelope.mac === undefined));
  const hostile = new Pair({ keyed: false });
  hostile.intercept = (e) => [{ ...e, payload: e.payload.replaceAll(e.fingerprint, changed) }];
  await hostile.connect();
  assert.equal(hostile.a.neighbour.state, 'refused');
});

test('random changes to envelopes never throw and never connect to somebody else', async () => {
  const random = new SeededRandomness(5);
  for (let round = 0; round < 40; round++) {
    const pair = new Pair({ seed: round, keyed: round % 2 === 0 });
    pair.intercept = (envelope) => {
      const text = JSON.stringify(envelope);
      const at = random.below(text.length);
      const noise = String.fromCharCode(32 + random.below(90));
      try {
        return random.below(4)
          ? [envelope]
          : [JSON.parse(text.slice(0, at) + noise + text.slice(at + 1))];
      } catch {
        return [noise, null, [envelope], { envelope }];
      }
    };
    await pair.connect();
    await pair.pass(2_000);
    const { link } = pair.a.neighbour;
    if (link?.state === 'connected')
      assert.equal(
        fingerprintOf(pair.a.peers.at(-1)?.remoteDescription?.sdp ?? ''),
        fingerprint(2),
      );
  }
});

test('the seal is the HMAC that the protocol document describes', async () => {
  const key = RoomKey.parse('AAECAwQFBgcICQoLDA0ODw');
  assert.ok(key);
  const seal = new Seal('gärten', key.linkKey('gärten'));
  const envelope: Envelope = {
    v: 1,
    link: { offerer: otherNonce, answerer: '' },
    role: 'offerer',
    seq: 12,
    kind: 'candidate',
    fingerprint: changed,
    peerFingerprint: '',
    payload: 'null',
  };
  const fields = ['hearth/1 signal', 'gärten', 'from', 'to', otherNonce, '', 'offerer', '12'];
  const parts = [...fields, 'candidate', changed, '', 'null'].flatMap((field) => {
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  const secret = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const linkKey = hkdfSync('sha256', secret, 'gärten', 'hearth/1 link', 32);
  const expected = createHmac('sha256', Buffer.from(linkKey))
    .update(Buffer.concat(parts))
    .digest('base64url');
  const { mac } = await seal.seal(envelope, 'from', 'to');
  assert.equal(mac, expected);
});

test('the proof and the verifier are those that the protocol document describes', async () => {
  const key = RoomKey.parse('AAECAwQFBgcICQoLDA0ODw');
  const secret = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const proof = Buffer.from(hkdfSync('sha256', secret, '', 'hearth/1 join', 32));
  assert.equal(await key?.proof(), proof.toString('base64url'));
  const digest = await crypto.subtle.digest('SHA-256', proof);
  assert.equal(await key?.verifier(), Buffer.from(digest).toString('base64url'));
});

test('a key is base64url of exactly 16 bytes', () => {
  const key = RoomKey.generate(new SeededRandomness(3));
  assert.equal(RoomKey.parse(key.toString())?.toString(), key.toString());
  for (const wrong of [
    '',
    'AAECAwQFBgcICQoLDA0OD',
    'AAECAwQFBgcICQoLDA0ODx',
    'AAECAwQFBgcICQoLDA0OD=',
    'AAECAwQFBgcICQoLDA0OD/AA',
  ])
    assert.equal(RoomKey.parse(wrong), null, wrong);
  assert.equal(fromBase64Url('', 0)?.length, 0);
});

test('a description is for one certificate: other hashes, several or none are not accepted', () => {
  const line = (hash: string, value: string) => `a=fingerprint:${hash} ${value}\r\n`;
  const good = fingerprint(1);
  const accepted = [
    line('sha-256', good),
    line('sha-256', good) + line('sha-256', good.toLowerCase()),
    `v=0\n${line('sha-256', good).replace('\r', '')}m=audio\n`,
  ];
  for (const sdp of accepted) assert.equal(fingerprintOf(sdp), good);
  const refused = [
    '',
    line('sha-1', good),
    line('sha-512', good),
    line('SHA-256', good),
    line('sha-256', good) + line('sha-256', fingerprint(2)),
    line('sha-256', good) + line('sha-512', good),
    `${line('sha-256', good)} ${line('sha-256', fingerprint(2))}`,
    line('sha-256', good) + line('sha-256', fingerprint(2)).toUpperCase(),
    line('sha-256', good.slice(3)),
    line('sha-256', `${good}:00`),
  ];
  for (const sdp of refused) assert.equal(fingerprintOf(sdp), null, sdp);
});
