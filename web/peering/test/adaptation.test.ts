import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Adaptation,
  adapt,
  beginAdaptation,
  type Observation,
} from '../src/media/adaptation.ts';
import { observe, SenderAdaptation } from '../src/media/senderAdaptation.ts';
import type { VideoSize } from '../src/media/videoSize.ts';
import { SeededRandomness } from './support/seededRandomness.ts';
import { VirtualClock } from './support/virtualClock.ts';

const wide: Observation = { availableBitrate: 5_000_000, fractionLost: 0 };

function run(begin: Adaptation, observation: Observation, periods: number, links = 1) {
  let adaptation = begin;
  for (let i = 0; i < periods; i++) adaptation = adapt(adaptation, observation, 'large', links);
  return adaptation;
}

test('a wide path sends the size that was chosen', () => {
  const heights = (['small', 'medium', 'large'] as VideoSize[]).map(
    (size) => adapt(beginAdaptation(size, 1), wide, size, 1).plan.height,
  );
  assert.deepEqual(heights, [180, 360, 720]);
});

test('the links of a mesh share the uplink', () => {
  const one = beginAdaptation('large', 1).plan;
  const three = beginAdaptation('large', 3).plan;
  const nine = beginAdaptation('large', 9).plan;
  assert.ok(three.maxBitrate * 3 <= 4_000_000);
  assert.ok(nine.maxBitrate * 9 <= 4_000_000 && nine.height < one.height);
});

test('on a narrow path the picture shrinks at once', () => {
  const narrow = adapt(
    beginAdaptation('large', 1),
    { ...wide, availableBitrate: 400_000 },
    'large',
    1,
  );
  assert.ok(narrow.plan.height <= 360 && narrow.plan.height > 0);
});

test('on a bad line the voice comes first: video is paused', () => {
  const bad = { availableBitrate: 60_000, fractionLost: 0.2 };
  assert.equal(run(beginAdaptation('large', 1), bad, 1).plan.rung, 0);
});

test('heavy loss without an estimate steps down until video is paused', () => {
  const losing = { availableBitrate: null, fractionLost: 0.2 };
  const after = [2, 4, 6, 8].map((n) => run(beginAdaptation('large', 1), losing, n).plan.rung);
  assert.deepEqual(after, [3, 2, 1, 0]);
});

test('one lossy period changes nothing', () => {
  const once = run(beginAdaptation('large', 1), { availableBitrate: null, fractionLost: 0.2 }, 1);
  assert.equal(once.plan.rung, 4);
});

test('a line that recovers gets its picture back, one step at a time', () => {
  const paused = run(
    beginAdaptation('large', 1),
    { availableBitrate: 40_000, fractionLost: 0.3 },
    3,
  );
  assert.equal(paused.plan.rung, 0);
  const rungs = [1, 10, 20, 40, 80].map((n) => run(paused, wide, n).plan.rung);
  assert.equal(rungs[0], 0);
  assert.deepEqual([...rungs].sort(), rungs);
  assert.equal(rungs.at(-1), 4);
});

test('a step up that was too much makes the next one wait longer', () => {
  let adaptation = run(beginAdaptation('large', 1), { ...wide, availableBitrate: 500_000 }, 1);
  const { patience } = adaptation;
  adaptation = run(adaptation, wide, patience);
  adaptation = run(adaptation, { ...wide, availableBitrate: 300_000 }, 1);
  assert.ok(adaptation.patience > patience);
});

test('an estimate that wavers does not make the picture waver', () => {
  let adaptation = beginAdaptation('large', 1);
  const seen = new Set<number>();
  for (let i = 0; i < 60; i++) {
    const availableBitrate = i % 2 ? 1_000_000 : 1_600_000;
    adaptation = adapt(adaptation, { availableBitrate, fractionLost: 0 }, 'large', 1);
    seen.add(adaptation.plan.rung);
  }
  assert.deepEqual([...seen], [4]);
});

test('whatever is observed, the plan stays within bounds', () => {
  const random = new SeededRandomness(3);
  let adaptation = beginAdaptation('large', 1);
  for (let i = 0; i < 5_000; i++) {
    const availableBitrate = random.below(3) ? random.below(4_000_000) : null;
    const fractionLost = random.below(3) ? random.fraction() : null;
    const size = (['small', 'medium', 'large'] as const)[random.below(3)] ?? 'small';
    const links = 1 + random.below(15);
    adaptation = adapt(adaptation, { availableBitrate, fractionLost }, size, links);
    const { rung, height, maxBitrate, screenBitrate } = adaptation.plan;
    assert.ok(rung >= 0 && rung <= 4 && (rung === 0) === (height === 0));
    assert.ok(maxBitrate * links <= 4_000_000 + links && screenBitrate > 0);
    assert.ok(adaptation.patience <= 15);
  }
});

test('the observation is read from the nominated pair and the worst stream', () => {
  const report = new Map<string, object>([
    ['a', { type: 'candidate-pair', nominated: false, availableOutgoingBitrate: 1 }],
    ['b', { type: 'candidate-pair', nominated: true, availableOutgoingBitrate: 900_000 }],
    ['c', { type: 'remote-inbound-rtp', fractionLost: 0.01 }],
    ['d', { type: 'remote-inbound-rtp', fractionLost: 0.2 }],
  ]);
  const observation = observe(report as unknown as RTCStatsReport);
  assert.deepEqual(observation, { availableBitrate: 900_000, fractionLost: 0.2 });
  const nothing = observe(new Map() as unknown as RTCStatsReport);
  assert.deepEqual(nothing, { availableBitrate: null, fractionLost: null });
});

test('senders are set a second after a link connects and only when the plan changes', async () => {
  const clock = new VirtualClock();
  const calls: Record<string, unknown>[] = [];
  const sender = (track: object | null) => ({
    track,
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async ({ encodings }: { encodings: Record<string, unknown>[] }) => {
      calls.push(encodings[0] ?? {});
    },
  });
  const camera = { getSettings: () => ({ width: 720, height: 1280 }) };
  const link = {
    state: 'connected' as const,
    senders: [sender(null), sender(camera), sender(null)] as unknown as RTCRtpSender[],
    getStats: async () => new Map() as unknown as RTCStatsReport,
  };
  const adaptation = new SenderAdaptation(clock, { links: () => [link], size: 'medium' });
  adaptation.handleLinksChanged();
  await clock.advance(999);
  assert.equal(calls.length, 0, 'the first picture goes first');
  await clock.advance(1);
  assert.equal(calls.length, 3);
  assert.deepEqual(calls[0], { priority: 'high', networkPriority: 'high' });
  assert.equal(calls[1]?.scaleResolutionDownBy, 2, 'the shorter side of an upright picture counts');
  await clock.advance(60_000);
  assert.equal(calls.length, 3);
  adaptation.setSize('small');
  assert.equal(calls.length, 4);
  assert.equal(calls[3]?.scaleResolutionDownBy, 4);
  adaptation.close();
  await clock.advance(10_000);
  assert.equal(clock.pendingTimers, 0);
});
