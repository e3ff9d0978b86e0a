import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64Url } from '../src/base64url.ts';
import { lengthPrefixed } from '../src/fields.ts';
import { identityOf } from '../src/identity/signatures.ts';
import { RequestError } from '../src/requestError.ts';
import type { JoinOptions } from '../src/room/join.ts';
import { ownerToken } from './support/fakeServer.ts';
import { memoryIdentities } from './support/memoryIdentities.ts';
import { type Guest, Simulation } from './support/simulation.ts';

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof RequestError && error.code === code;
const knocks = ({ room }: Guest) => room.knocks.map(({ name }) => name);
const closing = (guest: Guest) => guest.events.find((event) => event.startsWith('closed'));

/** The owner in her locked room. */
async function locked() {
  const house = new Simulation();
  const anna = await house.join('Anna', { ownerToken });
  anna.room.lock(true);
  await house.pass(50);
  assert.equal(anna.room.locked, true);
  return { house, anna };
}

/** Somebody knocks, and the owner answers a moment later. */
function answered(house: Simulation, owner: Guest, letIn: boolean): Partial<JoinOptions> {
  const answer = ({ id }: { id: string }) => (letIn ? owner.room.letIn(id) : owner.room.refuse(id));
  return {
    onKnocking: () =>
      void house.clock.after(20, () => {
        for (const knock of owner.room.knocks) answer(knock);
      }),
  };
}

test('the owner is whoever shows the token; everybody learns that the room is locked', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna', { ownerToken });
  const bert = await house.join('Bert', { ownerToken: 'something else' });
  assert.deepEqual([anna.room.isOwner, bert.room.isOwner], [true, false]);
  anna.room.lock(true);
  await house.pass(50);
  assert.deepEqual([anna.room.locked, bert.room.locked], [true, true]);
  anna.room.lock(false);
  await house.pass(50);
  assert.deepEqual([anna.room.locked, bert.room.locked], [false, false]);
});

test('whoever does not own the room asks the server for nothing', async () => {
  const house = new Simulation();
  const bert = await house.join('Bert');
  bert.room.lock(true);
  bert.room.closeForAll();
  await house.pass(50);
  assert.ok(house.server.heard.every(({ type }) => type !== 'lock' && type !== 'closeRoom'));
  assert.equal(bert.room.locked, false);
});

test('who knocks is let in and connected like anybody', async () => {
  const { house, anna } = await locked();
  const bert = await house.join('Bert', answered(house, anna, true));
  await house.pass(500);
  assert.deepEqual(house.links(), ['Anna>Bert connected', 'Bert>Anna connected']);
  assert.equal(bert.room.locked, true);
  assert.deepEqual([knocks(anna), knocks(bert)], [[], []]);
});

test('who is refused gets a RequestError, and may knock again over the same connection', async () => {
  const { house, anna } = await locked();
  await assert.rejects(house.join('Bert', answered(house, anna, false)), refusedWith('not-let-in'));
  assert.deepEqual(knocks(anna), []);
  await house.join('Bert', answered(house, anna, true));
});

test('waiting at the door takes as long as people take', async () => {
  const { house, anna } = await locked();
  house.clock.after(200_000, () => anna.room.letIn(anna.room.knocks[0]?.id ?? ''));
  const bert = await house.join('Bert', { withinMs: 201_000 });
  assert.equal(bert.room.status, 'joined');
});

test('whoever stops waiting knocks no more', async () => {
  const { house, anna } = await locked();
  const stop = new AbortController();
  const onKnocking = () => void house.clock.after(20, () => stop.abort(new Error('enough')));
  await assert.rejects(house.join('Bert', { onKnocking, signal: stop.signal }), /enough/);
  await house.pass(50);
  assert.deepEqual(knocks(anna), []);
  assert.deepEqual(house.server.knockers, []);
});

test('a lost connection knocks again by itself', async () => {
  const { house, anna } = await locked();
  const cut = () => {
    assert.deepEqual(knocks(anna), ['Bert']);
    house.server.cut();
  };
  let isCut = false;
  const onKnocking = () => {
    if (!isCut) house.clock.after(20, cut);
    else house.clock.after(500, () => anna.room.letIn(anna.room.knocks[0]?.id ?? ''));
    isCut = true;
  };
  const bert = await house.join('Bert', { onKnocking, withinMs: 5_000 });
  assert.equal(bert.room.status, 'joined');
});

test('an owner who comes later learns who knocks', async () => {
  const { house, anna } = await locked();
  let tab: Guest | undefined;
  const onKnocking = () =>
    void house.clock.after(300, () => tab?.room.letIn(tab.room.knocks[0]?.id ?? ''));
  const joining = house.join('Bert', { onKnocking, withinMs: 1_000 });
  tab = await house.join('Anna', { ownerToken });
  await joining;
  assert.deepEqual([knocks(anna), knocks(tab)], [[], []]);
});

test('who is removed is told, does not come back, and is barred by identity', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna', { ownerToken });
  const identities = memoryIdentities();
  const bert = await house.join('Bert', { identities });
  const cleo = await house.join('Cleo');
  await house.pass(300);
  anna.room.remove(bert.room.self.id);
  await house.pass(1_000);
  assert.equal(closing(bert), 'closed removed');
  assert.ok(cleo.events.includes('-Bert removed'));
  assert.deepEqual(house.server.members, ['Anna', 'Cleo']);
  await assert.rejects(house.join('Bob', { identities }), refusedWith('barred'));
});

test('who was away while removed finds out by itself and stays away', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna', { ownerToken });
  const tap = {
    down: (message: { type: string }) =>
      message.type === 'resumed'
        ? { type: 'error', code: 'removed', message: 'Removed.' }
        : message,
  };
  const bert = await house.join('Bert', { tap });
  await house.pass(300);
  house.server.cut('Bert');
  await house.pass(2_000);
  assert.equal(closing(bert), 'closed removed');
  assert.equal(anna.room.status, 'joined');
});

test('closing the room ends it for everybody, and nobody comes back by itself', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna', { ownerToken });
  const bert = await house.join('Bert');
  anna.room.closeForAll();
  await house.pass(60_000);
  assert.deepEqual(
    [closing(anna), closing(bert)],
    ['closed closed-by-owner', 'closed closed-by-owner'],
  );
  assert.deepEqual(house.server.members, []);
});

test('after a restart of the server the owner says lock and bars again, without a flicker', async () => {
  const { house, anna } = await locked();
  anna.room.lock(false);
  const bert = await house.join('Bert', { identities: memoryIdentities() });
  anna.room.remove(bert.room.self.id);
  anna.room.lock(true);
  await house.pass(200);
  const bars = structuredClone(house.server.bars);
  assert.equal(bars.length, 1);
  const seen: boolean[] = [];
  anna.room.on('changed', () => seen.push(anna.room.locked));
  house.server.restart();
  await house.pass(5_000);
  assert.equal(house.server.isLocked, true);
  assert.deepEqual(house.server.bars, bars);
  assert.ok(seen.length > 0 && seen.every((isLocked) => isLocked));
  assert.deepEqual([anna.room.isOwner, anna.room.locked], [true, true]);
});

test('after a restart an owner without lock and bars says nothing of them', async () => {
  const house = new Simulation();
  await house.join('Anna', { ownerToken });
  house.server.restart();
  await house.pass(5_000);
  assert.ok(house.server.heard.every(({ type }) => type !== 'lock'));
});

test('a hostile server fills no page with knocks, names or bars', async () => {
  const house = new Simulation();
  const anna = await house.join('Anna', { ownerToken });
  const bert = await house.join('Bert');
  for (let count = 0; count < 100; count++) {
    for (const name of ['Anna', 'Bert']) {
      const knock = { type: 'knock', id: `k${count % 90}`, name: '🔥'.repeat(500) };
      house.server.post(name, { ...knock, device: 'phone' });
    }
  }
  const bars = Array.from({ length: 500 }, (_, index) => ({ member: `m${index}` }));
  const room = { id: 'elsewhere', kind: 'keyed', capacity: 4, locked: true, owned: true, bars };
  house.server.post('Anna', { type: 'roomUpdated', room });
  await house.pass(200);
  assert.equal(anna.room.knocks.length, 64);
  assert.equal([...(anna.room.knocks[0]?.name ?? '')].length, 64);
  assert.deepEqual(knocks(bert), []);
  assert.deepEqual([anna.room.id, anna.room.kind], ['garden', 'named']);
  house.server.restart();
  await house.pass(2_000);
  const said = house.server.heard.findLast(({ type }) => type === 'lock');
  assert.ok(Array.isArray(said?.bars));
  assert.equal(said.bars.length, 64);
});

test('a join shows the identity as the shared vector has it', async () => {
  const file = 'tests/vectors/signaling/identity.golden.json';
  const vector = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const { room = '', attempt = '', key = '', signature = '', signed, identity } = vector;
  const statement = lengthPrefixed(['hearth/1 join', room, attempt]);
  const point = fromBase64Url(key, 65);
  assert.ok(point);
  assert.equal(Buffer.from(statement).toString('hex'), signed);
  assert.equal(await identityOf(point, crypto.subtle), identity);
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const publicKey = await crypto.subtle.importKey('raw', point, curve, false, ['verify']);
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const bytes = fromBase64Url(signature, 64) ?? new Uint8Array();
  assert.ok(await crypto.subtle.verify(algorithm, publicKey, bytes, statement));
});

test('what a join shows was signed for this room and this attempt', async () => {
  const house = new Simulation();
  await house.join('Anna');
  const join = house.server.heard.find(({ type }) => type === 'join');
  assert.ok(join);
  const { attempt, identity } = join;
  const { key, signature } = identity as { key: string; signature: string };
  const point = fromBase64Url(key, 65) ?? new Uint8Array();
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const publicKey = await crypto.subtle.importKey('raw', point, curve, false, ['verify']);
  const statement = lengthPrefixed(['hearth/1 join', 'garden', String(attempt)]);
  const bytes = fromBase64Url(signature, 64) ?? new Uint8Array();
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  assert.ok(await crypto.subtle.verify(algorithm, publicKey, bytes, statement));
});
