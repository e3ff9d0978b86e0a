import type { SendPlan } from './adaptation.ts';
import type { Bounds } from './encodeBudget.ts';

type Encoding = Partial<RTCRtpEncodingParameters>;

/** What the sender of a camera is set to. A phone held upright captures 720 wide and 1280 high: the sides count. */
export function cameraEncoding(
  { height, maxBitrate, maxFramerate, rung }: SendPlan,
  track: MediaStreamTrack | null,
  { isServed, bounds }: { isServed: boolean; bounds: Bounds | null },
): Encoding {
  if (rung === 0 || !isServed) return { active: false };
  const { short } = sidesOf(track);
  const forHeight = short === null ? 1 : short / height;
  const scaleResolutionDownBy = Math.max(1, forHeight, factorFor(track, bounds));
  return { active: true, maxBitrate, maxFramerate, scaleResolutionDownBy };
}

/** The same for a shared screen, which is never made smaller than its receiver can show. */
export function screenEncoding(
  { screenBitrate, screenFramerate }: SendPlan,
  track: MediaStreamTrack | null,
  { isServed, bounds }: { isServed: boolean; bounds: Bounds | null },
): Encoding {
  if (!isServed) return { active: false };
  const encoding = { active: true, maxBitrate: screenBitrate, maxFramerate: screenFramerate };
  return bounds
    ? { ...encoding, scaleResolutionDownBy: Math.max(1, factorFor(track, bounds)) }
    : encoding;
}

function factorFor(track: MediaStreamTrack | null, bounds: Bounds | null): number {
  const { short, long } = sidesOf(track);
  if (!bounds || short === null || long === null) return 1;
  return Math.max(short / bounds.short, long / bounds.long);
}

/** Null while the browser does not know yet. */
function sidesOf(track: MediaStreamTrack | null): { short: number | null; long: number | null } {
  const { width, height } = track?.getSettings() ?? {};
  if (!width || !height) return { short: null, long: null };
  return { short: Math.min(width, height), long: Math.max(width, height) };
}
