import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { RoomKey } from '../src/keys/roomKey.ts';
import { describeDeviceError } from '../src/media/deviceError.ts';
import { RequestError } from '../src/requestError.ts';
import { createRoom, lookAtRoom, parseRoomLink } from '../src/rooms.ts';
import { SeededRandomness } from './support/seededRandomness.ts';

const origin = 'https://hearth.test';
const key = RoomKey.generate(new SeededRandomness(4));
const realFetch = globalThis.fetch;
let requests: { url: string; init: RequestInit }[] = [];

function answer(status: number, body: unknown): void {
  requests = [];
  globalThis.fetch = async (url, init = {}) => {
    requests.push({ url: String(url), init });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
}

afterEach(() => {
  globalThis.fetch = realFetch;
});

test('a room is made with the verifier only, and its link gets the key', async () => {
  answer(201, { id: 'a-b-c-d', url: `${origin}/r/a-b-c-d`, kind: 'keyed', ownerToken: 'o' });
  const room = await createRoom({ key, origin });
  assert.deepEqual(room, { id: 'a-b-c-d', url: `${origin}/r/a-b-c-d#${key}`, ownerToken: 'o' });
  assert.equal(requests[0]?.init.body, JSON.stringify({ verifier: await key.verifier() }));
  assert.ok(!JSON.stringify(requests).includes(key.toString()));
});

test('the key goes into no link that leads elsewhere, whatever the server answers', async () => {
  answer(201, { id: 'a-b-c-d', url: 'https://evil.test/r/a-b-c-d', kind: 'keyed' });
  assert.equal((await createRoom({ key, origin })).url, `${origin}/r/a-b-c-d#${key}`);
  for (const id of ['//evil.test/', '../../x', '', 7]) {
    answer(201, { id, url: `${origin}/r/a-b-c-d`, kind: 'keyed' });
    await assert.rejects(createRoom({ key, origin }), { code: 'invalid-answer' });
  }
});

test('a look at a keyed room shows the proof, never the key', async () => {
  answer(200, {
    id: 'a-b-c-d',
    exists: true,
    kind: 'keyed',
    count: 2,
    members: ['Anna', 'Bert', 7],
  });
  const look = await lookAtRoom({ room: 'a-b-c-d', key, origin });
  assert.deepEqual(look.members, ['Anna', 'Bert']);
  assert.deepEqual(requests[0]?.init.headers, { 'Hearth-Proof': await key.proof() });
  answer(200, { id: 'x', exists: false, kind: 'named', count: 0 });
  assert.equal((await lookAtRoom({ room: 'x', key: null, origin })).members, null);
});

test('errors of the server keep their code, and everything else gets one', async () => {
  const cases = [
    [429, { code: 'rate-limited', message: 'Later.' }, 'rate-limited'],
    [502, '<html>', 'http-502'],
    [200, '<html>', 'invalid-answer'],
    [200, { id: 7 }, 'invalid-answer'],
  ] as const;
  for (const [status, body, code] of cases) {
    answer(status, body);
    await assert.rejects(
      lookAtRoom({ room: 'x', key: null, origin }),
      (error) => error instanceof RequestError && error.code === code,
      code,
    );
  }
  globalThis.fetch = () => Promise.reject(new TypeError('network'));
  await assert.rejects(
    createRoom({ key, origin }),
    (error) => error instanceof RequestError && error.code === 'unreachable',
  );
});

test('a room’s link is read from links, paths and names', () => {
  const keyed = { room: 'a-b-c-d', key: key.toString() };
  const cases: [string, { room: string; key: string | null } | null][] = [
    [`${origin}/r/a-b-c-d#${key}`, keyed],
    [` https://hearth.test/r/a-b-c-d/#${key} `, keyed],
    [`hearth.test/r/a-b-c-d#${key}`, keyed],
    [`/r/a-b-c-d#${key}`, keyed],
    [`r/a-b-c-d#${key}`, keyed],
    ['https://hearth.test/r/garden', { room: 'garden', key: null }],
    ['https://hearth.test/r/garden#tooshort', { room: 'garden', key: null }],
    ['garden', { room: 'garden', key: null }],
    ['Anna’s Café', { room: 'anna-s-cafe', key: null }],
    ['  My room! ', { room: 'my-room', key: null }],
    ['x'.repeat(100), { room: 'x'.repeat(64), key: null }],
    ['https://elsewhere.test/r/garden', null],
    ['elsewhere.test/r/garden', null],
    ['https://hearth.test/', null],
    ['javascript://hearth.test/r/garden', { room: 'garden', key: null }],
    ['/r/%E0%A4%A', null],
    ['/r/-x-', null],
    ['', null],
    ['!!!', null],
  ];
  for (const [text, expected] of cases) {
    const found = parseRoomLink(text, origin);
    const plain = found && { room: found.room, key: found.key?.toString() ?? null };
    assert.deepEqual(plain, expected, text);
  }
});

test('random texts are never more than a room’s name', () => {
  const random = new SeededRandomness(9);
  for (let i = 0; i < 2_000; i++) {
    const text = String.fromCodePoint(
      ...Array.from({ length: random.below(30) }, () => random.below(0xd000)),
    );
    const found = parseRoomLink(text, origin);
    if (found) assert.match(found.room, /^[a-z\d](?:[a-z\d_-]{0,62}[a-z\d])?$/);
  }
});

test('every way a device can fail has a sentence and something to do', () => {
  const error = (name: string, message = '') => new DOMException(message, name);
  const cases = [
    [error('NotAllowedError', 'Permission denied'), 'denied'],
    [error('NotAllowedError', 'Permission dismissed'), 'dismissed'],
    [error('NotAllowedError', 'Permission denied by system'), 'denied-by-system'],
    [error('NotFoundError'), 'not-found'],
    [error('NotReadableError'), 'in-use'],
    [error('OverconstrainedError'), 'not-suitable'],
    [error('SecurityError'), 'blocked-by-policy'],
    [error('AbortError'), 'did-not-start'],
    [error('SomethingNew'), 'unknown'],
    [null, 'unknown'],
    ['text', 'unknown'],
  ] as const;
  for (const [failure, code] of cases) {
    for (const kind of ['camera', 'microphone', 'screen'] as const) {
      const problem = describeDeviceError(failure, kind, { secure: true });
      if (kind !== 'screen' || code !== 'denied') assert.ok(problem.code.length > 0);
      if (kind !== 'screen') assert.equal(problem.code, code);
      for (const sentence of [problem.what, problem.todo]) assert.match(sentence, /^[A-Z][^!]+\.$/);
    }
  }
  const insecure = describeDeviceError(new TypeError(), 'camera', { secure: false });
  assert.equal(insecure.code, 'insecure-context');
});
