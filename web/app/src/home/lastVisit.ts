const dayMs = 24 * 60 * 60 * 1000;

/** The local day a time lies in, counted from some day in the past. */
function dayOf(time: number): number {
  const date = new Date(time);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayMs);
}

/** When somebody was here last, as one says it: `today, 14:05`, `yesterday`, `3 weeks ago`. Milliseconds since 1970. */
export function lastVisit(time: number, now: number, language: string): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const days = dayOf(now) - dayOf(time);
  if (days <= 0) {
    const clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
    return `${relative.format(0, 'day')}, ${clock.format(time)}`;
  }
  if (days < 14) return relative.format(-days, 'day');
  if (days < 60) return relative.format(-Math.floor(days / 7), 'week');
  return relative.format(-Math.min(Math.floor(days / 30), 120), 'month');
}
