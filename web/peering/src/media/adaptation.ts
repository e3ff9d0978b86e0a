import { audioBitrate } from './encodeBudget.ts';

/** What one link reported about the last period. Bit rates in bit/s; null: this browser does not say. */
export interface Observation {
  /** The browser's estimate of what this path carries. */
  availableBitrate: number | null;
  /** Share of packets the receiver missed, 0..1. */
  fractionLost: number | null;
  /** What was sent on this path in the last period. */
  sentBitrate: number | null;
}

/** What one link may use at most, whatever its path carries. */
export interface Allowance {
  /** Bit/s for one picture. */
  readonly bitrate: number;
  /** Height of the camera's picture, in pixels. */
  readonly height: number;
}

/** What one link may send of the camera and the screen. */
export interface SendPlan {
  /** 0: video is paused, so that the voice gets through. Up to 4: the largest picture. */
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
  /** Periods since the last step up. */
  readonly sinceClimb: number;
  /** What the path was last found to carry besides the voice, in bit/s. Null: not known. */
  readonly room: number | null;
}

/** From paused video to the largest picture; bit rates a person still finds pleasant at that size. */
const rungs = [
  { height: 0, bitrate: 0, framerate: 0 },
  { height: 90, bitrate: 90_000, framerate: 10 },
  { height: 180, bitrate: 200_000, framerate: 20 },
  { height: 360, bitrate: 700_000, framerate: 30 },
  { height: 720, bitrate: 1_700_000, framerate: 30 },
] as const;

const screenBitrate = 1_500_000;
/** Periods are 2 s: 3 good ones before a first step up, at most 15. */
const firstPatience = 3;
const longestPatience = 15;
/** A step down so many periods after a step up says that the step up was too much; later, that the path changed. */
const climbProvenAfter = 8;
const heavyLoss = 0.1;
const lightLoss = 0.03;
/**
 * Browsers let the estimate grow to half more than what is sent. A quiet picture needs little: an estimate so far
 * above it says nothing against this rung or the next.
 */
const idleRatio = 1.25;

/** Where a link begins: the best its allowance has room for. */
export function beginAdaptation(allowance: Allowance): Adaptation {
  const plan = planFor(highestRung(allowance), allowance, null);
  return {
    plan,
    good: 0,
    bad: 0,
    patience: firstPatience,
    sinceClimb: climbProvenAfter,
    room: null,
  };
}

/** The same way, another allowance: what became too much goes at once, what there is more of is climbed to. */
export function adjust(
  before: Adaptation,
  allowance: Allowance,
  room: number | null = before.room,
): Adaptation {
  const rung = Math.min(before.plan.rung, highestRung(allowance));
  return { ...before, room, plan: planFor(rung, allowance, room) };
}

/** One period later: down at once when the path is too narrow, up step by step when it has room. */
export function adapt(
  before: Adaptation,
  { availableBitrate, fractionLost, sentBitrate }: Observation,
  allowance: Allowance,
): Adaptation {
  const top = highestRung(allowance);
  const { rung } = before.plan;
  const loss = fractionLost ?? 0;
  const room = roomFor(availableBitrate);
  const bad = loss > heavyLoss ? before.bad + 1 : 0;
  const isIdle = (availableBitrate ?? 0) >= idleRatio * (sentBitrate ?? Number.POSITIVE_INFINITY);
  const carried = room === null ? top : Math.max(highestCarried(room, rung), isIdle ? rung + 1 : 0);
  const sinceClimb = before.sinceClimb + 1;
  const isLosing = bad >= 2 || loss > 3 * heavyLoss;
  const wanted = Math.min(top, carried, isLosing ? Math.max(0, rung - 1) : top);
  const plan = (next: number) => planFor(next, allowance, room);
  if (wanted < rung) {
    const isRefuted = sinceClimb < climbProvenAfter;
    const patience = isRefuted ? Math.min(before.patience * 2, longestPatience) : before.patience;
    // One step up is refuted once, however far down it goes.
    return { plan: plan(wanted), good: 0, bad: 0, patience, sinceClimb: climbProvenAfter, room };
  }
  const good = loss < lightLoss ? before.good + 1 : 0;
  if (wanted > rung && good >= before.patience) {
    return { plan: plan(rung + 1), good: 0, bad, patience: before.patience, sinceClimb: 0, room };
  }
  const isSettled = good >= 2 * longestPatience;
  const patience = isSettled ? firstPatience : before.patience;
  return { plan: plan(Math.min(rung, top)), good, bad, patience, sinceClimb, room };
}

/** What is left for pictures once the voice has its part. */
export function roomFor(availableBitrate: number | null): number | null {
  return availableBitrate === null ? null : availableBitrate - audioBitrate;
}

function highestRung({ bitrate, height }: Allowance): number {
  const fitting = rungs.filter((rung) => rung.height <= height && rung.bitrate <= bitrate * 1.25);
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

function planFor(rung: number, allowance: Allowance, room: number | null): SendPlan {
  const { height, bitrate, framerate } = rungs[rung] ?? rungs[0];
  const share = allowance.bitrate;
  return {
    rung,
    maxBitrate: Math.round(Math.min(bitrate, share)),
    maxFramerate: framerate,
    height: Math.min(height, allowance.height),
    screenBitrate: Math.round(Math.min(screenBitrate, share, Math.max(room ?? share, 150_000))),
    // Text wants sharpness more than motion.
    screenFramerate: (room ?? share) >= 500_000 ? 15 : 5,
  };
}
