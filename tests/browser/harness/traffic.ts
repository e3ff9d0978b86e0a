import assert from 'node:assert/strict';
import type { Person } from './person.ts';

/** What the pictures of one page did over two seconds. */
export interface Traffic {
  /** Pictures that were encoded, one for each link and kind. */
  readonly encoded: number;
  readonly decoded: number;
  /** Longest side of what arrived, in pixels. */
  readonly largest: number;
}

/** Runs in the page. */
async function measureTraffic(): Promise<Traffic> {
  const look = async (): Promise<Map<string, number>> => {
    const frames = new Map<string, number>();
    for (const [index, connection] of window.observed.links.entries()) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.kind !== 'video') continue;
        const count = entry.type === 'outbound-rtp' ? entry.framesEncoded : entry.framesDecoded;
        if (!/^(?:out|in)bound-rtp$/.test(entry.type)) continue;
        frames.set(`${entry.type} ${index} ${entry.id}`, count ?? 0);
      }
    }
    return frames;
  };
  const before = await look();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const after = await look();
  const growing = [...after].filter(([key, count]) => count > (before.get(key) ?? 0));
  const count = (type: string): number => growing.filter(([key]) => key.startsWith(type)).length;
  const sides = [...document.querySelectorAll('video')]
    .filter(({ srcObject }) => {
      const track = (srcObject as MediaStream | null)?.getVideoTracks()[0];
      const receivers = window.observed.links.flatMap((link) => link.getReceivers());
      return receivers.some((receiver) => receiver.track === track);
    })
    .flatMap(({ videoWidth, videoHeight }) => [videoWidth, videoHeight]);
  return {
    encoded: count('outbound-rtp'),
    decoded: count('inbound-rtp'),
    largest: Math.max(0, ...sides),
  };
}

export function trafficOf(person: Person): Promise<Traffic> {
  return person.page.evaluate(measureTraffic);
}

/** What one voice did: growth of its receiver's audio energy, and the highest root mean square. */
interface Voice {
  readonly energy: number;
  readonly peak: number;
}

/** Measures every voice that the tiles play, all in the same two seconds. Runs in the page. */
async function measureVoices(): Promise<Record<string, Voice>> {
  const receivers = window.observed.connections.flatMap((connection) => connection.getReceivers());
  const audio = new AudioContext();
  await audio.resume();
  const energyOf = async (receiver: RTCRtpReceiver): Promise<number> => {
    for (const entry of (await receiver.getStats()).values()) {
      if (entry.type === 'inbound-rtp') return entry.totalAudioEnergy ?? 0;
    }
    return 0;
  };
  const listen = async (tile: Element, receiver: RTCRtpReceiver) => {
    const analyser = audio.createAnalyser();
    analyser.fftSize = 4096;
    audio.createMediaStreamSource(new MediaStream([receiver.track])).connect(analyser);
    const label = tile.getAttribute('aria-label') ?? '';
    return { label, receiver, analyser, before: await energyOf(receiver), peak: 0 };
  };
  const heard = [];
  for (const tile of document.querySelectorAll('[role=group]')) {
    const element = tile.querySelector('audio');
    const track = (element?.srcObject as MediaStream | null)?.getAudioTracks()[0];
    const receiver = receivers.find((candidate) => candidate.track === track);
    if (receiver && !element?.muted) heard.push(await listen(tile, receiver));
  }
  const wave = new Float32Array(4096);
  const started = performance.now();
  while (performance.now() - started < 2000) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (const one of heard) {
      one.analyser.getFloatTimeDomainData(wave);
      const sum = wave.reduce((total, value) => total + value * value, 0);
      one.peak = Math.max(one.peak, Math.sqrt(sum / wave.length));
    }
  }
  const voices: Record<string, Voice> = {};
  for (const { label, receiver, before, peak } of heard) {
    voices[label] = { energy: (await energyOf(receiver)) - before, peak };
  }
  await audio.close();
  return voices;
}

/** A busy machine gets this many windows of 2 s to let everybody be heard. */
const windows = 4;

/** Asserts that a person hears everybody of these names at the same time. */
export async function assertHearsAll(person: Person, names: readonly string[]): Promise<void> {
  for (let window = 1; ; window++) {
    const voices = await person.page.evaluate(measureVoices);
    const missing = names.filter((name) => {
      const { energy, peak } = voices[name] ?? { energy: 0, peak: 0 };
      return energy <= 0.005 || peak <= 0.03;
    });
    if (missing.length === 0) return;
    if (window === windows)
      assert.fail(`${person.name} does not hear ${missing}: ${JSON.stringify(voices)}`);
  }
}
