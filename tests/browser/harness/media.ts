import assert from 'node:assert/strict';
import type { ElementHandle } from 'playwright-core';
import type { Person } from './person.ts';

/** What a picture did over two seconds. */
interface Picture {
  /** Frames presented. */
  readonly frames: number;
  /** Frames the decoder of the track's receiver put out. */
  readonly decoded: number;
  /** Mean luma of a 64x48 grab, 0-255. */
  readonly luma: number;
  /** Largest mean difference between the first grab and one at least a second later. */
  readonly change: number;
}

/** What a sound did. */
interface Sound {
  /** Growth of the receiver's totalAudioEnergy over two seconds. */
  readonly energy: number;
  /** Highest root mean square seen in 1.5 s. */
  readonly peak: number;
  /** Loudest frequency at that moment, hertz. */
  readonly frequency: number;
}

/** Sound of the browsers' fake microphones. */
export const tone = {
  chromium: { from: 200, to: 700 },
  firefox: { from: 850, to: 1150 },
} as const;

/** Measures a video element from its next frame on. Runs in the page. */
async function measurePicture(video: HTMLVideoElement): Promise<Picture> {
  const track = (video.srcObject as MediaStream).getVideoTracks()[0];
  const receiver = window.observed.connections
    .flatMap((connection) => connection.getReceivers())
    .find((candidate) => candidate.track === track);
  const decoded = async (): Promise<number> => {
    let frames = 0;
    for (const entry of (await receiver?.getStats())?.values() ?? []) {
      if (entry.type === 'inbound-rtp') frames = entry.framesDecoded ?? 0;
    }
    return frames;
  };
  const frame = (): Promise<void> =>
    new Promise((resolve) => video.requestVideoFrameCallback(() => resolve()));
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 48;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  const grab = (): number[] => {
    drawing?.drawImage(video, 0, 0, 64, 48);
    const pixels = drawing?.getImageData(0, 0, 64, 48).data ?? [];
    const lumas: number[] = [];
    for (let i = 0; i < pixels.length; i += 4) {
      const [red = 0, green = 0, blue = 0] = [pixels[i], pixels[i + 1], pixels[i + 2]];
      lumas.push(0.299 * red + 0.587 * green + 0.114 * blue);
    }
    return lumas;
  };
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  const soon = (): Promise<boolean> =>
    Promise.race([
      frame().then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 5000)),
    ]);

  if (!(await soon())) throw new Error('the picture shows no frame for 5 s');
  const before = await decoded();
  const started = performance.now();
  const first = grab();
  let change = 0;
  let frames = 0;
  while (performance.now() - started < 2000) {
    if (!(await soon())) break;
    frames++;
    // A grab costs more than a frame: few of them, and none in the first second.
    if (performance.now() - started < 1000 || frames % 8 !== 0) continue;
    const later = grab();
    change = Math.max(change, mean(first.map((value, i) => Math.abs(value - later[i]!))));
  }
  return {
    frames,
    decoded: (await decoded()) - before,
    luma: mean(first),
    change,
  };
}

/** Measures the sound that a tile plays. Runs in the page. */
async function measureSound(tile: Element): Promise<Sound> {
  const elements = [...tile.querySelectorAll<HTMLMediaElement>('audio, video')];
  const tracks = elements
    .filter((element) => !element.muted && element.srcObject instanceof MediaStream)
    .flatMap((element) => (element.srcObject as MediaStream).getAudioTracks());
  const receiver = window.observed.connections
    .flatMap((connection) => connection.getReceivers())
    .find((candidate) => tracks.includes(candidate.track));
  if (receiver === undefined) throw new Error('the tile plays no received sound');
  const energy = async (): Promise<number> => {
    for (const entry of (await receiver.getStats()).values()) {
      if (entry.type === 'inbound-rtp') return entry.totalAudioEnergy ?? 0;
    }
    return 0;
  };

  const audio = new AudioContext();
  await audio.resume();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 4096;
  audio.createMediaStreamSource(new MediaStream([receiver.track])).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  const before = await energy();
  const started = performance.now();
  let peak = 0;
  let frequency = 0;
  while (performance.now() - started < 2000) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    analyser.getFloatTimeDomainData(wave);
    const level = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length);
    if (level <= peak) continue;
    peak = level;
    analyser.getFloatFrequencyData(spectrum);
    const loudest = spectrum.reduce(
      (best, value, bin) => (value > spectrum[best]! ? bin : best),
      0,
    );
    frequency = (loudest * audio.sampleRate) / analyser.fftSize;
  }
  const grown = (await energy()) - before;
  await audio.close();
  return { energy: grown, peak, frequency };
}

async function pictureOf(person: Person, member: string): Promise<ElementHandle<HTMLVideoElement>> {
  const video = person.tile(member).locator('video').first();
  await video.waitFor();
  return (await video.elementHandle()) as ElementHandle<HTMLVideoElement>;
}

/** A machine that is busy with something else gets this many windows of 2 s to show what it can. */
const windows = 3;

/** Measures until the wishes hold; fails with the last measurement and the wish that it broke. */
async function assertWithin<T>(
  said: string,
  measure: () => Promise<T>,
  wishes: Readonly<Record<string, (measured: T) => boolean>>,
): Promise<void> {
  for (let window = 1; ; window++) {
    const measured = await measure();
    const broken = Object.entries(wishes).filter(([, holds]) => !holds(measured));
    if (broken.length === 0) return;
    const names = broken.map(([name]) => name).join(', ');
    if (window === windows) assert.fail(`${said}: ${names}: ${JSON.stringify(measured)}`);
  }
}

/** Asserts that a member's picture moves, is not black and is decoded from the network. */
export async function assertSees(person: Person, member: string): Promise<void> {
  const picture = await pictureOf(person, member);
  await assertWithin(`${person.name} sees ${member}`, () => picture.evaluate(measurePicture), {
    'more than 20 frames are shown': ({ frames }) => frames > 20,
    'more than 20 frames are decoded': ({ decoded }) => decoded > 20,
    'it is not black': ({ luma }) => luma > 16,
    'it moves': ({ change }) => change > 1,
  });
}

/** Asserts that a member's voice arrives, is played and is the fake microphone of `from`. */
export async function assertHears(
  person: Person,
  member: string,
  from: keyof typeof tone = 'chromium',
): Promise<void> {
  const tile = (await person.tile(member).elementHandle())!;
  await assertWithin(`${person.name} hears ${member}`, () => tile.evaluate(measureSound), {
    'energy grows': ({ energy }) => energy > 0.005,
    'it is loud enough to hear': ({ peak }) => peak > 0.03,
    'it is their tone': ({ frequency }) => frequency > tone[from].from && frequency < tone[from].to,
  });
}

/** Growth of the audio energy received from a member over `seconds`. */
export async function energyFrom(person: Person, member: string, seconds: number): Promise<number> {
  const tile = (await person.tile(member).elementHandle())!;
  return tile.evaluate(async (element, milliseconds) => {
    const tracks = [...element.querySelectorAll<HTMLMediaElement>('audio, video')]
      .filter((media) => media.srcObject instanceof MediaStream)
      .flatMap((media) => (media.srcObject as MediaStream).getAudioTracks());
    const receiver = window.observed.connections
      .flatMap((connection) => connection.getReceivers())
      .find((candidate) => tracks.includes(candidate.track));
    const energy = async (): Promise<number> => {
      for (const entry of (await receiver?.getStats())?.values() ?? []) {
        if (entry.type === 'inbound-rtp') return entry.totalAudioEnergy ?? 0;
      }
      throw new Error('no sound is received from this member');
    };
    const before = await energy();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return (await energy()) - before;
  }, seconds * 1000);
}

/** Both see and hear each other. */
export async function assertMeet(
  one: Person,
  other: Person,
  from: { one?: keyof typeof tone; other?: keyof typeof tone } = {},
): Promise<void> {
  await Promise.all([one.isConnectedTo(other.name), other.isConnectedTo(one.name)]);
  await Promise.all([
    assertSees(one, other.name),
    assertSees(other, one.name),
    assertHears(one, other.name, from.other),
    assertHears(other, one.name, from.one),
  ]);
}
