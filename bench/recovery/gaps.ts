declare global {
  interface Window {
    /** Times without sound, milliseconds since the epoch. */
    gaps: { from: number; to: number }[];
    /** Since when the sound comes without a gap. */
    quietSince: number;
  }
}

/** Notes when no packet of sound came for more than a second. Runs in the page. */
export function keepGaps(): void {
  window.gaps = [];
  window.quietSince = Date.now();
  let newest = 0;
  let heardAt = Date.now();
  const look = (): void => {
    const sources = window.observed.links.flatMap((link) =>
      link
        .getReceivers()
        .filter(({ track }) => track.kind === 'audio')
        .flatMap((receiver) => receiver.getSynchronizationSources()),
    );
    const now = Date.now();
    const isLate = now - heardAt > 1_000;
    if (isLate) window.quietSince = now;
    // Browsers count these times from different beginnings: only that they grow is certain.
    const timestamp = Math.max(0, ...sources.map((source) => source.timestamp));
    if (timestamp > newest) {
      if (isLate) window.gaps.push({ from: heardAt, to: now });
      newest = timestamp;
      heardAt = now;
    }
    setTimeout(look, 50);
  };
  look();
}
