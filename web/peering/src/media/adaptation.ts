import { type VideoSize, videoSizes } from './videoSize.ts';

/** What one link reported about the last period. Bit rates in bit/s; null: this browser does not say. */
export interface Observation {
  /** The browser's estimate of what this path carries. */
  availableBitrate: number | null;
  /** Share of packets the receiver missed, 0..1. */
  fractionLost: number | null;
}

/** What one link may send of the camera and the screen. */
export interface SendPlan {
  /** 0: video is paused, so that the voice gets through. Up to 4: the best that `size` allows. */
  readonly rung: number;
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  /** Height to send at most, in pixels. */
  readonly height: number;
  readonly screenBitrate: number;
  readonly screenFramerate: number;
}

/** The plan and what led to it, from one period to the next. */
export interface Adaptation {
  readonly plan: SendPlan;
  readonly good: number;
  readonly bad: number;
  /** Good periods wanted before the next step up; grows when a step up turned out too much. */
  readonly patience: number;
}

/** From paused video to the largest picture; bit rates a person still finds pleasant at that size. */
const rungs = [
  { height: 0, bitrate: 0, framerate: 0 },
  { height: 90, bitrate: 90_000, framerate: 10 },
  { height: 180, bitrate: 200_000, framerate: 20 },
  { height: 360, bitrate: 700_000, framerate: 30 },
  { height: 720, bitrate: 1_700_000, framerate: 30 },
] as const;

/** A voice with its overhead; it comes first. */
const audioBitrate = 48_000;
/** What a home uplink gives a mesh without choking: all links together stay below. */
const uplinkBitrate = 4_000_000;
const screenBitrate = 1_500_000;
/** Periods are 2 s: 3 good ones before a first step up, at most 15. */
const firstPatience = 3;
const longestPatience = 15;
const heavyLoss = 0.1;
const lightLoss = 0.03;

/** Where a link begins: the best its share of the uplink allows. */
export function beginAdaptation(size: VideoSize, links: number): Adaptation {
  const plan = planFor(highestRung(size, links), size, links, null);
  return { plan, good: 0, bad: 0, patience: firstPatience };
}

/** One period later: down at once when the path is too narrow, up step by step when it has room. */
export function adapt(
  before: Adaptation,
  { availableBitrate, fractionLost }: Observation,
  size: VideoSize,
  links: number,
): Adaptation {
  const top = highestRung(size, links);
  const { rung } = before.plan;
  const loss = fractionLost ?? 0;
  const room = availableBitrate === null ? null : availableBitrate - audioBitrate;
  const bad = loss > heavyLoss ? before.bad + 1 : 0;
  const carried = room === null ? top : highestCarried(room, rung);
  const isLosing = bad >= 2 || loss > 3 * heavyLoss;
  const wanted = Math.min(top, carried, isLosing ? Math.max(0, rung - 1) : top);
  const plan = (next: number) => planFor(next, size, links, room);
  if (wanted < rung) {
    const patience = Math.min(before.patience * 2, longestPatience);
    return { plan: plan(wanted), good: 0, bad: 0, patience };
  }
  const good = loss < lightLoss ? before.good + 1 : 0;
  if (wanted > rung && good >= before.patience) {
    return { plan: plan(rung + 1), good: 0, bad, patience: before.patience };
  }
  const isSettled = good >= 2 * longestPatience;
  const patience = isSettled ? firstPatience : before.patience;
  return { plan: plan(Math.min(rung, top)), good, bad, patience };
}

function highestRung(size: VideoSize, links: number): number {
  const share = uplinkBitrate / Math.max(links, 1);
  const { height } = videoSizes[size];
  const fitting = rungs.filter((rung) => rung.height <= height && rung.bitrate <= share * 1.25);
  return Math.max(1, fitting.length - 1);
}

/**
 * The highest rung the path carries. Staying needs half of a rung's rate, climbing needs three
 * quarters of the next one's: an estimate that wavers does not make the picture waver. Paused video
 * gives the estimate nothing to grow on, so one rung above it is always worth a try.
 */
function highestCarried(room: number, rung: number): number {
  if (rung === 0) return 1;
  const share = (index: number) => (index <= rung ? 0.5 : 0.75);
  const carried = rungs.findLastIndex(({ bitrate }, index) => room >= bitrate * share(index));
  return Math.max(0, carried);
}

function planFor(rung: number, size: VideoSize, links: number, room: number | null): SendPlan {
  const { height, bitrate, framerate } = rungs[rung] ?? rungs[0];
  const share = uplinkBitrate / Math.max(links, 1);
  return {
    rung,
    maxBitrate: Math.round(Math.min(bitrate, share)),
    maxFramerate: framerate,
    height: Math.min(height, videoSizes[size].height),
    screenBitrate: Math.round(Math.min(screenBitrate, share, Math.max(room ?? share, 150_000))),
    // Text wants sharpness more than motion.
    screenFramerate: (room ?? share) >= 500_000 ? 15 : 5,
  };
}
