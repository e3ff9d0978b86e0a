import type { Person } from './person.ts';

/** What a page sends and hears on its only link, over about two seconds. */
export interface Traffic {
  /** Bit/s of the picture that is sent, and of everything together. */
  readonly videoBitrate: number;
  readonly audioBitrate: number;
  /** The picture as it is sent; 0 while it is paused. */
  readonly height: number;
  readonly framesPerSecond: number;
  /** Growth of the energy of the sound that is received. */
  readonly energy: number;
  /** Share of the received sound that had to be invented, 0..1. */
  readonly concealed: number;
  /** Pictures decoded from the network. */
  readonly decoded: number;
}

/** Measures for two seconds. Runs in the page. */
async function measure(): Promise<Traffic> {
  const connection = window.observed.links.at(-1);
  if (connection === undefined) throw new Error('the page has no connection');
  const look = async () => {
    const seen = {
      at: performance.now(),
      video: 0,
      audio: 0,
      frames: 0,
      height: 0,
      energy: 0,
      concealed: 0,
      samples: 0,
      decoded: 0,
    };
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
        seen.video += entry.bytesSent ?? 0;
        seen.frames += entry.framesSent ?? entry.framesEncoded ?? 0;
        seen.height = Math.max(seen.height, entry.frameHeight ?? 0);
      }
      if (entry.type === 'outbound-rtp' && entry.kind === 'audio') seen.audio += entry.bytesSent;
      if (entry.type !== 'inbound-rtp') continue;
      seen.energy += entry.totalAudioEnergy ?? 0;
      seen.concealed += entry.concealedSamples ?? 0;
      seen.samples += entry.totalSamplesReceived ?? 0;
      seen.decoded += entry.framesDecoded ?? 0;
    }
    return seen;
  };
  const before = await look();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const after = await look();
  const seconds = (after.at - before.at) / 1000;
  const frames = after.frames - before.frames;
  return {
    videoBitrate: ((after.video - before.video) * 8) / seconds,
    audioBitrate: ((after.audio - before.audio) * 8) / seconds,
    height: frames > 0 ? after.height : 0,
    framesPerSecond: frames / seconds,
    energy: after.energy - before.energy,
    concealed: (after.concealed - before.concealed) / Math.max(1, after.samples - before.samples),
    decoded: after.decoded - before.decoded,
  };
}

export function trafficOf(person: Person): Promise<Traffic> {
  return person.page.evaluate(measure);
}

/** Measures until the wish holds; fails with the last measurement when it does not in time. */
export async function trafficUntil(
  person: Person,
  wish: string,
  holds: (traffic: Traffic) => boolean,
  seconds: number,
): Promise<Traffic> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const traffic = await trafficOf(person);
    if (holds(traffic)) return traffic;
    if (Date.now() > end) throw new Error(`${person.name}: ${wish}: ${JSON.stringify(traffic)}`);
  }
}
