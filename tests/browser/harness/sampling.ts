import assert from 'node:assert/strict';
import type { Person } from './person.ts';

/** One look at the only link of a page. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly state: RTCPeerConnectionState;
  /** Both candidates of the pair in use, by address, port and protocol. */
  readonly pair: string;
  readonly frames: number;
  readonly energy: number;
  /** How many connections the page has ever made. */
  readonly connections: number;
}

declare global {
  interface Window {
    samples: Sample[];
  }
}

/** Looks at the page's newest connection four times a second from now on. Runs in the page. */
function keepSampling(): void {
  const samples: Sample[] = [];
  window.samples = samples;
  const connection = window.observed.links.at(-1);
  if (connection === undefined) throw new Error('the page has no connection');
  const look = async (): Promise<void> => {
    const stats = await connection.getStats();
    const entries = [...stats.values()];
    const sum = (field: string): number =>
      entries
        .filter((entry) => entry.type === 'inbound-rtp')
        .reduce((total, entry) => total + (entry[field] ?? 0), 0);
    const transport = entries.find((entry) => entry.type === 'transport');
    const pair = entries.find(
      (entry) =>
        entry.type === 'candidate-pair' &&
        (transport ? entry.id === transport.selectedCandidatePairId : entry.selected),
    );
    const ends = [stats.get(pair?.localCandidateId), stats.get(pair?.remoteCandidateId)];
    samples.push({
      at: Date.now(),
      state: connection.connectionState,
      pair: ends.map((end) => `${end?.address}:${end?.port}/${end?.protocol}`).join(' '),
      frames: sum('framesDecoded'),
      energy: sum('totalAudioEnergy'),
      connections: window.observed.links.length,
    });
    setTimeout(() => void look(), 250);
  };
  void look();
}

export async function beginSampling(person: Person): Promise<void> {
  await person.page.evaluate(keepSampling);
}

/** Waits until the samples of a person reach a moment (milliseconds since the epoch). */
export async function sampledUntil(person: Person, moment: number): Promise<readonly Sample[]> {
  await person.page.waitForFunction((until) => (window.samples.at(-1)?.at ?? 0) >= until, moment, {
    timeout: 60_000,
  });
  return person.page.evaluate(() => window.samples);
}

/** Waits until at least `seconds` of samples are there. */
export async function sampledFor(person: Person, seconds: number): Promise<readonly Sample[]> {
  await person.page.waitForFunction(
    (milliseconds) => {
      const [first] = window.samples;
      const last = window.samples.at(-1);
      return first !== undefined && last !== undefined && last.at - first.at >= milliseconds;
    },
    seconds * 1000,
    { timeout: 60_000 },
  );
  return person.page.evaluate(() => window.samples);
}

/**
 * Asserts that one connection carried picture and sound all the time, on one path. Where nobody
 * else comes, no other connection may be made.
 */
export function assertUnbroken(who: string, samples: readonly Sample[], othersCome = false): void {
  const [first] = samples;
  assert.ok(first, 'there are samples');
  for (const sample of samples) {
    assert.equal(sample.state, 'connected', `${who}: the link stays connected`);
    assert.equal(sample.pair, first.pair, `${who}: the candidate pair stays the same`);
    if (othersCome) continue;
    assert.equal(sample.connections, first.connections, `${who}: no connection is made anew`);
  }
  let windows = 0;
  for (const [index, start] of samples.entries()) {
    const end = samples.slice(index).find((sample) => sample.at - start.at >= 2000);
    if (end === undefined) break;
    windows++;
    const at = `${((start.at - first.at) / 1000).toFixed(1)} s`;
    assert.ok(end.frames > start.frames, `${who}: frames grow in the 2 s from ${at}`);
    assert.ok(end.energy > start.energy, `${who}: sound grows in the 2 s from ${at}`);
  }
  assert.ok(windows > 10, `${who}: ${windows} windows of 2 s were looked at`);
}

/**
 * Asserts that frames and sound of a member keep arriving, by the numbers of the receivers alone.
 * Much cheaper than looking at the picture, for tests in which many people talk on.
 */
export async function assertTalksOn(person: Person, member: string): Promise<void> {
  await person.isConnectedTo(member);
  const tile = (await person.tile(member).elementHandle())!;
  await person.page.waitForFunction(
    async (element) => {
      const played = [...element.querySelectorAll<HTMLMediaElement>('audio, video')].flatMap(
        (media) => (media.srcObject instanceof MediaStream ? media.srcObject.getTracks() : []),
      );
      const receivers = window.observed.connections
        .flatMap((connection) => connection.getReceivers())
        .filter(({ track }) => played.includes(track));
      const count = async (): Promise<{ frames: number; energy: number }> => {
        const total = { frames: 0, energy: 0 };
        for (const receiver of receivers) {
          for (const entry of (await receiver.getStats()).values()) {
            if (entry.type !== 'inbound-rtp') continue;
            total.frames += entry.framesDecoded ?? 0;
            total.energy += entry.totalAudioEnergy ?? 0;
          }
        }
        return total;
      };
      const before = await count();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const after = await count();
      return after.frames - before.frames > 20 && after.energy - before.energy > 0.005;
    },
    tile,
    { polling: 100 },
  );
}
