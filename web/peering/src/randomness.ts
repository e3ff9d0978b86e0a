/** Chance as an argument: seeded in tests, the browser's CSPRNG in life. */
export interface Randomness {
  bytes(count: number): Uint8Array<ArrayBuffer>;
  /** In [0, 1): for jitter, never for secrets. */
  fraction(): number;
}

export const systemRandomness: Randomness = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  fraction: () => Math.random(),
};
