import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathOfRoom, routeOf, sameRoute } from '../src/routing.ts';

test('a room path leads to the room, with the key behind the sign', () => {
  assert.deepEqual(routeOf({ pathname: '/r/amber-river', hash: '#abc' }), {
    page: 'room',
    room: 'amber-river',
    keyText: 'abc',
  });
  assert.deepEqual(routeOf({ pathname: '/r/Tea/', hash: '' }), {
    page: 'room',
    room: 'tea',
    keyText: '',
  });
});

test('everything else is the home page', () => {
  for (const pathname of [
    '/',
    '/r/',
    '/r/-tea',
    '/r/a/b',
    '/r/%',
    '/rooms',
    `/r/${'a'.repeat(65)}`,
  ]) {
    assert.deepEqual(routeOf({ pathname, hash: '' }), { page: 'home' }, pathname);
  }
});

test('a path and its route are two ways to say the same', () => {
  const [pathname = '', key] = pathOfRoom('tea', 'abc').split('#');
  const route = routeOf({ pathname, hash: `#${key}` });
  assert.ok(sameRoute(route, { page: 'room', room: 'tea', keyText: 'abc' }));
  assert.ok(!sameRoute(route, { page: 'room', room: 'tea', keyText: '' }));
  assert.ok(!sameRoute(route, { page: 'home' }));
  assert.equal(pathOfRoom('tea', ''), '/r/tea');
});
