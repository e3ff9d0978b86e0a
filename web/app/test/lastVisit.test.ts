import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastVisit } from '../src/home/lastVisit.ts';

const now = new Date(2026, 5, 15, 9, 5).getTime();
const ago = (days: number): string =>
  lastVisit(new Date(2026, 5, 15 - days, 23, 50).getTime(), now, 'en');

test('a visit is told as one says it', () => {
  assert.match(lastVisit(new Date(2026, 5, 15, 8, 30).getTime(), now, 'en'), /^today, 8:30/);
  assert.equal(ago(1), 'yesterday');
  assert.equal(ago(5), '5 days ago');
  assert.equal(ago(21), '3 weeks ago');
  assert.equal(ago(90), '3 months ago');
  assert.equal(lastVisit(now - 3 * 86_400_000, now, 'de'), 'vor 3 Tagen');
});

test('a clock that was put back makes no visit in the future', () => {
  assert.match(lastVisit(now + 5 * 86_400_000, now, 'en'), /^today/);
});
