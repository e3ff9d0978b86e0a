import type { Device } from '@hearth/peering';

/** What kind of device this is, from what the browser says about itself and its pointer. */
export function deviceOf(browser: {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
  readonly coarsePointer: boolean;
  /** The shorter side of the screen in CSS pixels. */
  readonly shortSide: number;
}): Device {
  const { userAgent, maxTouchPoints, coarsePointer, shortSide } = browser;
  if (/\biPhone\b|\bAndroid\b.*\bMobile\b/.test(userAgent)) return 'phone';
  // An iPad calls itself a Macintosh; no Macintosh has a touch screen.
  if (/\biPad\b|\bAndroid\b/.test(userAgent)) return 'tablet';
  if (/\bMacintosh\b/.test(userAgent) && maxTouchPoints > 1) return 'tablet';
  if (!coarsePointer || maxTouchPoints === 0) return 'desktop';
  return shortSide < 600 ? 'phone' : 'desktop';
}

/** This browser's device. */
export function ownDevice(): Device {
  return deviceOf({
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    coarsePointer: matchMedia('(pointer: coarse)').matches,
    shortSide: Math.min(screen.width, screen.height),
  });
}
