import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choosingTransport, rememberWays, type Ways } from '../src/session/choosingTransport.ts';
import { Session } from '../src/session/session.ts';
import type {
  OpenTransport,
  Transport,
  TransportHandlers,
  TransportKind,
} from '../src/session/transport.ts';
import { FakeServer } from './support/fakeServer.ts';
import { SeededRandomness } from './support/seededRandomness.ts';
import { VirtualClock } from './support/virtualClock.ts';

/** What a network does to one way. */
type Habit = 'works' | 'refuses' | 'silent' | 'cuts' | 'swallows';

/** A page whose ways to the server do what the test says. */
class Page {
  readonly clock = new VirtualClock();
  readonly memory = rememberWays();
  readonly habits: Record<TransportKind, Habit> = {
    websocket: 'works',
    'http-stream': 'works',
    'long-polling': 'works',
  };
  readonly begun: TransportKind[] = [];
  readonly events: string[] = [];
  readonly open = new Set<TransportKind>();
  sent: string[] = [];
  readonly #handlers = new Map<TransportKind, TransportHandlers>();
  readonly choose: OpenTransport;

  constructor() {
    const way =
      (kind: TransportKind): OpenTransport =>
      (handlers) =>
        this.#begin(kind, handlers);
    const ways: Ways = {
      websocket: way('websocket'),
      'http-stream': way('http-stream'),
      'long-polling': way('long-polling'),
    };
    this.choose = choosingTransport(ways, this.clock, this.memory);
  }

  connect(): Transport {
    return this.choose({
      opened: () => this.events.push('opened'),
      message: (text) => this.events.push(text),
      closed: () => this.events.push('closed'),
    });
  }

  tell(kind: TransportKind, text: string): void {
    if (this.open.has(kind)) this.#handlers.get(kind)?.message(text);
  }

  cut(kind: TransportKind): void {
    if (this.open.delete(kind)) this.#handlers.get(kind)?.closed();
  }

  #begin(kind: TransportKind, handlers: TransportHandlers): Transport {
    this.begun.push(kind);
    this.#handlers.set(kind, handlers);
    this.open.add(kind);
    const habit = this.habits[kind];
    const isMine = () => this.#handlers.get(kind) === handlers && this.open.has(kind);
    this.clock.after(10, () => {
      if (!isMine() || habit === 'silent') return;
      if (habit !== 'refuses') handlers.opened();
      if (habit === 'refuses' || habit === 'cuts') this.cut(kind);
    });
    return {
      kind,
      send: (text) => {
        this.sent.push(`${kind} ${text}`);
        if (habit !== 'works') return;
        this.clock.after(10, () => isMine() && handlers.message(`heard ${text}`));
      },
      close: () => {
        if (isMine()) this.open.delete(kind);
      },
    };
  }
}

const ping = '{"type":"ping"}';

test('a WebSocket that opens is taken at once, and asked whether it carries messages', async () => {
  const page = new Page();
  const transport = page.connect();
  await page.clock.advance(10);
  assert.deepEqual(page.events, ['opened']);
  assert.deepEqual(page.sent, [`websocket ${ping}`]);
  await page.clock.advance(600_000);
  assert.deepEqual(page.begun, ['websocket']);
  assert.equal(transport.kind, 'websocket');
});

test('a WebSocket that is refused gives way to a stream in the same breath', async () => {
  const page = new Page();
  page.habits.websocket = 'refuses';
  const transport = page.connect();
  await page.clock.advance(25);
  assert.deepEqual(page.events, ['opened']);
  assert.equal(transport.kind, 'http-stream');
});

test('a handshake that stays silent gets company after 2.5 s, and the stream is taken', async () => {
  const page = new Page();
  page.habits.websocket = 'silent';
  const transport = page.connect();
  await page.clock.advance(2_520);
  assert.equal(transport.kind, 'http-stream');
  assert.deepEqual([...page.open], ['http-stream']);
});

test('a WebSocket that is cut before it said anything is not tried first again', async () => {
  const page = new Page();
  page.habits.websocket = 'cuts';
  page.connect();
  await page.clock.advance(10);
  assert.deepEqual(page.events, ['opened', 'closed']);
  page.connect();
  assert.deepEqual(page.begun, ['websocket', 'http-stream']);
});

test('a WebSocket that swallows messages is given up after 5 s, also in the lobby', async () => {
  const page = new Page();
  page.habits.websocket = 'swallows';
  page.connect();
  await page.clock.advance(5_010);
  assert.deepEqual(page.events, ['opened', 'closed']);
  page.connect();
  assert.equal(page.begun.at(-1), 'http-stream');
});

test('a stream that is held back gives way to polls, and polls come first from then on', async () => {
  const page = new Page();
  page.habits.websocket = 'refuses';
  page.habits['http-stream'] = 'refuses';
  const transport = page.connect();
  await page.clock.advance(50);
  assert.equal(transport.kind, 'long-polling');
  page.cut('long-polling');
  page.connect();
  assert.deepEqual(page.begun, ['websocket', 'http-stream', 'long-polling', 'long-polling']);
});

test('a WebSocket that worked and is refused means a server that is away, until the fourth time', async () => {
  const page = new Page();
  page.connect();
  await page.clock.advance(30);
  page.habits.websocket = 'refuses';
  page.cut('websocket');
  for (let attempt = 0; attempt < 4; attempt++) {
    page.connect();
    await page.clock.advance(50);
  }
  assert.deepEqual(page.begun, [...Array(5).fill('websocket'), 'http-stream']);
});

test('where nothing works the transport closes, and the next attempt begins with WebSocket', async () => {
  const page = new Page();
  for (const kind of ['websocket', 'http-stream', 'long-polling'] as const)
    page.habits[kind] = 'refuses';
  page.connect();
  await page.clock.advance(50);
  assert.deepEqual(page.events, ['closed']);
  page.connect();
  assert.equal(page.begun.at(-1), 'websocket');
});

test('WebSocket is tried again in the background, further and further apart, without a word', async () => {
  const page = new Page();
  page.habits.websocket = 'refuses';
  page.connect();
  await page.clock.advance(3_600_000);
  const tries = page.begun.filter((kind) => kind === 'websocket').length;
  assert.ok(tries > 10 && tries < 20, `${tries} tries`);
  assert.deepEqual(
    page.events.filter((event) => event === 'opened' || event === 'closed'),
    ['opened'],
  );
});

test('a WebSocket that answers again is gone back to, and the owner is told to begin anew', async () => {
  const page = new Page();
  page.habits.websocket = 'refuses';
  const transport = page.connect();
  await page.clock.advance(1_000);
  page.habits.websocket = 'works';
  await page.clock.advance(20_000);
  assert.equal(transport.kind, 'websocket');
  assert.deepEqual([...page.open], ['websocket']);
  assert.equal(page.events.filter((event) => event === 'opened').length, 2);
  assert.equal(page.events.includes('closed'), false);
});

test('a WebSocket that opens again but swallows is not gone back to', async () => {
  const page = new Page();
  page.habits.websocket = 'refuses';
  const transport = page.connect();
  await page.clock.advance(1_000);
  page.habits.websocket = 'swallows';
  await page.clock.advance(120_000);
  assert.equal(transport.kind, 'http-stream');
});

test('going back waits until nothing is under way', async () => {
  const page = new Page();
  page.habits.websocket = 'refuses';
  const transport = page.connect();
  await page.clock.advance(1_000);
  page.habits.websocket = 'works';
  for (let second = 0; second < 30; second++) {
    transport.send('news');
    await page.clock.advance(1_000);
  }
  assert.equal(transport.kind, 'http-stream');
  await page.clock.advance(3_000);
  assert.equal(transport.kind, 'websocket');
});

test('closing ends every way and leaves no timer', async () => {
  const page = new Page();
  page.habits.websocket = 'silent';
  const transport = page.connect();
  await page.clock.advance(2_500);
  transport.close();
  await page.clock.advance(60_000);
  assert.deepEqual([...page.open], []);
  assert.deepEqual(page.events, []);
  assert.equal(page.clock.pendingTimers, 0);
});

test('a session loses and doubles nothing when it goes back to WebSocket', async () => {
  const clock = new VirtualClock();
  const server = new FakeServer(clock);
  let isBlocked = true;
  const blocked: OpenTransport = (handlers) => {
    clock.after(1, () => handlers.closed());
    return { kind: 'websocket', send() {}, close() {} };
  };
  const named =
    (kind: TransportKind): OpenTransport =>
    (handlers) => ({ ...server.transport()(handlers), kind });
  const ways: Ways = {
    websocket: (handlers) => (isBlocked ? blocked : named('websocket'))(handlers),
    'http-stream': named('http-stream'),
    'long-polling': named('long-polling'),
  };
  const join = async (name: string, open: OpenTransport): Promise<[Session, unknown[]]> => {
    const session = new Session({ open, clock, randomness: new SeededRandomness(name.length) });
    const heard: unknown[] = [];
    session.on('news', (news) => news.type === 'signal' && heard.push(news.data));
    session.join({ type: 'join', protocol: 1, room: 'garden', name });
    await clock.advance(100);
    return [session, heard];
  };
  const [ben, benHeard] = await join('Ben', server.transport());
  const [anna, annaHeard] = await join('Anna', choosingTransport(ways, clock, rememberWays()));
  const statuses: string[] = [];
  anna.on('status', (status) => statuses.push(status));
  assert.equal(anna.transport, 'http-stream');
  isBlocked = false;
  const said = Array.from({ length: 20 }, (_, i) => i);
  for (const i of said) {
    anna.send({ type: 'signal', to: server.idOf('Ben'), data: i });
    ben.send({ type: 'signal', to: server.idOf('Anna'), data: i });
    await clock.advance(i === 10 ? 60_000 : 300);
  }
  assert.equal(anna.transport, 'websocket');
  assert.deepEqual(annaHeard, said);
  assert.deepEqual(benHeard, said);
  assert.deepEqual(statuses, []);
  assert.equal(anna.counts.resumes, 1);
});
