import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featuredTile, type StageView } from '../src/room/stageView.ts';

const screen = {} as MediaStreamTrack;
const tile = (id: string, more: { you?: boolean; screen?: MediaStreamTrack } = {}) => ({
  id,
  you: false,
  screen: null,
  ...more,
});
const three = [tile('anna'), tile('me', { you: true }), tile('ben')];

const featured = (
  tiles: ReturnType<typeof tile>[],
  view: StageView,
  { pinned = null, speakers = [] }: { pinned?: string | null; speakers?: string[] } = {},
): string | null => {
  const index = featuredTile(tiles, { view, pinned, speakers });
  return index === null ? null : (tiles[index]?.id ?? 'nobody');
};

test('in the grid all are alike until somebody shares or is pinned', () => {
  assert.equal(featured(three, 'grid', { speakers: ['ben'] }), null);
  assert.equal(featured([...three, tile('cleo', { screen })], 'grid'), 'cleo');
  assert.equal(featured(three, 'grid', { pinned: 'ben' }), 'ben');
});

test('in the speaker view whoever of the others spoke last is large', () => {
  assert.equal(featured(three, 'speaker', { speakers: ['me', 'gone', 'ben', 'anna'] }), 'ben');
  assert.equal(featured(three, 'speaker'), 'anna');
});

test('a pin goes before a screen, and a screen before who speaks', () => {
  const tiles = [...three, tile('cleo', { screen })];
  assert.equal(featured(tiles, 'speaker', { speakers: ['ben'] }), 'cleo');
  assert.equal(featured(tiles, 'speaker', { pinned: 'anna', speakers: ['ben'] }), 'anna');
});

test('nobody is large where nobody else is, or when who was pinned has gone', () => {
  assert.equal(featured([tile('me', { you: true })], 'speaker'), null);
  assert.equal(featured(three, 'grid', { pinned: 'gone' }), null);
});
