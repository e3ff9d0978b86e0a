/** Kinds of device that ask for different steps. */
export const trustKinds = ['apple', 'android', 'computer'] as const;

export type TrustKind = (typeof trustKinds)[number];

/** What this browser runs on, as it says itself; an iPad calls itself a Macintosh with a touch screen. */
export function trustKindOf(userAgent: string, maxTouchPoints: number): TrustKind {
  if (/\b(iPhone|iPad)\b/.test(userAgent)) return 'apple';
  if (/\bMacintosh\b/.test(userAgent) && maxTouchPoints > 1) return 'apple';
  return /\bAndroid\b/.test(userAgent) ? 'android' : 'computer';
}
