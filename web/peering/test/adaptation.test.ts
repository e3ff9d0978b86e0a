import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Adaptation,
  type Allowance,
  adapt,
  adjust,
  beginAdaptation,
  type Observation,
} from '../src/media/adaptation.ts';
import { observe, SenderAdaptation } from '../src/media/senderAdaptation.ts';
import { everything, nothing, type Wanted } from '../src/media/wanted.ts';
import { SeededRandomness } from './support/seededRandomness.ts';
import { VirtualClock } from './support/virtualClock.ts';

const wide: Observation = { availableBitrate: 5_000_000, fractionLost: 0, sentBitrate: null };

const large: Allowance = { bitrate: 4_000_000, height: 720 };

function run(begin: Adaptation, observation: Observation, periods: number) {
  let adaptation = begin;
  for (let i = 0; i < periods; i++) adaptation = adapt(adaptation, observation, large);
  return adaptation;
}

test('a wide path sends the size that was chosen', () => {
  const heights = [180, 360, 720].map((height) => {
    const allowance = { ...large, height };
    return adapt(beginAdaptation(allowance), wide, allowance).plan.height;
  });
  assert.deepEqual(heights, [180, 360, 720]);
});

test('a small share makes a small picture', () => {
  const third = beginAdaptation({ ...large, bitrate: 1_300_000 }).plan;
  const ninth = beginAdaptation({ ...large, bitrate: 400_000 }).plan;
  assert.ok(third.maxBitrate <= 1_300_000 && ninth.maxBitrate <= 400_000);
  assert.ok(ninth.height < third.height);
});

test('a share that shrinks is obeyed at once, one that grows is climbed into', () => {
  const before = beginAdaptation(large);
  const less = adjust(before, { ...large, bitrate: 250_000 });
  assert.ok(less.plan.maxBitrate <= 250_000 && less.plan.height <= 180);
  assert.equal(adjust(less, large).plan.rung, less.plan.rung);
  assert.ok(run(less, wide, 20).plan.rung > less.plan.rung);
});

test('on a narrow path the picture shrinks at once', () => {
  const narrow = adapt(beginAdaptation(large), { ...wide, availableBitrate: 400_000 }, large);
  assert.ok(narrow.plan.height <= 360 && narrow.plan.height > 0);
});

test('on a bad line the voice comes first: video is paused', () => {
  const bad = { availableBitrate: 60_000, fractionLost: 0.2, sentBitrate: null };
  assert.equal(run(beginAdaptation(large), bad, 1).plan.rung, 0);
});

test('heavy loss without an estimate steps down until video is paused', () => {
  const losing = { availableBitrate: null, fractionLost: 0.2, sentBitrate: null };
  const after = [2, 4, 6, 8].map((n) => run(beginAdaptation(large), losing, n).plan.rung);
  assert.deepEqual(after, [3, 2, 1, 0]);
});

test('one lossy period changes nothing', () => {
  const once = run(
    beginAdaptation(large),
    { availableBitrate: null, fractionLost: 0.2, sentBitrate: null },
    1,
  );
  assert.equal(once.plan.rung, 4);
});

test('a line that recovers gets its picture back, one step at a time', () => {
  const paused = run(
    beginAdaptation(large),
    { ...wide, availableBitrate: 40_000, fractionLost: 0.3 },
    3,
  );
  assert.equal(paused.plan.rung, 0);
  const rungs = [1, 10, 20, 40, 80].map((n) => run(paused, wide, n).plan.rung);
  assert.equal(rungs[0], 0);
  assert.deepEqual([...rungs].sort(), rungs);
  assert.equal(rungs.at(-1), 4);
});

test('an estimate that cannot grow beyond what is sent does not keep the picture small', () => {
  let adaptation = run(beginAdaptation(large), { ...wide, availableBitrate: 250_000 }, 2);
  assert.equal(adaptation.plan.height, 180);
  for (let period = 0; period < 60; period++) {
    // A quiet picture, and what congestion control allows a sender that the path does not hold back.
    const sentBitrate = adaptation.plan.maxBitrate / 3 + 40_000;
    const availableBitrate = 1.5 * sentBitrate + 10_000;
    adaptation = adapt(adaptation, { availableBitrate, fractionLost: 0, sentBitrate }, large);
  }
  assert.equal(adaptation.plan.height, 720);
});

test('a path that narrows by itself makes no later step up wait longer', () => {
  let adaptation = run(beginAdaptation(large), wide, 10);
  const { patience } = adaptation;
  for (const room of [300_000, 150_000, 100_000]) {
    adaptation = run(adaptation, { availableBitrate: room, fractionLost: 0, sentBitrate: room }, 2);
  }
  assert.equal(adaptation.patience, patience);
});

test('a step up that was too much makes the next one wait longer', () => {
  let adaptation = run(beginAdaptation(large), { ...wide, availableBitrate: 500_000 }, 1);
  const { patience } = adaptation;
  adaptation = run(adaptation, wide, patience);
  adaptation = run(adaptation, { ...wide, availableBitrate: 300_000 }, 1);
  assert.ok(adaptation.patience > patience);
});

test('an estimate that wavers does not make the picture waver', () => {
  let adaptation = beginAdaptation(large);
  const seen = new Set<number>();
  for (let i = 0; i < 60; i++) {
    const availableBitrate = i % 2 ? 1_000_000 : 1_600_000;
    adaptation = adapt(adaptation, { ...wide, availableBitrate }, large);
    seen.add(adaptation.plan.rung);
  }
  assert.deepEqual([...seen], [4]);
});

test('whatever is observed, the plan stays within bounds', () => {
  const random = new SeededRandomness(3);
  let adaptation = beginAdaptation(large);
  for (let i = 0; i < 5_000; i++) {
    const availableBitrate = random.below(3) ? random.below(4_000_000) : null;
    const fractionLost = random.below(3) ? random.fraction() : null;
    const sentBitrate = random.below(3) ? random.below(4_000_000) : null;
    const allowance = {
      bitrate: 1 + random.below(4_000_000),
      height: [180, 360, 720][i % 3] ?? 180,
    };
    adaptation = adapt(adaptation, { availableBitrate, fractionLost, sentBitrate }, allowance);
    const { rung, height, maxBitrate, screenBitrate } = adaptation.plan;
    assert.ok(rung >= 0 && rung <= 4 && (rung === 0) === (height === 0));
    assert.ok(maxBitrate <= allowance.bitrate && screenBitrate > 0);
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
  const volume = { bytes: 0, at: 0 };
  const observation = observe(report as unknown as RTCStatsReport, volume);
  assert.deepEqual(observation, {
    availableBitrate: 900_000,
    fractionLost: 0.2,
    sentBitrate: null,
  });
  const sent = (bytesSent: number, timestamp: number) =>
    new Map([['s', { type: 'outbound-rtp', bytesSent, timestamp }]]) as unknown as RTCStatsReport;
  const bitrates = [sent(1_000, 5_000), sent(26_000, 7_000), new Map() as never].map(
    (one) => observe(one, volume).sentBitrate,
  );
  assert.deepEqual(bitrates, [null, 100_000, null]);
});

/** A link whose senders note what they are set to, and a controller for some of them. */
function sending(
  options: { isSmall?: boolean; device?: 'phone' | 'desktop'; links?: number } = {},
) {
  const { isSmall = true, device = 'desktop', links: count = 1 } = options;
  const clock = new VirtualClock();
  const calls: Record<string, unknown>[] = [];
  const camera = { getSettings: () => ({ width: 720, height: 1280 }) } as MediaStreamTrack;
  const sender = () => {
    const encoding: Record<string, unknown> = {};
    return {
      encoding,
      getParameters: () => ({ encodings: [{ ...encoding }] }),
      setParameters: async ({ encodings }: { encodings: Record<string, unknown>[] }) => {
        calls.push(encodings[0] ?? {});
        Object.assign(encoding, encodings[0]);
      },
    };
  };
  const links = Array.from({ length: count }, () => {
    const senders = [sender(), sender(), sender()] as const;
    const link = {
      state: 'connected' as RTCPeerConnectionState,
      senders: senders as unknown as RTCRtpSender[],
      holdsVideo: !isSmall,
      wanted: isSmall ? everything : (nothing as Wanted),
      camera: senders[1].encoding,
      releaseVideo: async () => {
        link.holdsVideo = false;
      },
      getStats: async () => new Map() as unknown as RTCStatsReport,
    };
    return link;
  });
  const adaptation = new SenderAdaptation(clock, {
    receivers: () => links.map((link) => ({ link, device: 'desktop', wanted: link.wanted })),
    tracks: () => ({ microphone: null, camera, screen: null }),
    isSmall: () => isSmall,
    device,
    size: 'medium',
  });
  return { clock, calls, links, adaptation };
}

test('senders are set a second after a link connects and only when the plan changes', async () => {
  const { clock, calls, adaptation } = sending();
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

test('in a large room nothing is encoded before somebody asks, and then within the budget', async () => {
  const { clock, links, adaptation } = sending({ isSmall: false, device: 'phone', links: 5 });
  adaptation.handleLinksChanged();
  await clock.advance(5_000);
  assert.ok(links.every(({ holdsVideo }) => holdsVideo));
  for (const link of links) link.wanted = everything;
  adaptation.handleDemandsChanged();
  await clock.advance(300);
  const active = () => links.map(({ holdsVideo, camera }) => !holdsVideo && camera.active === true);
  assert.deepEqual(active(), [true, true, false, false, false]);
  for (const link of links.slice(0, 1)) link.wanted = nothing;
  adaptation.handleDemandsChanged();
  await clock.advance(300);
  assert.deepEqual(active(), [false, true, true, false, false]);
  adaptation.close();
});

test('a link whose path is being repaired keeps its part of the budget', async () => {
  const { clock, links, adaptation } = sending({ isSmall: false, device: 'phone', links: 3 });
  for (const link of links) link.wanted = everything;
  for (const link of links.slice(0, 1)) link.state = 'disconnected';
  adaptation.handleDemandsChanged();
  await clock.advance(300);
  assert.deepEqual(
    links.map(({ camera }) => camera.active),
    [true, true, false],
  );
  adaptation.close();
});

test('however often demands change, encoders follow four times a second', async () => {
  const { clock, calls, links, adaptation } = sending({ isSmall: false, links: 5 });
  const before = calls.length;
  for (let i = 0; i < 1_000; i++) {
    for (const link of links) link.wanted = i % 2 ? everything : nothing;
    adaptation.handleDemandsChanged();
    await clock.advance(1);
  }
  assert.ok(calls.length - before <= 5 * 3 * 5, `${calls.length}`);
  adaptation.close();
});

test('statistics that come late undo no demand that came meanwhile', async () => {
  const { clock, links, adaptation } = sending({ isSmall: false, links: 5 });
  const [link] = links as [(typeof links)[number]];
  for (const one of links) one.wanted = everything;
  adaptation.handleDemandsChanged();
  adaptation.handleLinksChanged();
  await clock.advance(500);
  link.getStats = () =>
    new Promise((resolve) => {
      clock.after(400, () => resolve(new Map() as unknown as RTCStatsReport));
    });
  await clock.advance(600);
  link.wanted = nothing;
  adaptation.handleDemandsChanged();
  await clock.advance(1_000);
  assert.equal(link.camera.active, false);
  adaptation.close();
});
