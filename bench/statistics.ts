/** The smallest value that at least `share` (0-1) of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Median, 95th percentile and extremes, rounded to a tenth. */
export function summary(values: readonly number[]): Record<string, number> {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    count: values.length,
    median: round(percentile(values, 0.5)),
    p95: round(percentile(values, 0.95)),
    least: round(Math.min(...values)),
    most: round(Math.max(...values)),
  };
}
