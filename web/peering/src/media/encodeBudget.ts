import type { Device } from '../protocol/messages.ts';
import type { Wanted } from './wanted.ts';

/** What one device can do for all its links together. */
interface Budget {
  /** Pictures encoded at the same time: in a mesh every link has an encoder of its own. */
  readonly encodings: number;
  /** What a usual line of such a device gives without choking, in bit/s. */
  readonly uplink: number;
}

const budgets: Readonly<Record<Device, Budget>> = {
  desktop: { encodings: 6, uplink: 4_000_000 },
  tablet: { encodings: 4, uplink: 3_000_000 },
  phone: { encodings: 2, uplink: 2_000_000 },
};

/** A voice with its overhead. Every link keeps that much back before any picture gets something. */
export const audioBitrate = 48_000;

/** Largest picture to send, in pixels: its longer and its shorter side. */
export interface Bounds {
  readonly long: number;
  readonly short: number;
}

/** A phone neither shows nor decodes more. */
const phoneBounds: Bounds = { long: 640, short: 360 };

export function boundsFor(receiver: Device): Bounds | null {
  return receiver === 'phone' ? phoneBounds : null;
}

/** One link: what its receiver asks for, and what there is to send. Given in the order of asking. */
export interface Demand {
  readonly wanted: Wanted;
  readonly has: Wanted;
}

/** What one link may send now. */
export interface Allotment extends Wanted {
  /** Bit/s for one picture. */
  readonly share: number;
}

/**
 * Divides one device's encoders and uplink among its links. Screens come first, then cameras, each in the order of
 * asking, so that nobody loses a picture to somebody who asked later. In a small room everybody is served.
 */
export function shareBudget(
  device: Device,
  isSmall: boolean,
  demands: readonly Demand[],
): Allotment[] {
  const { encodings, uplink } = budgets[device];
  const served = { camera: new Set<Demand>(), screen: new Set<Demand>() };
  let encoded = 0;
  for (const kind of ['screen', 'camera'] as const) {
    for (const demand of demands) {
      const isEncoded = demand.wanted[kind] && demand.has[kind];
      const fits = isSmall ? demand.wanted[kind] : isEncoded && encoded < encodings;
      if (fits) served[kind].add(demand);
      if (fits && isEncoded) encoded++;
    }
  }
  const forPictures = uplink - audioBitrate * demands.length;
  const share = Math.max(0, Math.floor(forPictures / Math.max(encoded, 1)));
  return demands.map((demand) => ({
    camera: served.camera.has(demand),
    screen: served.screen.has(demand),
    share,
  }));
}
