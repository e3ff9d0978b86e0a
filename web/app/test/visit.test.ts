import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestError, type RoomLook } from '@hearth/peering';
import { LocalMedia } from '../src/media/localMedia.ts';
import { Memory } from '../src/memory.ts';
import { Visit, type VisitServices } from '../src/visit.ts';
import { FakeDevices, fakeEnvironment } from './fakeDevices.ts';
import { FakeRoom } from './fakeRoom.ts';

const key = 'AAECAwQFBgcICQoLDA0ODw';
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Rejects when a join is given up. */
function givenUp(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

/** A visit whose services do what the test says. */
function visiting(keyText: string, look: Partial<RoomLook> = {}, secure = true) {
  const rooms: FakeRoom[] = [];
  const joins: Parameters<VisitServices['join']>[0][] = [];
  const control = {
    refusal: null as string | null,
    /** What a join waits for before it is answered. */
    waits: null as Promise<void> | null,
    lookRefusal: '',
    look,
    opened: 0,
    closed: 0,
    timers: 0,
    offers: [] as unknown[],
  };
  const devices = new FakeDevices();
  const memory = new Memory(null);
  const media = new LocalMedia(fakeEnvironment(devices, { secure }), memory);
  const services: VisitServices = {
    lookAtRoom: async ({ room }) => {
      if (control.lookRefusal !== '') throw new RequestError(control.lookRefusal, 'no');
      const kind = keyText === '' ? 'named' : 'keyed';
      return {
        id: room,
        exists: true,
        kind,
        count: 0,
        locked: false,
        members: [],
        ...control.look,
      };
    },
    join: async (options) => {
      joins.push(options);
      await Promise.race([control.waits, givenUp(options.signal)]);
      if (control.refusal !== null) throw new RequestError(control.refusal, 'no');
      const room = new FakeRoom();
      rooms.push(room);
      return room.asRoom;
    },
    open: () => {
      control.opened += 1;
      const close = (): void => {
        control.closed += 1;
      };
      const prepare = async (tracks: unknown): Promise<void> => {
        control.offers.push(tracks);
      };
      return { close, prepare } as unknown as ReturnType<VisitServices['open']>;
    },
    later: () => {
      control.timers += 1;
      return () => {};
    },
    origin: 'https://hearth.example',
    secure,
  };
  const visit = new Visit({ room: 'tea', keyText, device: 'desktop' }, media, memory, services);
  return { visit, media, memory, devices, rooms, joins, control };
}

test('the lobby opens the connection and asks who is inside', async () => {
  const { visit, control } = visiting(key, { count: 1, members: ['Anna'] });
  visit.begin();
  await settled();
  assert.equal(control.opened, 1);
  assert.deepEqual(visit.look?.members, ['Anna']);
  assert.equal(control.timers, 1);
  assert.equal(visit.link, `https://hearth.example/r/tea#${key}`);
});

test('a keyed room without its key, or with a broken one, says that a part is missing', async () => {
  const bare = visiting('', { kind: 'keyed' });
  bare.visit.begin();
  await settled();
  assert.deepEqual(bare.visit.phase, { at: 'end', reason: 'missing-key' });
  const broken = visiting('short');
  broken.visit.begin();
  assert.deepEqual(broken.visit.phase, { at: 'end', reason: 'missing-key' });
  assert.equal(broken.control.opened, 0);
});

test('a key is never taken into a room without one', async () => {
  const { visit } = visiting(key, { kind: 'named' });
  visit.begin();
  await settled();
  assert.deepEqual(visit.phase, { at: 'end', reason: 'wrong-key' });
});

test('a key that may not see who is inside is the wrong one', async () => {
  const { visit } = visiting(key, { members: null });
  visit.begin();
  await settled();
  assert.deepEqual(visit.phase, { at: 'end', reason: 'wrong-key' });
});

test('a secret link on an insecure page leads nowhere', () => {
  const { visit } = visiting(key, {}, false);
  visit.begin();
  assert.deepEqual(visit.phase, { at: 'end', reason: 'insecure' });
});

test('one joins with what is on, as Guest without a name', async () => {
  const { visit, media, joins, memory } = visiting(key);
  visit.begin();
  await media.start({ camera: false, microphone: true });
  await visit.join();
  assert.equal(visit.phase.at, 'room');
  assert.equal(joins[0]?.name, 'Guest');
  assert.deepEqual(joins[0]?.state, {
    microphone: true,
    camera: false,
    screen: false,
    paused: false,
  });
  assert.equal(joins[0]?.videoSize, memory.get('videoSize'));
});

test('the first offer is made ahead once the devices are on, and anew for other ones', async () => {
  const { visit, media, control } = visiting(key);
  visit.begin();
  assert.deepEqual(control.offers, []);
  await media.start({ camera: false, microphone: true });
  const { microphone } = media.tracks;
  assert.deepEqual(control.offers, [{ microphone, camera: null, screen: null }]);
  await media.start({ camera: true, microphone: true });
  assert.deepEqual(control.offers.at(-1), { ...media.tracks });
  const before = control.offers.length;
  media.changed.emit();
  assert.equal(control.offers.length, before);
});

test('two clicks join once', async () => {
  const { visit, joins } = visiting(key);
  visit.begin();
  await Promise.all([visit.join(), visit.join()]);
  await visit.join();
  assert.equal(joins.length, 1);
});

test('a full room is an end with a way in later', async () => {
  const { visit, control } = visiting(key);
  visit.begin();
  control.refusal = 'room-full';
  await visit.join();
  assert.deepEqual(visit.phase, { at: 'end', reason: 'full' });
  control.refusal = null;
  await visit.rejoin();
  assert.equal(visit.phase.at, 'room');
});

test('a wrong key is an end, other refusals are said in the lobby', async () => {
  const wrong = visiting(key);
  wrong.visit.begin();
  wrong.control.refusal = 'wrong-proof';
  await wrong.visit.join();
  assert.deepEqual(wrong.visit.phase, { at: 'end', reason: 'wrong-key' });
  const busy = visiting(key);
  busy.visit.begin();
  busy.control.refusal = 'rate-limited';
  await busy.visit.join();
  assert.equal(busy.visit.phase.at, 'lobby');
  assert.match(busy.visit.problem, /Wait/);
  assert.equal(busy.visit.joining, false);
});

test('leaving gives the devices back, and coming again takes them', async () => {
  const { visit, media, devices } = visiting(key);
  visit.begin();
  await media.start({ camera: true, microphone: true });
  await visit.join();
  visit.leave();
  await settled();
  assert.deepEqual(visit.phase, { at: 'end', reason: 'left' });
  assert.ok(devices.tracks.every(({ readyState }) => readyState === 'ended'));
  await visit.rejoin();
  assert.equal(visit.phase.at, 'room');
  assert.ok(media.cameraOn && media.microphoneOn);
});

test('whoever joined without devices comes again without', async () => {
  const { visit, devices, memory } = visiting(key);
  memory.set('devicesWanted', false);
  visit.begin();
  await visit.join();
  visit.leave();
  await visit.rejoin();
  assert.equal(devices.asked.length, 0);
});

test('a place that was given up is taken again by itself', async () => {
  const { visit, rooms } = visiting(key);
  let welcomed = 0;
  visit.onWelcomeBack = () => {
    welcomed += 1;
  };
  visit.begin();
  await visit.join();
  rooms[0]?.emit('closed', 'place-lost');
  await settled();
  assert.equal(rooms.length, 2);
  assert.deepEqual(visit.phase, { at: 'room', room: rooms[1]?.asRoom });
  assert.equal(welcomed, 1);
});

test('a way back that fails is an end, not a frozen room', async () => {
  const { visit, rooms, control } = visiting(key);
  visit.begin();
  await visit.join();
  control.refusal = 'unreachable';
  rooms[0]?.emit('closed', 'place-lost');
  await settled();
  assert.deepEqual(visit.phase, { at: 'end', reason: 'lost' });
});

test('a place opened elsewhere stays there', async () => {
  const { visit, rooms } = visiting(key);
  visit.begin();
  await visit.join();
  rooms[0]?.emit('closed', 'replaced');
  assert.deepEqual(visit.phase, { at: 'end', reason: 'replaced' });
  assert.equal(rooms.length, 1);
});

test('a page that goes elsewhere leaves and closes its connection', async () => {
  const { visit, control } = visiting(key);
  visit.begin();
  visit.close();
  assert.equal(control.closed, 1);
});

test('a look that was refused for asking too often says nothing about the key', async () => {
  const { visit, control } = visiting(key);
  control.lookRefusal = 'rate-limited';
  visit.begin();
  await settled();
  assert.deepEqual(visit.phase, { at: 'lobby' });
  assert.equal(visit.look, null);
  assert.equal(control.timers, 1);
});

test('before a locked room one waits, and is let in', async () => {
  const { visit, joins, control } = visiting(key);
  visit.begin();
  let letIn: () => void = () => {};
  control.waits = new Promise((resolve) => {
    letIn = resolve;
  });
  const joining = visit.join();
  await settled();
  joins[0]?.onKnocking?.();
  assert.deepEqual(visit.phase, { at: 'waiting' });
  letIn();
  await joining;
  assert.equal(visit.phase.at, 'room');
});

test('who stops waiting has an end with a way to knock again', async () => {
  const { visit, joins, control } = visiting(key);
  visit.begin();
  control.waits = new Promise(() => {});
  const joining = visit.join();
  await settled();
  joins[0]?.onKnocking?.();
  visit.stopWaiting();
  await joining;
  assert.deepEqual(visit.phase, { at: 'end', reason: 'stopped-waiting' });
  control.waits = null;
  await visit.rejoin();
  assert.equal(visit.phase.at, 'room');
});

test('refused, removed and closed are ends of their own', async () => {
  for (const code of ['not-let-in', 'barred']) {
    const { visit, joins, control } = visiting(key);
    visit.begin();
    control.refusal = code;
    const joining = visit.join();
    joins[0]?.onKnocking?.();
    await joining;
    assert.deepEqual(visit.phase, { at: 'end', reason: code });
  }
  for (const reason of ['removed', 'closed-by-owner'] as const) {
    const { visit, rooms } = visiting(key);
    visit.begin();
    await visit.join();
    rooms[0]?.emit('closed', reason);
    assert.deepEqual(visit.phase, { at: 'end', reason });
  }
});
