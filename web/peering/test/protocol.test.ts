import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseServerMessage } from '../src/protocol/parse.ts';
import { SeededRandomness } from './support/seededRandomness.ts';

interface Golden {
  valid: { name: string; message: unknown }[];
  unknown: { name: string; message: { type: string; seq?: number } }[];
}

const golden = JSON.parse(
  readFileSync('tests/vectors/signaling/server.golden.json', 'utf8'),
) as Golden;

test('the generated messages are those of the schemas', () => {
  const printed = spawnSync(process.execPath, ['web/generate-protocol.mjs', '--print'], {
    encoding: 'utf8',
  });
  assert.equal(printed.status, 0, printed.stderr);
  const committed = readFileSync('web/peering/src/protocol/messages.ts', 'utf8');
  assert.equal(printed.stdout, committed, 'run node web/generate-protocol.mjs');
});

for (const { name, message } of golden.valid) {
  test(`the golden message is read: ${name}`, () => {
    assert.deepEqual(parseServerMessage(JSON.stringify(message)), message);
  });
}

for (const { name, message } of golden.unknown) {
  test(`a client goes on after ${name}`, () => {
    const { type, seq } = parseServerMessage(JSON.stringify(message)) as typeof message;
    assert.ok(type === message.type || type === 'unread');
    assert.equal(seq, message.seq);
  });
}

test('a message without a field it needs is not read, whichever field', () => {
  for (const { message } of golden.valid) {
    const fields = message as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      const { [name]: _, ...rest } = fields;
      const mayMiss = ['seq', 're', 'retryAfterMs', 'iceExpiresAt'].includes(name);
      const isRead = parseServerMessage(JSON.stringify(rest)).type !== 'unread';
      const isAck = fields.type === 'ack' && name === 'seq';
      assert.equal(isRead, mayMiss && !isAck, `${fields.type} without ${name}`);
    }
  }
});

test('a message with a field of another kind is not read, whichever field', () => {
  for (const { message } of golden.valid) {
    const fields = message as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      if (name === 'data' || name === 'iceExpiresAt') continue;
      for (const wrong of [null, [], {}, 1.5, [null], { id: 1 }]) {
        const isEmptyList =
          Array.isArray(wrong) && wrong.length === 0 && Array.isArray(fields[name]);
        if (isEmptyList) continue;
        const text = JSON.stringify({ ...fields, [name]: wrong });
        assert.equal(
          parseServerMessage(text).type,
          'unread',
          `${fields.type} with ${name} = ${text}`,
        );
      }
    }
  }
});

test('reasons and kinds that are not known yet are still read', () => {
  for (const message of [
    { type: 'closing', reason: 'moving' },
    { type: 'memberLeft', seq: 2, id: 'a', reason: 'banned' },
    { type: 'topology', seq: 2, epoch: 1, kind: 'sfu', links: [] },
  ])
    assert.deepEqual(parseServerMessage(JSON.stringify(message)), message);
});

test('unknown types and names from the prototype are not read', () => {
  for (const type of ['hello', 'constructor', '__proto__', 'toString', ''])
    assert.deepEqual(parseServerMessage(JSON.stringify({ type })), { type: 'unread' });
});

test('random bytes, random JSON and golden messages with random changes never throw', () => {
  const random = new SeededRandomness(7);
  const texts = golden.valid.map(({ message }) => JSON.stringify(message));
  for (let round = 0; round < 5_000; round++) {
    const text = texts[random.below(texts.length)] ?? '';
    const at = random.below(text.length);
    const end = at + random.below(8);
    const noise = String.fromCharCode(...random.bytes(random.below(4)));
    parseServerMessage(text.slice(0, at) + noise + text.slice(end));
    parseServerMessage(String.fromCharCode(...random.bytes(20)));
  }
});
