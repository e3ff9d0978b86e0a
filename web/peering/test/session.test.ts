import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Joined, Resumed } from '../src/protocol/messages.ts';
import { type PlaceNews, Session } from '../src/session/session.ts';
import type { OpenTransport, TransportHandlers } from '../src/session/transport.ts';
import { SeededRandomness } from './support/seededRandomness.ts';
import { VirtualClock } from './support/virtualClock.ts';

type Sent = Record<string, unknown> & { type: string; seq?: number };

/** A session against a server that the test plays by hand. */
class Wire {
  readonly clock = new VirtualClock();
  readonly session: Session;
  readonly events: string[] = [];
  readonly news: PlaceNews[] = [];
  sent: Sent[] = [];
  attempts = 0;
  refusesToOpen = false;
  #handlers: TransportHandlers | null = null;

  constructor() {
    const open: OpenTransport = (handlers) => {
      this.attempts++;
      this.#handlers = handlers;
      this.clock.after(1, () => {
        if (this.#handlers !== handlers) return;
        if (this.refusesToOpen) this.lose();
        else handlers.opened();
      });
      return {
        kind: 'websocket',
        send: (text) => this.sent.push(JSON.parse(text) as Sent),
        close: () => {
          if (this.#handlers === handlers) this.#handlers = null;
        },
      };
    };
    this.session = new Session({ open, clock: this.clock, randomness: new SeededRandomness(1) });
    this.session.on('joined', (_, again) => this.events.push(again ? 'joined again' : 'joined'));
    this.session.on('resumed', ({ fresh }) => this.events.push(fresh ? 'fresh' : 'resumed'));
    this.session.on('status', (status) => this.events.push(status));
    this.session.on('ended', (reason) => this.events.push(`ended ${reason}`));
    this.session.on('refused', ({ code }, message) =>
      this.events.push(`refused ${code} ${message?.type ?? ''}`.trim()),
    );
    this.session.on('news', (message) => this.news.push(message));
  }

  get isOpen(): boolean {
    return this.#handlers !== null;
  }

  lose(): void {
    const handlers = this.#handlers;
    this.#handlers = null;
    handlers?.closed();
  }

  tell(message: object): void {
    this.#handlers?.message(JSON.stringify(message));
  }

  take(type: string): Sent[] {
    return this.sent.filter((message) => message.type === type);
  }

  async join(): Promise<void> {
    this.session.join({ type: 'join', protocol: 1, room: 'garden', name: 'Anna' });
    await this.clock.advance(10);
    this.tell(joined());
  }
}

function joined(): Joined & { seq: number } {
  const state = { microphone: false, camera: false, screen: false, paused: false };
  return {
    type: 'joined',
    seq: 1,
    self: { id: 'a', name: 'Anna', device: 'desktop', state },
    token: 'first',
    room: { id: 'garden', kind: 'named', capacity: 16, locked: false, owned: false },
    members: [],
    iceServers: [],
    topology: { epoch: 1, kind: 'mesh', links: [] },
    limits: { messageBytes: 65536, idleMs: 60000, messageBurst: 400, messagesPerSecond: 100 },
    graceMs: 30000,
  };
}

function resumed(fields: Partial<Resumed> = {}): Resumed {
  return { type: 'resumed', lastReceived: 1, fresh: false, token: 'next', members: [], ...fields };
}

const left = (seq: number) => ({ type: 'memberLeft', seq, id: `m${seq}`, reason: 'left' });
const update = (name: string) => ({ type: 'update', name }) as const;
const signal = (data: unknown) => ({ type: 'signal', to: 'b', data }) as const;

test('a connection that was opened in the lobby joins with one message, number 1', async () => {
  const wire = new Wire();
  wire.session.open();
  await wire.clock.advance(10);
  wire.session.join({ type: 'join', protocol: 1, room: 'garden', name: 'Anna' });
  const [{ attempt, ...join } = { type: 'nothing' }] = wire.sent;
  assert.deepEqual(join, { type: 'join', protocol: 1, room: 'garden', name: 'Anna', seq: 1 });
  assert.match(String(attempt), /^[\w-]{22}$/);
  assert.equal(wire.sent.length, 1);
  wire.tell(joined());
  assert.deepEqual(wire.events, ['joined', 'joined']);
});

test('a join whose answer was lost is the same attempt; another join is another one', async () => {
  const wire = new Wire();
  wire.session.join({ type: 'join', protocol: 1, room: 'garden', name: 'Anna' });
  await wire.clock.advance(10);
  wire.lose();
  await wire.clock.advance(1_000);
  wire.tell(joined());
  wire.session.leave();
  await wire.join();
  const [first, again, other] = wire.take('join').map(({ attempt }) => attempt);
  assert.equal(first, again);
  assert.notEqual(again, other);
});

test('leaving before the answer to a join has come leaves no place behind', async () => {
  const wire = new Wire();
  wire.session.join({ type: 'join', protocol: 1, room: 'garden', name: 'Anna' });
  await wire.clock.advance(10);
  wire.session.leave();
  assert.deepEqual(wire.sent.slice(1), [{ type: 'leave', seq: 2 }]);
  assert.equal(wire.isOpen, false);
});

test('messages are numbered from 2 on and kept until they are acknowledged', async () => {
  const wire = new Wire();
  await wire.join();
  for (const data of ['x', 'y', 'z']) wire.session.send(signal(data));
  wire.tell({ type: 'ack', seq: 3 });
  wire.lose();
  await wire.clock.advance(200);
  wire.sent = [];
  wire.tell(resumed({ lastReceived: 3 }));
  assert.deepEqual(wire.sent, [{ type: 'signal', to: 'b', data: 'z', seq: 4 }]);
});

test('what the server received before the loss is not sent again', async () => {
  const wire = new Wire();
  await wire.join();
  wire.session.send(signal('x'));
  wire.session.send(signal('y'));
  wire.lose();
  await wire.clock.advance(200);
  wire.sent = [];
  wire.tell(resumed({ lastReceived: 2 }));
  assert.deepEqual(
    wire.take('signal').map(({ data, seq }) => [data, seq]),
    [['y', 3]],
  );
});

test('after a restart of the server numbers begin again at 1', async () => {
  const wire = new Wire();
  await wire.join();
  for (const data of ['x', 'y', 'z']) wire.session.send(signal(data));
  wire.tell({ type: 'ack', seq: 2 });
  wire.lose();
  await wire.clock.advance(200);
  wire.sent = [];
  wire.tell(resumed({ fresh: true, lastReceived: 0 }));
  assert.deepEqual(
    wire.take('signal').map(({ data, seq }) => [data, seq]),
    [
      ['y', 1],
      ['z', 2],
    ],
  );
  wire.tell(left(1));
  assert.equal(wire.news.length, 1);
});

test('a resume names the last number received and the newest token', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell(left(2));
  wire.tell(left(3));
  wire.lose();
  await wire.clock.advance(200);
  assert.deepEqual(wire.take('resume'), [{ type: 'resume', token: 'first', lastSeq: 3 }]);
  wire.tell(resumed());
  wire.lose();
  await wire.clock.advance(400);
  assert.equal(wire.take('resume').at(-1)?.token, 'next');
});

test('a message that comes twice is handled once', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell(left(2));
  wire.tell(left(2));
  assert.equal(wire.news.length, 1);
  assert.equal(wire.session.counts.duplicates, 1);
});

test('a number that skips ahead is not handled: the session resumes to get what is missing', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell(left(3));
  assert.equal(wire.news.length, 0);
  await wire.clock.advance(200);
  assert.deepEqual(
    wire.take('resume').map(({ lastSeq }) => lastSeq),
    [1],
  );
});

test('a numbered message without its number is not handled', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell({ type: 'memberLeft', id: 'm', reason: 'left' });
  wire.tell({ type: 'memberLeft', seq: 0, id: 'm', reason: 'left' });
  assert.equal(wire.news.length, 0);
});

test('a message of a later version is passed over, and its number counts', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell({ type: 'fireworks', seq: 2 });
  wire.tell({ type: 'memberLeft', seq: 3, id: 7 });
  wire.tell(left(4));
  assert.deepEqual(
    wire.news.map(({ seq }) => seq),
    [4],
  );
  assert.equal(wire.session.counts.gaps, 0);
  assert.equal(wire.session.counts.unread, 2);
});

test('one acknowledgement goes out within 250 ms, or at 16 messages', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell(left(2));
  await wire.clock.advance(249);
  assert.equal(wire.take('ack').length, 0);
  await wire.clock.advance(1);
  assert.deepEqual(wire.take('ack'), [{ type: 'ack', seq: 2 }]);
  for (let seq = 3; seq <= 18; seq++) wire.tell(left(seq));
  assert.deepEqual(wire.take('ack').at(-1), { type: 'ack', seq: 18 });
  await wire.clock.advance(1_000);
  assert.equal(wire.take('ack').length, 2);
});

test('a ping goes out every 15 s, and a connection that stays silent is given up', async () => {
  const wire = new Wire();
  await wire.join();
  await wire.clock.advance(15_000);
  assert.equal(wire.take('ping').length, 1);
  wire.tell({ type: 'pong' });
  await wire.clock.advance(15_000);
  assert.equal(wire.take('ping').length, 2);
  assert.equal(wire.attempts, 1);
  await wire.clock.advance(11_000);
  assert.equal(wire.attempts, 2);
});

test('after waking up a dead connection is noticed within 3 s', async () => {
  const wire = new Wire();
  await wire.join();
  wire.session.wake();
  await wire.clock.advance(3_200);
  assert.equal(wire.attempts, 2);
});

test('the first retry comes at once, the next ones further apart, at most 8 s', async () => {
  const wire = new Wire();
  await wire.join();
  await wire.clock.advance(6_000);
  wire.refusesToOpen = true;
  const before = wire.attempts;
  wire.lose();
  await wire.clock.advance(110);
  assert.equal(wire.attempts, before + 1);
  await wire.clock.advance(60_000);
  const inFirstMinute = wire.attempts - before;
  assert.ok(inFirstMinute > 8 && inFirstMinute < 20, `${inFirstMinute} attempts`);
  await wire.clock.advance(80_000);
  assert.ok(wire.attempts - before - inFirstMinute >= 10);
});

test('the network coming back skips the wait', async () => {
  const wire = new Wire();
  await wire.join();
  wire.refusesToOpen = true;
  wire.lose();
  await wire.clock.advance(30_000);
  wire.refusesToOpen = false;
  const before = wire.attempts;
  wire.session.wake();
  await wire.clock.advance(5);
  assert.equal(wire.attempts, before + 1);
  assert.equal(wire.take('resume').length, 1);
});

test('a place that was given up is replaced by a new one that names it', async () => {
  for (const code of ['place-given-up', 'invalid-token']) {
    const wire = new Wire();
    await wire.join();
    wire.session.remember({ name: 'Anna B.' });
    wire.lose();
    await wire.clock.advance(200);
    wire.tell({ type: 'error', code, message: '.' });
    const { attempt, ...join } = wire.take('join').at(-1) ?? { type: 'nothing' };
    assert.equal(attempt, wire.take('join')[0]?.attempt);
    assert.deepEqual(join, {
      type: 'join',
      protocol: 1,
      room: 'garden',
      name: 'Anna B.',
      resumeOf: 'first',
      seq: 1,
    });
    wire.tell({ ...joined(), token: 'other' });
    assert.equal(wire.events.at(-1), 'joined again');
    wire.session.send(signal('x'));
    assert.equal(wire.sent.at(-1)?.seq, 2);
  }
});

test('a resume that is refused because of a rate is made again later', async () => {
  const wire = new Wire();
  await wire.join();
  wire.lose();
  await wire.clock.advance(200);
  wire.tell({ type: 'error', code: 'rate-limited', message: '.' });
  await wire.clock.advance(1_900);
  assert.equal(wire.take('resume').length, 1);
  await wire.clock.advance(800);
  assert.equal(wire.take('resume').length, 2);
});

test('a room that filled up meanwhile ends the session', async () => {
  const wire = new Wire();
  await wire.join();
  wire.lose();
  await wire.clock.advance(200);
  wire.tell({ type: 'error', code: 'place-given-up', message: '.' });
  wire.tell({ type: 'error', code: 'room-full', message: '.' });
  assert.equal(wire.events.at(-1), 'ended place-lost');
  await wire.clock.advance(60_000);
  assert.equal(wire.isOpen, false);
});

test('a first join that is refused leaves the connection open for another try', async () => {
  const wire = new Wire();
  wire.session.join({ type: 'join', protocol: 1, room: 'garden', name: 'Anna' });
  await wire.clock.advance(10);
  wire.tell({ type: 'error', code: 'room-full', message: '.' });
  assert.deepEqual(wire.events, ['refused room-full']);
  wire.session.join({ type: 'join', protocol: 1, room: 'garden', name: 'Anna' });
  assert.equal(wire.take('join').length, 2);
  assert.equal(wire.attempts, 1);
});

test('whoever was replaced stays away', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell({ type: 'replaced' });
  assert.equal(wire.events.at(-1), 'ended replaced');
  wire.session.wake();
  await wire.clock.advance(120_000);
  assert.equal(wire.attempts, 1);
});

test('a server that restarts is come back to, after the time it asked for', async () => {
  const wire = new Wire();
  await wire.join();
  wire.tell({ type: 'closing', reason: 'restarting', retryAfterMs: 2_000 });
  assert.equal(wire.events.at(-1), 'server-restarting');
  await wire.clock.advance(1_990);
  assert.equal(wire.attempts, 1);
  await wire.clock.advance(600);
  assert.equal(wire.take('resume').length, 1);
  wire.tell(resumed({ fresh: true, lastReceived: 0 }));
  assert.deepEqual(wire.events.slice(-2), ['joined', 'fresh']);
});

test('a closing without a time to come back ends the session', async () => {
  for (const reason of ['idle', 'too-slow']) {
    const wire = new Wire();
    await wire.join();
    wire.tell({ type: 'closing', reason });
    assert.equal(wire.events.at(-1), `ended ${reason}`);
    await wire.clock.advance(60_000);
    assert.equal(wire.attempts, 1);
  }
});

test('a lobby that was closed for idleness connects again when one joins', async () => {
  const wire = new Wire();
  wire.session.open();
  await wire.clock.advance(10);
  wire.tell({ type: 'closing', reason: 'idle' });
  await wire.clock.advance(60_000);
  assert.equal(wire.attempts, 1);
  await wire.join();
  assert.equal(wire.events.at(-1), 'joined');
});

test('while cut off, at most 256 messages wait, and updates take one place', async () => {
  const wire = new Wire();
  await wire.join();
  wire.lose();
  for (let i = 0; i < 300; i++) assert.equal(wire.session.send(update(`n${i}`)), true);
  const kept = Array.from({ length: 300 }, (_, i) => wire.session.send(signal(i)));
  assert.equal(kept.filter(Boolean).length, 255);
  assert.equal(wire.session.counts.overflows, 45);
  await wire.clock.advance(200);
  wire.tell(resumed());
  assert.deepEqual(wire.take('update'), [{ type: 'update', name: 'n299', seq: 2 }]);
});

test('at most 1 MiB of messages waits', async () => {
  const wire = new Wire();
  await wire.join();
  const large = 'x'.repeat(60_000);
  const kept = Array.from({ length: 30 }, () => wire.session.send(signal(large)));
  assert.equal(kept.filter(Boolean).length, 17);
});

test('an error names the message it answers, also after the acknowledgement', async () => {
  const wire = new Wire();
  await wire.join();
  wire.session.send(signal('x'));
  wire.tell({ type: 'ack', seq: 2 });
  wire.tell({ type: 'error', seq: 2, code: 'unknown-member', message: '.', re: 2 });
  assert.equal(wire.events.at(-1), 'refused unknown-member signal');
});

test('leaving says so once and keeps nothing', async () => {
  const wire = new Wire();
  await wire.join();
  wire.session.leave();
  assert.deepEqual(wire.sent.at(-1), { type: 'leave', seq: 2 });
  assert.equal(wire.session.token, null);
  assert.equal(wire.session.send(signal('x')), false);
  await wire.clock.advance(60_000);
  assert.equal(wire.attempts, 1);
  assert.equal(wire.clock.pendingTimers, 0);
});

test('messages out of turn are ignored: joined twice, resumed without asking, news before a place', async () => {
  const wire = new Wire();
  wire.session.open();
  await wire.clock.advance(10);
  wire.tell(left(1));
  wire.tell(joined());
  wire.tell(resumed());
  assert.deepEqual(wire.events, []);
  await wire.join();
  wire.tell({ ...joined(), token: 'stolen' });
  wire.tell(resumed({ token: 'stolen' }));
  assert.equal(wire.session.token, 'first');
  assert.equal(wire.news.length, 0);
});
