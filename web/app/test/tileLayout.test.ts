import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrangeTiles, type Rect } from '../src/room/tileLayout.ts';

const gap = 12;
const wide = { width: 1248, height: 690 };
const tall = { width: 374, height: 690 };

const covered = (tiles: readonly Rect[]): number =>
  tiles.reduce((sum, { width, height }) => sum + width * height, 0);

function rows(tiles: readonly Rect[]): number[] {
  const counts = new Map<number, number>();
  for (const { y } of tiles) counts.set(y, (counts.get(y) ?? 0) + 1);
  return [...counts.values()];
}

test('no stage and no people need no tiles', () => {
  assert.deepEqual(arrangeTiles({ ...wide, count: 0, featured: null, gap }), []);
  assert.deepEqual(arrangeTiles({ width: 0, height: 0, count: 3, featured: null, gap }), []);
});

test('on a wide stage two stand side by side, three as two and one, four as a square', () => {
  const at = (count: number): number[] =>
    rows(arrangeTiles({ ...wide, count, featured: null, gap }));
  assert.deepEqual(at(1), [1]);
  assert.deepEqual(at(2), [2]);
  assert.deepEqual(at(3), [2, 1]);
  assert.deepEqual(at(4), [2, 2]);
});

test('on a phone held upright two and three stand below each other, four as a square', () => {
  const at = (count: number): number[] =>
    rows(arrangeTiles({ ...tall, count, featured: null, gap }));
  assert.deepEqual(at(2), [1, 1]);
  assert.deepEqual(at(3), [1, 1, 1]);
  assert.deepEqual(at(4), [2, 2]);
});

test('up to sixteen tiles stay inside, do not touch and use a good part of the stage', () => {
  for (const size of [wide, tall, { width: 800, height: 780 }]) {
    for (let count = 1; count <= 16; count += 1) {
      const tiles = arrangeTiles({ ...size, count, featured: null, gap });
      assert.equal(tiles.length, count);
      for (const [index, tile] of tiles.entries()) {
        assert.ok(tile.x >= 0 && tile.x + tile.width <= size.width + 1);
        assert.ok(tile.y >= 0 && tile.y + tile.height <= size.height + 1);
        for (const other of tiles.slice(index + 1)) {
          const apart =
            tile.x + tile.width <= other.x ||
            other.x + other.width <= tile.x ||
            tile.y + tile.height <= other.y ||
            other.y + other.height <= tile.y;
          assert.ok(apart, `${count} tiles on ${size.width} x ${size.height}`);
        }
      }
      assert.ok(covered(tiles) > 0.66 * size.width * size.height, `${count} on ${size.width}`);
    }
  }
});

test('a last row that is not full stands in the middle', () => {
  const [first, , last] = arrangeTiles({ ...wide, count: 3, featured: null, gap });
  assert.equal(Math.round(last!.x + last!.width / 2), wide.width / 2);
  assert.ok(first!.x < last!.x);
});

test('a shared screen takes most of the stage, at the side or above the others', () => {
  const beside = arrangeTiles({ ...wide, count: 4, featured: 1, gap });
  assert.ok(beside[1]!.width > 0.7 * wide.width);
  for (const index of [0, 2, 3]) assert.ok(beside[index]!.x > beside[1]!.width);
  const above = arrangeTiles({ ...tall, count: 3, featured: 0, gap });
  assert.equal(above[0]!.width, tall.width);
  for (const index of [1, 2]) assert.ok(above[index]!.y > above[0]!.height);
});

test('one screen alone fills the stage', () => {
  const tiles = arrangeTiles({ ...wide, count: 1, featured: 0, gap });
  assert.deepEqual(tiles, [{ x: 0, y: 0, ...wide }]);
});

test('from five on more than seven tenths of the stage are faces, on a desk and on a phone', () => {
  for (const size of [wide, tall]) {
    for (let count = 5; count <= 16; count += 1) {
      const share = covered(arrangeTiles({ ...size, count, featured: null, gap }));
      assert.ok(share > 0.7 * size.width * size.height, `${count} on ${size.width}`);
    }
  }
});

test('rows are as even as they can be, and nobody sits much smaller than the others', () => {
  for (const size of [wide, tall]) {
    for (let count = 5; count <= 16; count += 1) {
      const tiles = arrangeTiles({ ...size, count, featured: null, gap });
      const counts = rows(tiles);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `${count}: ${counts}`);
      const areas = tiles.map(({ width, height }) => width * height);
      assert.ok(Math.max(...areas) <= 2.1 * Math.min(...areas), `${count} on ${size.width}`);
    }
  }
});

test('beside a large tile fifteen others still have room for their initials', () => {
  for (const size of [wide, tall]) {
    const tiles = arrangeTiles({ ...size, count: 16, featured: 3, gap });
    const large = tiles[3]!;
    for (const tile of tiles) {
      assert.ok(tile.width >= 52 && tile.height >= 52, `${tile.width} x ${tile.height}`);
      if (tile !== large) assert.ok(tile.width < large.width);
    }
    assert.ok(large.width * large.height > 0.55 * size.width * size.height);
  }
});
