import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MutedHint, SilenceHint } from '../src/media/hints.ts';
import { SpeakingDetector, SpeakingSet } from '../src/media/speaking.ts';

const loud = 0.2;

/** Feeds one level every 100 ms from `start` to `end` and returns the last answer. */
function feed<T>(start: number, end: number, take: (now: number) => T): T {
  let answer = take(start);
  for (let now = start + 100; now <= end; now += 100) answer = take(now);
  return answer;
}

test('speech counts after a moment and ends after a pause', () => {
  const detector = new SpeakingDetector();
  assert.equal(detector.handleLevel(0, loud), false);
  assert.equal(detector.handleLevel(200, loud), true);
  assert.equal(
    feed(300, 700, (now) => detector.handleLevel(now, 0)),
    true,
  );
  assert.equal(
    feed(800, 1200, (now) => detector.handleLevel(now, 0)),
    false,
  );
});

test('a click is not speech, and a breath is not silence', () => {
  const detector = new SpeakingDetector();
  detector.handleLevel(0, loud);
  detector.handleLevel(100, 0);
  assert.equal(detector.handleLevel(200, loud), false);
  detector.handleLevel(400, loud);
  detector.handleLevel(500, 0);
  detector.handleLevel(900, loud);
  assert.equal(detector.handleLevel(1200, 0), true);
});

test('a level between the two marks changes nothing', () => {
  const detector = new SpeakingDetector();
  assert.equal(
    feed(0, 2000, (now) => detector.handleLevel(now, 0.02)),
    false,
  );
  feed(2100, 2400, (now) => detector.handleLevel(now, loud));
  assert.equal(
    feed(2500, 5000, (now) => detector.handleLevel(now, 0.02)),
    true,
  );
});

test('a set tells when the answer changes and forgets who has gone', () => {
  const set = new SpeakingSet();
  assert.equal(set.handleLevels(0, new Map([['anna', loud]])), false);
  assert.equal(set.handleLevels(200, new Map([['anna', loud]])), true);
  assert.deepEqual([...set.speaking], ['anna']);
  assert.equal(set.handleLevels(300, new Map([['anna', loud]])), false);
  assert.equal(set.handleLevels(400, new Map()), true);
  assert.equal(set.speaking.size, 0);
});

test('five seconds of silence are told, any sound ends that', () => {
  const hint = new SilenceHint();
  assert.equal(
    feed(0, 4900, (now) => hint.handleLevel(now, 0)),
    false,
  );
  assert.equal(hint.handleLevel(5000, 0), true);
  assert.equal(hint.handleLevel(5100, 0.05), false);
  assert.equal(hint.shown, false);
});

test('without a microphone silence means nothing', () => {
  const hint = new SilenceHint();
  assert.equal(
    feed(0, 9000, (now) => hint.handleLevel(now, null)),
    false,
  );
});

test('who speaks while muted is told so, for a while after the last word', () => {
  const hint = new MutedHint();
  assert.equal(
    feed(0, 300, (now) => hint.handleLevel(now, loud, true)),
    true,
  );
  assert.equal(
    feed(400, 3000, (now) => hint.handleLevel(now, 0, true)),
    true,
  );
  assert.equal(
    feed(3100, 6000, (now) => hint.handleLevel(now, 0, true)),
    false,
  );
});

test('a door that falls shut is no speech', () => {
  const hint = new MutedHint();
  hint.handleLevel(0, loud, true);
  assert.equal(hint.handleLevel(100, loud, true), false);
  assert.equal(
    feed(200, 4000, (now) => hint.handleLevel(now, 0, true)),
    false,
  );
  assert.equal(hint.handleLevel(4100, loud, true), false);
});

test('unmuting ends the hint at once, and an open microphone never shows it', () => {
  const hint = new MutedHint();
  feed(0, 300, (now) => hint.handleLevel(now, loud, true));
  assert.equal(hint.handleLevel(400, loud, false), false);
  assert.equal(
    feed(500, 2000, (now) => hint.handleLevel(now, loud, false)),
    false,
  );
});
