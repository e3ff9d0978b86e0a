import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventText } from '../src/session/eventText.ts';
import { httpStreamTransport } from '../src/session/httpStreamTransport.ts';
import { longPollingTransport } from '../src/session/longPollingTransport.ts';
import { type HttpPort, overHttp } from '../src/session/overHttp.ts';
import type { Transport } from '../src/session/transport.ts';
import { settle, VirtualClock } from './support/virtualClock.ts';

interface Asked {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  keepalive: boolean;
  answer(status: number, body?: string | ReadableStream): void;
  fail(): void;
}

/** The server's side of every request, played by hand. */
class Door {
  readonly clock = new VirtualClock();
  readonly events: string[] = [];
  readonly asked: Asked[] = [];
  readonly port: HttpPort = {
    origin: 'http://hearth.test',
    clock: this.clock,
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        const { method = 'GET', headers, body, keepalive = false, signal } = init;
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        this.asked.push({
          path: url.slice('http://hearth.test/signal/'.length),
          method,
          headers: headers as Record<string, string>,
          body: String(body ?? ''),
          keepalive,
          answer: (status, text = '') =>
            resolve(new Response(status === 204 ? null : text, { status })),
          fail: () => reject(new TypeError('no network')),
        });
      }),
  };
  readonly handlers = {
    opened: () => void this.events.push('opened'),
    message: (text: string) => void this.events.push(text),
    closed: () => void this.events.push('closed'),
  };

  /** The requests to one path, oldest first. */
  to(path: string): Asked[] {
    return this.asked.filter((asked) => asked.path === path);
  }

  last(path: string): Asked {
    const asked = this.to(path).at(-1);
    if (!asked) throw new Error(`nobody asked for ${path}`);
    return asked;
  }

  /** A stream that the test writes to. */
  async stream(): Promise<[Transport, ReadableStreamDefaultController<Uint8Array>]> {
    const transport = httpStreamTransport(this.port, 'secret')(this.handlers);
    const made: ReadableStreamDefaultController<Uint8Array>[] = [];
    this.last('stream').answer(
      200,
      new ReadableStream<Uint8Array>({ start: (controller) => void made.push(controller) }),
    );
    await settle();
    const [controller] = made;
    if (!controller) throw new Error('the stream was not begun');
    return [transport, controller];
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('events are found however they are cut, and heartbeats say nothing', () => {
  const found: string[] = [];
  const events = new EventText((text) => found.push(text));
  for (const part of [':\n\nda', 'ta: {"a"', ':1}\n', '\ndata: 2\n\n:\n', '\nother: 3\n\n'])
    assert.ok(events.push(part));
  assert.deepEqual(found, ['{"a":1}', '2']);
});

test('a line without end is no text of a server', () => {
  const events = new EventText(() => {});
  let isText = true;
  for (let i = 0; i < 5 && isText; i++) isText = events.push('x'.repeat(1 << 20));
  assert.equal(isText, false);
});

test('a stream is open with its first byte, and the secret stands in no address', async () => {
  const door = new Door();
  const [, controller] = await door.stream();
  assert.deepEqual(door.events, []);
  controller.enqueue(bytes(':\n\n'));
  await settle();
  controller.enqueue(bytes('data: {"type":"pong"}\n\n'));
  await settle();
  assert.deepEqual(door.events, ['opened', '{"type":"pong"}']);
  assert.equal(door.last('stream').headers.Authorization, 'Bearer secret');
  await door.clock.advance(60_000);
  assert.equal(door.events.length, 2);
});

test('a letter that is cut in two arrives whole', async () => {
  const door = new Door();
  const [, controller] = await door.stream();
  const text = bytes('data: "é"\n\n');
  controller.enqueue(text.slice(0, 8));
  controller.enqueue(text.slice(8));
  await settle();
  assert.deepEqual(door.events, ['opened', '"é"']);
});

test('a stream whose first byte does not come within 3 s is given up, and the server told', async () => {
  const door = new Door();
  await door.stream();
  await door.clock.advance(2_999);
  assert.deepEqual(door.events, []);
  await door.clock.advance(1);
  assert.deepEqual(door.events, ['closed']);
  assert.equal(door.last('messages').headers['Hearth-End'], '1');
});

test('a stream that ends, fails or is refused is closed once', async () => {
  const ended = new Door();
  const [, controller] = await ended.stream();
  controller.enqueue(bytes(':\n\n'));
  await settle();
  controller.close();
  await settle();
  assert.deepEqual(ended.events, ['opened', 'closed']);
  for (const status of [401, 404, 502]) {
    const refused = new Door();
    httpStreamTransport(refused.port, 'secret')(refused.handlers);
    refused.last('stream').answer(status, '{}');
    await settle();
    assert.deepEqual(refused.events, ['closed']);
  }
});

test('what is said in one moment is one batch; the next waits for its answer', async () => {
  const door = new Door();
  const [transport] = await door.stream();
  transport.send('1');
  transport.send('2');
  await settle();
  transport.send('3');
  transport.send('4');
  await settle();
  assert.deepEqual(
    door.to('messages').map(({ body }) => body),
    ['1\n2'],
  );
  door.last('messages').answer(204);
  await settle();
  const { body, headers } = door.last('messages');
  assert.deepEqual([body, headers['Hearth-Batch']], ['3\n4', '2']);
});

test('a batch that is lost is sent again under its number', async () => {
  const door = new Door();
  const [transport] = await door.stream();
  transport.send('1');
  await settle();
  door.last('messages').fail();
  await door.clock.advance(300);
  door.last('messages').answer(502);
  await door.clock.advance(600);
  door.last('messages').answer(204);
  await settle();
  assert.deepEqual(
    door.to('messages').map(({ body, headers }) => [body, headers['Hearth-Batch']]),
    Array(3).fill(['1', '1']),
  );
  assert.deepEqual(door.events, []);
});

test('a batch the server refuses ends the transport', async () => {
  for (const status of [401, 409, 413]) {
    const door = new Door();
    const [transport] = await door.stream();
    transport.send('1');
    await settle();
    door.last('messages').answer(status);
    await settle();
    assert.deepEqual(door.events, ['closed']);
  }
});

test('many messages go in batches the server takes', async () => {
  const door = new Door();
  const [transport] = await door.stream();
  for (let i = 0; i < 150; i++) transport.send(`"${i}"`);
  transport.send('x'.repeat(60_000));
  for (let batch = 0; batch < 4; batch++) {
    await settle();
    door.last('messages').answer(204);
  }
  await settle();
  const sizes = door.to('messages').map(({ body }) => body.split('\n').length);
  assert.deepEqual(sizes, [64, 64, 22, 1]);
});

test('closing sends what waits in the last batch, past the page’s own end', async () => {
  const door = new Door();
  const [transport] = await door.stream();
  transport.send('1');
  await settle();
  transport.send('leave');
  transport.close();
  const { body, headers, keepalive } = door.last('messages');
  assert.deepEqual([body, headers['Hearth-Batch'], headers['Hearth-End']], ['leave', '2', '1']);
  assert.equal(keepalive, true);
  await door.clock.advance(60_000);
  assert.deepEqual(door.events, []);
});

test('polls ask for one answer after the other, and again for one that was lost', async () => {
  const door = new Door();
  longPollingTransport(door.port, 'secret')(door.handlers);
  await settle();
  assert.deepEqual(door.events, ['opened']);
  door.last('poll').answer(200, 'data: 1\n\ndata: 2\n\n');
  await settle();
  door.last('poll').fail();
  await door.clock.advance(500);
  door.last('poll').answer(200, ':\n\n');
  await settle();
  assert.deepEqual(door.events, ['opened', '1', '2']);
  assert.deepEqual(
    door.to('poll').map(({ headers }) => headers['Hearth-Poll']),
    ['1', '2', '2', '3'],
  );
});

test('a poll that is refused, or lost three times, closes the transport', async () => {
  const refused = new Door();
  longPollingTransport(refused.port, 'secret')(refused.handlers);
  refused.last('poll').answer(401);
  await settle();
  assert.deepEqual(refused.events, ['opened', 'closed']);
  const lost = new Door();
  longPollingTransport(lost.port, 'secret')(lost.handlers);
  for (let attempt = 0; attempt < 3; attempt++) {
    lost.last('poll').fail();
    await lost.clock.advance(1_500);
  }
  assert.deepEqual(lost.events, ['opened', 'closed']);
});

test('a server that is away, or has no such door, is told by the first request', async () => {
  for (const answer of [
    (asked: Asked) => asked.fail(),
    (asked: Asked) => asked.answer(404, 'nothing'),
    (asked: Asked) => asked.answer(429, '{"code":"rate-limited"}'),
    (asked: Asked) => asked.answer(201, '{"secret":7}'),
  ]) {
    const door = new Door();
    overHttp('http-stream', door.port)(door.handlers);
    answer(door.last('connections'));
    await settle();
    assert.deepEqual(door.events, ['closed']);
    assert.equal(door.asked.length, 1);
  }
});

test('an opened connection says which transport it is for', async () => {
  const door = new Door();
  const transport = overHttp('long-polling', door.port)(door.handlers);
  const { body, method } = door.last('connections');
  assert.deepEqual([method, JSON.parse(body)], ['POST', { transport: 'long-polling' }]);
  door.last('connections').answer(201, '{"secret":"s"}');
  await settle();
  assert.equal(door.last('poll').headers.Authorization, 'Bearer s');
  transport.close();
  await settle();
  assert.equal(door.last('messages').headers['Hearth-End'], '1');
});
