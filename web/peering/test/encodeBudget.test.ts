import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginAdaptation } from '../src/media/adaptation.ts';
import { audioBitrate, boundsFor, type Demand, shareBudget } from '../src/media/encodeBudget.ts';
import { cameraEncoding, screenEncoding } from '../src/media/encodings.ts';
import { everything, nothing } from '../src/media/wanted.ts';
import type { Device } from '../src/protocol/messages.ts';
import { SeededRandomness } from './support/seededRandomness.ts';

const onlyCamera = { camera: true, screen: false };
const asks = (count: number, has = onlyCamera, wanted = everything): Demand[] =>
  Array.from({ length: count }, () => ({ wanted, has }));

function encoded(device: Device, isSmall: boolean, demands: Demand[]): number {
  return shareBudget(device, isSmall, demands).reduce((sum, { camera, screen }, index) => {
    const has = demands[index]?.has ?? nothing;
    return sum + Number(camera && has.camera) + Number(screen && has.screen);
  }, 0);
}

test('a phone encodes two pictures at most, a desktop six', () => {
  assert.equal(encoded('phone', false, asks(15)), 2);
  assert.equal(encoded('tablet', false, asks(15)), 4);
  assert.equal(encoded('desktop', false, asks(15)), 6);
  assert.equal(encoded('desktop', false, asks(4)), 4);
});

test('in a small room everybody sees everybody, a phone too', () => {
  assert.equal(encoded('phone', true, asks(3)), 3);
});

test('screens come first, then cameras in the order of asking', () => {
  const allotments = shareBudget('desktop', false, asks(4, everything));
  assert.deepEqual(
    allotments.map(({ screen, camera }) => [screen, camera]),
    [
      [true, true],
      [true, true],
      [true, false],
      [true, false],
    ],
  );
});

test('nobody is sent what it did not ask for, and that leaves more for the others', () => {
  const demands = [...asks(2), ...asks(4, onlyCamera, nothing)];
  const allotments = shareBudget('desktop', false, demands);
  assert.deepEqual(
    allotments.map(({ camera }) => camera),
    [true, true, false, false, false, false],
  );
  assert.equal(allotments[0]?.share, (4_000_000 - 6 * audioBitrate) / 2);
});

test('the voices of all links are taken off the uplink before pictures get something', () => {
  const random = new SeededRandomness(9);
  for (let round = 0; round < 1_000; round++) {
    const device = (['phone', 'tablet', 'desktop'] as const)[random.below(3)] ?? 'phone';
    const flag = () => random.below(2) === 1;
    const wanted = () => ({ camera: flag(), screen: flag() });
    const has = wanted();
    const demands = Array.from({ length: random.below(16) }, () => ({ wanted: wanted(), has }));
    const [first] = shareBudget(device, false, demands);
    const pictures = encoded(device, false, demands);
    const uplink = { phone: 2_000_000, tablet: 3_000_000, desktop: 4_000_000 }[device];
    const voices = demands.length * audioBitrate;
    assert.ok(pictures <= { phone: 2, tablet: 4, desktop: 6 }[device]);
    if (first) assert.ok(first.share > 0 && first.share * pictures + voices <= uplink);
  }
});

const plan = beginAdaptation({ bitrate: 4_000_000, height: 720 }).plan;
const track = (width: number, height: number) =>
  ({ getSettings: () => ({ width, height }) }) as unknown as MediaStreamTrack;

test('a phone is sent at most 640x360, whichever way a picture stands', () => {
  const bounds = boundsFor('phone');
  const served = { isServed: true, bounds };
  for (const [width, height] of [
    [1280, 720],
    [720, 1280],
    [640, 480],
    [2560, 1080],
    [320, 180],
  ] as const) {
    for (const make of [cameraEncoding, screenEncoding]) {
      const factor = make(plan, track(width, height), served).scaleResolutionDownBy ?? 0;
      assert.ok(factor >= 1 && Math.max(width, height) / factor <= 640.001);
      assert.ok(Math.min(width, height) / factor <= 360.001);
    }
  }
  assert.equal(boundsFor('desktop'), null);
});

test('what nobody asked for is switched off', () => {
  const off = { isServed: false, bounds: null };
  assert.deepEqual(cameraEncoding(plan, track(1280, 720), off), { active: false });
  assert.deepEqual(screenEncoding(plan, track(1280, 720), off), { active: false });
});

test('a screen for a computer keeps its size', () => {
  const encoding = screenEncoding(plan, track(2560, 1440), { isServed: true, bounds: null });
  assert.equal(encoding.scaleResolutionDownBy, undefined);
  assert.equal(encoding.active, true);
});
