import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlFrame } from '../src/channels/controlFrame.ts';
import { safetyEmoji } from '../src/identity/safetyCode.ts';
import { RequestError } from '../src/requestError.ts';
import type { Verification } from '../src/room/verification.ts';
import { memoryIdentities } from './support/memoryIdentities.ts';
import { type Guest, Simulation } from './support/simulation.ts';

const counted = (guest: Guest, what: string) => guest.room.diagnostics[what] ?? 0;
const other = (guest: Guest) => guest.room.members[0];
const idOf = (guest: Guest) => guest.room.self.id;

async function meet(names = ['Anna', 'Bert'], options: { keyed?: boolean } = {}) {
  const house = new Simulation(options);
  const guests: (Guest & { asked: Verification[] })[] = [];
  for (const name of names) {
    const asked: Verification[] = [];
    const guest = await house.join(name);
    guest.room.on('verification', (verification) => asked.push(verification));
    guests.push({ ...guest, asked });
  }
  await house.pass(500);
  const [first, second] = guests;
  assert.ok(first && second);
  return { house, guests, first, second };
}

/** Changes the steps that one end sends; what comes back is sent in their place. */
function lie(
  house: Simulation,
  who: Guest,
  change: (payload: Record<string, unknown>) => Record<string, unknown> | null,
): void {
  house.network.onFrame = (data, from) => {
    const frame: ControlFrame = JSON.parse(data);
    if (frame.topic !== 'verify' || !who.peers.includes(from)) return data;
    const payload = change(frame.payload);
    return payload && JSON.stringify({ ...frame, payload });
  };
}

/** Says a step as if this guest's page had. */
function say(guest: Guest, id: string, payload: Record<string, unknown>): void {
  const line = guest.peers.find(({ connectionState }) => connectionState === 'connected');
  const frame = { v: 1, topic: 'verify', id, payload };
  line?.channels.get('control')?.send(JSON.stringify(frame));
}

test('the table has 64 distinct signs that are drawn in colour by themselves', () => {
  assert.equal(safetyEmoji.length, 64);
  assert.equal(new Set(safetyEmoji).size, 64);
  for (const sign of safetyEmoji) assert.match(sign, /^\p{Emoji_Presentation}$/u);
});

for (const keyed of [true, false]) {
  test(`both see the same seven emoji, ${keyed ? 'with' : 'without'} a key`, async () => {
    const { house, first, second } = await meet(undefined, { keyed });
    const ours = first.room.verify(idOf(second));
    assert.equal(ours.state, 'waiting');
    assert.equal(first.room.verify(idOf(second)), ours, 'there is one for each member');
    await house.pass(100);
    const [theirs] = second.asked;
    assert.equal(ours.state, 'comparing');
    assert.equal(theirs?.state, 'comparing');
    assert.equal(ours.emoji?.length, 7);
    assert.deepEqual(theirs.emoji, ours.emoji);
    assert.deepEqual([ours.isOurs, theirs.isOurs, theirs.memberId], [true, false, idOf(first)]);
    assert.deepEqual(first.asked, []);
  });
}

test('every comparison has a code of its own', async () => {
  const { house, first, second } = await meet();
  const codes = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const verification = first.room.verify(idOf(second));
    await house.pass(100);
    codes.add(verification.emoji?.join('') ?? '');
    verification.cancel();
    await house.pass(20_000);
  }
  assert.equal(codes.size, 3);
});

test('who confirms has verified the other, and only they have', async () => {
  const { house, first, second } = await meet();
  const ours = first.room.verify(idOf(second));
  await house.pass(100);
  ours.confirm();
  await house.pass(100);
  assert.equal(ours.state, 'confirmed');
  assert.equal(other(first)?.trust, 'verified');
  assert.equal(other(first)?.link?.security, 'end-to-end-verified');
  const [theirs] = second.asked;
  assert.equal(theirs?.state, 'comparing');
  assert.equal(theirs?.isConfirmedThere, true);
  assert.equal(other(second)?.trust, 'new');
  assert.equal(other(second)?.link?.security, 'end-to-end-unverified');
  theirs?.confirm();
  await house.pass(100);
  assert.equal(ours.isConfirmedThere, true);
  assert.equal(other(second)?.link?.security, 'end-to-end-verified');
});

test('later links with a confirmed person are verified, and with nobody else', async () => {
  const house = new Simulation();
  const [annas, berts] = [memoryIdentities(), memoryIdentities()];
  const anna = await house.join('Anna', { identities: annas });
  const bert = await house.join('Bert', { identities: berts });
  await house.pass(300);
  const verification = anna.room.verify(idOf(bert));
  await house.pass(100);
  verification.confirm();
  await house.pass(100);
  anna.room.leave();
  bert.room.leave();
  const again = await house.join('Anna', { identities: annas });
  await house.join('Bertha', { identities: berts });
  await house.join('Bert');
  await house.pass(500);
  const shown = again.room.members.map(({ name, trust, link }) => [name, trust, link?.security]);
  assert.deepEqual(shown, [
    ['Bertha', 'verified', 'end-to-end-verified'],
    ['Bert', 'new', 'end-to-end-unverified'],
  ]);
});

test('a verified member whose new link shows nobody is not verified on it', async () => {
  const { house, first, second } = await meet();
  const verification = first.room.verify(idOf(second));
  await house.pass(100);
  verification.confirm();
  await house.pass(100);
  // What a server could do in a named room: another link, whose other end is not Bert.
  house.network.onFrame = (data) => (JSON.parse(data).topic === 'hello' ? null : data);
  house.server.post('Anna', { type: 'signal', from: idOf(second), data: 'nonsense' });
  await house.pass(100);
  first.room.retryLink(idOf(second));
  await house.pass(1_000);
  assert.equal(other(first)?.link?.state, 'connected');
  assert.equal(other(first)?.identity, null);
  assert.equal(other(first)?.trust, 'new');
  assert.equal(other(first)?.link?.security, 'end-to-end-unverified');
});

test('both may begin at the same time', async () => {
  const { house, first, second } = await meet();
  const ours = first.room.verify(idOf(second));
  const theirs = second.room.verify(idOf(first));
  await house.pass(100);
  assert.deepEqual([ours.state, theirs.state], ['comparing', 'comparing']);
  assert.deepEqual(ours.emoji, theirs.emoji);
  assert.deepEqual([first.asked.length, second.asked.length], [0, 0]);
});

test('cancelling ends it for both', async () => {
  const { house, first, second } = await meet();
  const ours = first.room.verify(idOf(second));
  await house.pass(100);
  second.asked[0]?.cancel();
  await house.pass(100);
  assert.deepEqual([ours.state, second.asked[0]?.state], ['cancelled', 'cancelled']);
  assert.equal(ours.emoji, null);
  ours.confirm();
  assert.equal(other(first)?.trust, 'new');
});

test('the end of the link, or of the member, ends it', async () => {
  const { house, guests, first, second } = await meet(['Anna', 'Bert', 'Cleo']);
  const [, , third] = guests;
  assert.ok(third);
  const [withBert, withCleo] = [first.room.verify(idOf(second)), first.room.verify(idOf(third))];
  await house.pass(100);
  house.server.post('Anna', { type: 'signal', from: idOf(second), data: 'nonsense' });
  third.room.leave();
  await house.pass(100);
  assert.deepEqual([withBert.state, withCleo.state], ['cancelled', 'cancelled']);
});

test('there is nothing to compare with somebody who has not said who it is', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna');
  const bert = await house.join('Bert', { subtle: null });
  await house.pass(300);
  for (const id of [idOf(bert), 'nobody'])
    assert.throws(
      () => anna.room.verify(id),
      (error) => error instanceof RequestError && error.code === 'not-verifiable',
    );
});

const otherNonce = 'A'.repeat(43);
const lies: Record<
  string,
  [(payload: Record<string, unknown>) => Record<string, unknown>, string]
> = {
  'a changed nonce': [(p) => (p.nonce ? { ...p, nonce: otherNonce } : p), 'changed-nonce'],
  'a changed commitment': [
    (p) => (p.commitment ? { ...p, commitment: otherNonce } : p),
    'changed-nonce',
  ],
  'a nonce that is none': [(p) => (p.nonce ? { ...p, nonce: 'x' } : p), 'unexpected-nonce'],
  'a commitment that is none': [
    (p) => (p.commitment ? { ...p, commitment: 7 } : p),
    'second-commitment',
  ],
  'a second commitment': [
    (p) => (p.nonce ? { step: 'commit', commitment: otherNonce } : p),
    'second-commitment',
  ],
};

for (const [what, [change, reason]] of Object.entries(lies)) {
  test(`${what} is refused, on both sides`, async () => {
    const { house, first, second } = await meet();
    lie(house, second, change);
    const ours = first.room.verify(idOf(second));
    await house.pass(200);
    assert.equal(ours.state, 'refused');
    assert.equal(ours.emoji, null);
    assert.equal(counted(first, `verify-${reason}`), 1);
    assert.equal(second.asked[0]?.state, 'refused');
    ours.confirm();
    assert.equal(other(first)?.trust, 'new');
  });
}

test('a nonce before its commitment is refused', async () => {
  const { house, first, second } = await meet();
  lie(house, second, (payload) =>
    payload.commitment ? { step: 'reveal', nonce: otherNonce } : payload,
  );
  const ours = first.room.verify(idOf(second));
  await house.pass(200);
  assert.equal(ours.state, 'refused');
  assert.equal(counted(first, 'verify-unexpected-nonce'), 1);
});

test('a nonce that comes late is refused', async () => {
  const { house, first, second } = await meet();
  lie(house, second, (payload) => (payload.nonce ? null : payload));
  const ours = first.room.verify(idOf(second));
  await house.pass(10_000);
  assert.equal(ours.state, 'waiting');
  await house.pass(10_000);
  assert.equal(ours.state, 'refused');
  assert.equal(counted(first, 'verify-late-nonce'), 1);
});

test('another nonce after the code was shown is refused', async () => {
  const { house, first, second } = await meet();
  const ours = first.room.verify(idOf(second));
  await house.pass(100);
  say(second, ours.round, { step: 'reveal', nonce: otherNonce });
  await house.pass(100);
  assert.equal(ours.state, 'refused');
});

test('who does not answer is not waited for', async () => {
  const { house, first, second } = await meet();
  lie(house, second, () => null);
  const ours = first.room.verify(idOf(second));
  await house.pass(20_000);
  assert.equal(ours.state, 'cancelled');
});

test('steps of another round, of none, or after the end change nothing', async () => {
  const { house, first, second } = await meet();
  const ours = first.room.verify(idOf(second));
  await house.pass(100);
  say(second, 'A'.repeat(22), { step: 'reveal', nonce: otherNonce });
  say(second, 'A'.repeat(22), { step: 'commit', commitment: otherNonce });
  say(second, 'x', { step: 'commit', commitment: otherNonce });
  say(second, ours.round, { step: 'dance' });
  await house.pass(100);
  assert.equal(ours.state, 'comparing');
  ours.confirm();
  say(second, ours.round, { step: 'commit', commitment: otherNonce });
  say(second, ours.round, { step: 'cancel' });
  await house.pass(100);
  assert.equal(ours.state, 'confirmed');
  assert.equal(counted(first, 'verify-late'), 2);
  assert.equal(counted(first, 'verify-unasked'), 2);
  assert.equal(counted(first, 'verify-collision'), 1);
});

test('nobody is asked without end', async () => {
  const { house, first, second } = await meet();
  for (let i = 10; i < 60; i++) {
    const round = `${i}`.repeat(11);
    say(second, round, { step: 'commit', commitment: otherNonce });
    say(second, round, { step: 'cancel' });
  }
  await house.pass(1_000);
  assert.equal(first.asked.length, 3);
  assert.ok(counted(first, 'verify-flood') >= 47);
});

test('somebody in between shows two different codes', async () => {
  // What Anna and Bert see when both really speak with Mallory: two links, two codes.
  const { house, first, second } = await meet(['Anna', 'Mallory', 'Bert']);
  const bert = house.guests[2] as Guest;
  const asked: Verification[] = [];
  bert.room.on('verification', (verification) => asked.push(verification));
  const ours = first.room.verify(idOf(second));
  second.room.verify(idOf(bert));
  await house.pass(200);
  assert.equal(ours.state, 'comparing');
  assert.notDeepEqual(asked[0]?.emoji, ours.emoji);
});
