import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AudibleLink, Silence } from '../src/link/silence.ts';
import { VirtualClock } from './support/virtualClock.ts';

/** A link on which packets come every 20 ms while `sends`, and confirmations of our own while `confirms`. */
function stage() {
  const clock = new VirtualClock();
  const other = { sends: true, confirms: true };
  const states: boolean[] = [];
  let newest = 0;
  let bytes = 0;
  const packet = () => {
    if (other.sends) newest = clock.now() + 1;
    if (other.sends || other.confirms) bytes += 100;
    clock.after(20, packet);
  };
  packet();
  const link: AudibleLink = {
    receivers: [
      { getSynchronizationSources: () => (newest ? [{ timestamp: newest }] : []) },
    ] as unknown as RTCRtpReceiver[],
    getStats: () =>
      Promise.resolve(
        new Map([['pair', { type: 'candidate-pair', bytesReceived: bytes }]]),
      ) as Promise<unknown> as Promise<RTCStatsReport>,
  };
  const silence: Silence = new Silence(clock, () => states.push(silence.isSilent));
  return { clock, other, states, link, silence };
}

test('a link on which nothing comes any more is silent within 3 s, and heard again at once', async () => {
  const { clock, other, states, link, silence } = stage();
  silence.watch(link);
  await clock.advance(10_000);
  assert.deepEqual(states, []);

  other.sends = other.confirms = false;
  await clock.advance(3_000);
  assert.deepEqual(states, [true]);
  other.sends = true;
  await clock.advance(600);
  assert.deepEqual(states, [true, false]);
});

test('a gap of a second is no silence', async () => {
  const { clock, other, states, link, silence } = stage();
  silence.watch(link);
  for (let gap = 0; gap < 10; gap++) {
    await clock.advance(1_000);
    other.sends = other.confirms = false;
    await clock.advance(1_000);
    other.sends = other.confirms = true;
  }
  assert.deepEqual(states, []);
});

test('somebody who only listens is not silent', async () => {
  const { clock, other, states, link, silence } = stage();
  silence.watch(link);
  await clock.advance(2_000);
  other.sends = false;
  await clock.advance(60_000);
  assert.deepEqual(states, []);
});

test('a link on which nothing ever came cannot fall silent', async () => {
  const { clock, other, states, link, silence } = stage();
  other.sends = other.confirms = false;
  await clock.advance(1_000);
  link.receivers.splice(0);
  silence.watch(link);
  await clock.advance(60_000);
  assert.deepEqual(states, []);
});

test('a browser that still calls the link connected 7 s later is believed', async () => {
  const { clock, other, states, link, silence } = stage();
  silence.watch(link);
  await clock.advance(2_000);
  other.sends = other.confirms = false;
  await clock.advance(20_000);
  assert.deepEqual(states, [true, false]);
});

test('whoever stops watching hears nothing more', async () => {
  const { clock, other, states, link, silence } = stage();
  silence.watch(link);
  await clock.advance(2_000);
  silence.stop();
  other.sends = other.confirms = false;
  await clock.advance(20_000);
  assert.deepEqual(states, []);
});
