/** Cancels what it was returned for; calling it again does nothing. */
export type Cancel = () => void;

/** Time as an argument, so that every machine runs in virtual time. Milliseconds since any epoch. */
export interface Clock {
  now(): number;
  after(ms: number, run: () => void): Cancel;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};
