import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActiveSpeakers } from '../src/media/activeSpeakers.ts';
import { Demands } from '../src/media/demands.ts';
import {
  type Candidate,
  chooseVideos,
  everything,
  maximumVideos,
  nothing,
  parseWant,
  wantPayload,
} from '../src/media/wanted.ts';
import { SeededRandomness } from './support/seededRandomness.ts';

const names = ['anna', 'ben', 'cleo', 'dora', 'emil', 'finn', 'gina', 'hugo'];

function others(count: number, more: Record<string, Partial<Candidate>> = {}): Candidate[] {
  return names
    .slice(0, count)
    .map((id) => ({ id, camera: true, screen: false, ...(more[id] ?? {}) }));
}

/** `anna` for a camera, `anna's screen` for a screen, in the order of the members. */
function chosen(
  candidates: Candidate[],
  { pinned = null, speakers = [] }: { pinned?: string | null; speakers?: string[] } = {},
): string[] {
  return [...chooseVideos(candidates, { pinned, speakers })].flatMap(([id, wanted]) => [
    ...(wanted.screen ? [`${id}'s screen`] : []),
    ...(wanted.camera ? [id] : []),
  ]);
}

test('up to four members everything is wanted of everybody, whether it is there or not', () => {
  const wanted = chooseVideos(others(3, { ben: { camera: false } }), {
    pinned: null,
    speakers: [],
  });
  assert.deepEqual([...wanted.values()], [everything, everything, everything]);
});

test('from five members on four pictures are wanted, first of those who spoke last', () => {
  assert.deepEqual(chosen(others(6)), ['anna', 'ben', 'cleo', 'dora']);
  const speakers = ['finn', 'emil', 'anna', 'ben', 'cleo'];
  assert.deepEqual(chosen(others(6), { speakers }), ['anna', 'ben', 'emil', 'finn']);
});

test('a pinned member is shown even when others talk', () => {
  const speakers = ['anna', 'ben', 'cleo', 'dora'];
  assert.deepEqual(chosen(others(7), { pinned: 'gina', speakers }), [
    'anna',
    'ben',
    'cleo',
    'gina',
  ]);
});

test('shared screens count, and come before cameras', () => {
  const candidates = others(6, { emil: { screen: true }, finn: { screen: true, camera: false } });
  assert.deepEqual(chosen(candidates), ['anna', 'ben', "emil's screen", "finn's screen"]);
});

test('of a pinned member who shares, screen and camera are both wanted', () => {
  const everyScreen = Object.fromEntries(names.map((id) => [id, { screen: true }]));
  const wanted = chosen(others(7, everyScreen), { pinned: 'gina' });
  assert.deepEqual(wanted, ["anna's screen", "ben's screen", "gina's screen", 'gina']);
});

test('nobody is asked for a camera that is off', () => {
  const off = { anna: { camera: false }, ben: { camera: false }, cleo: { camera: false } };
  assert.deepEqual(chosen(others(6, off)), ['dora', 'emil', 'finn']);
});

test('whatever is there, no more than four pictures are wanted, and only what there is', () => {
  const random = new SeededRandomness(5);
  for (let round = 0; round < 2_000; round++) {
    const candidates = Array.from({ length: 4 + random.below(12) }, (_, index) => ({
      id: `m${index}`,
      camera: random.below(2) === 1,
      screen: random.below(4) === 0,
    }));
    const pinned = random.below(2) ? `m${random.below(20)}` : null;
    const speakers = candidates.filter(() => random.below(2)).map(({ id }) => id);
    const wanted = chooseVideos(candidates, { pinned, speakers });
    let count = 0;
    for (const { id, camera, screen } of candidates) {
      const of = wanted.get(id) ?? nothing;
      count += Number(of.camera) + Number(of.screen);
      assert.ok((camera || !of.camera) && (screen || !of.screen));
    }
    const available = candidates.reduce((sum, c) => sum + Number(c.camera) + Number(c.screen), 0);
    assert.equal(count, Math.min(maximumVideos, available));
  }
});

/** Lets voices sound every 100 ms; each plan is the times in milliseconds between which a voice is loud. */
function speak(
  voices: Record<string, [number, number][]>,
  until: number,
  speakers = new ActiveSpeakers(),
): readonly string[] {
  for (let now = 0; now <= until; now += 100) {
    const isLoud = (spans: [number, number][]) => spans.some(([a, b]) => now >= a && now <= b);
    const levels = Object.entries(voices).map(
      ([id, spans]) => [id, isLoud(spans) ? 0.2 : 0] as const,
    );
    speakers.handleLevels(now, new Map(levels));
  }
  return speakers.order;
}

test('whoever speaks for 300 ms comes first, and not a moment earlier', () => {
  const voices = { anna: [] as [number, number][], ben: [[1_000, 2_000]] as [number, number][] };
  assert.deepEqual(speak(voices, 1_200), ['anna', 'ben']);
  assert.deepEqual(speak(voices, 1_300), ['ben', 'anna']);
});

test('a cough, or one beep a second, moves nobody', () => {
  const beeps = Array.from({ length: 20 }, (_, n): [number, number] => [
    n * 1_000,
    n * 1_000 + 200,
  ]);
  assert.deepEqual(speak({ anna: [], ben: beeps }, 20_000), ['anna', 'ben']);
});

test('pauses between syllables do not begin speech anew', () => {
  const syllables = Array.from({ length: 4 }, (_, n): [number, number] => [n * 200, n * 200]);
  assert.deepEqual(speak({ anna: [], ben: syllables }, 600), ['ben', 'anna']);
});

test('those who speak at the same time keep their order', () => {
  const all: [number, number][] = [[0, 5_000]];
  const order = speak({ anna: all, ben: all, cleo: all }, 5_000);
  assert.deepEqual(order, ['anna', 'ben', 'cleo']);
});

test('the order is replaced only when it changes, and forgets who has gone', () => {
  const speakers = new ActiveSpeakers();
  assert.equal(speakers.handleLevels(0, new Map([['anna', 0]])), true);
  const { order } = speakers;
  assert.equal(speakers.handleLevels(100, new Map([['anna', 0.5]])), false);
  assert.equal(speakers.order, order);
  assert.equal(speakers.handleLevels(200, new Map()), true);
  assert.deepEqual(speakers.order, []);
});

test('what is asked for goes over the wire and comes back the same', () => {
  for (const wanted of [everything, nothing, { camera: true, screen: false }])
    assert.deepEqual(parseWant(JSON.parse(JSON.stringify(wantPayload(wanted)))), wanted);
  assert.deepEqual(parseWant({ videos: ['hologram', 'camera'] }), { camera: true, screen: false });
});

test('a want that is none is not read', () => {
  const broken = [
    {},
    { videos: null },
    { videos: 'camera' },
    { videos: { length: 1, 0: 'camera' } },
    { videos: [7] },
    { videos: [['camera']] },
    { videos: Array(9).fill('camera') },
  ];
  for (const payload of broken) assert.equal(parseWant(payload), null, JSON.stringify(payload));
});

test('in a small room silence means everything, in a large one nothing', () => {
  const demands = new Demands();
  assert.equal(demands.of('anna', true), everything);
  assert.equal(demands.of('anna', false), nothing);
  demands.handlePayload('anna', { videos: ['camera'] });
  assert.deepEqual(demands.of('anna', true), { camera: true, screen: false });
  demands.forget('anna');
  assert.equal(demands.of('anna', false), nothing);
});

test('who asked first comes first, until it wants nothing', () => {
  const demands = new Demands();
  for (const id of ['anna', 'ben']) demands.handlePayload(id, { videos: ['camera'] });
  assert.equal(demands.handlePayload('anna', { videos: ['camera', 'screen'] }), true);
  assert.equal(demands.handlePayload('anna', { videos: ['screen', 'camera'] }), false);
  assert.deepEqual(demands.order, ['anna', 'ben']);
  demands.handlePayload('anna', { videos: [] });
  demands.handlePayload('anna', { videos: ['camera'] });
  assert.deepEqual(demands.order, ['ben', 'anna']);
  assert.equal(demands.handlePayload('ben', { videos: 'all' }), null);
  assert.deepEqual(demands.of('ben', false), { camera: true, screen: false });
});
