declare global {
  interface Window {
    /** Times without sound, milliseconds since the epoch. */
    gaps: { from: number; to: number }[];
    /** Since when the sound comes without a gap, in the page's own time. */
    quietSince: number;
  }
}

/** Notes when no packet of sound came for more than half a second. Runs in the page. */
export function keepGaps(): void {
  window.gaps = [];
  window.quietSince = performance.now();
  let last = 0;
  const look = (): void => {
    const sources = window.observed.links.flatMap((link) =>
      link
        .getReceivers()
        .filter(({ track }) => track.kind === 'audio')
        .flatMap((receiver) => receiver.getSynchronizationSources()),
    );
    const newest = Math.max(0, ...sources.map(({ timestamp }) => timestamp));
    const isLate = last > 0 && performance.now() - last > 500;
    if (newest > last) {
      if (last > 0 && newest - last > 500) {
        const { timeOrigin } = performance;
        window.gaps.push({ from: timeOrigin + last, to: timeOrigin + newest });
      }
      last = newest;
    }
    if (isLate) window.quietSince = performance.now();
    setTimeout(look, 50);
  };
  look();
}
