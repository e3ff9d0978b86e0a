import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askSecureAddress,
  placeAfterTrust,
  readSecureAddress,
  secureLink,
  trustLink,
} from '../src/secure/secureAddress.ts';
import { trustKindOf } from '../src/trust/trustKind.ts';

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');
const room = { hostname: '192.168.1.5', pathname: '/r/four-words', hash: '#secret' };

test('the link to the secure address keeps the room and its key', () => {
  assert.equal(secureLink(room, 8443), 'https://192.168.1.5:8443/r/four-words#secret');
  assert.equal(
    secureLink({ ...room, hostname: '[fd00::5]' }, 443),
    'https://[fd00::5]/r/four-words#secret',
  );
  assert.equal(secureLink({ ...room, pathname: '/', hash: '' }, 8443), 'https://192.168.1.5:8443/');
});

test('the page about trust leads back to the room, and nowhere else', () => {
  assert.equal(trustLink(room), '/trust#/r/four-words#secret');
  assert.equal(trustLink({ ...room, pathname: '/', hash: '' }), '/trust');
  const back = (hash: string) => placeAfterTrust({ hostname: 'h', pathname: '/trust', hash });
  assert.deepEqual(back('#/r/four-words#secret'), { ...room, hostname: 'h' });
  assert.deepEqual(back('#/r/garden'), { hostname: 'h', pathname: '/r/garden', hash: '' });
  const home = { hostname: 'h', pathname: '/', hash: '' };
  for (const hash of [
    '',
    '#',
    '#//evil.test',
    '#/r/',
    '#/r/../x',
    '#https://evil.test',
    '#/trust',
  ]) {
    assert.deepEqual(back(hash), home, hash);
  }
});

test('of what the server answers only a port, a path under /trust and a digest count', () => {
  const right = { port: 8443, authority: '/trust/hearth-ca.crt', fingerprint };
  assert.deepEqual(readSecureAddress(right), right);
  const nothing = { port: null, authority: null, fingerprint: '' };
  assert.deepEqual(readSecureAddress({}), nothing);
  for (const port of [0, -1, 65_536, 1.5, '8443', null, [8443]]) {
    assert.equal(readSecureAddress({ port })?.port, null);
  }
  for (const authority of ['//evil.test', 'javascript:alert(1)', '/trust/../x', '/trust/', 7]) {
    assert.equal(readSecureAddress({ authority })?.authority, null);
  }
  assert.equal(readSecureAddress({ fingerprint: '<b>' })?.fingerprint, '');
  for (const answer of [null, 7, 'text', undefined]) assert.equal(readSecureAddress(answer), null);
});

test('a server that cannot be asked has no secure address to tell', async () => {
  assert.equal(await askSecureAddress(() => Promise.reject(new TypeError('away'))), null);
  assert.equal(await askSecureAddress(async () => new Response('', { status: 404 })), null);
  assert.equal(await askSecureAddress(async () => new Response('no json')), null);
  const answer = await askSecureAddress(async () => Response.json({ port: 8443 }));
  assert.equal(answer?.port, 8443);
});

test('each kind of device gets its own steps', () => {
  assert.equal(trustKindOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', 5), 'apple');
  assert.equal(trustKindOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5), 'apple');
  assert.equal(trustKindOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0), 'computer');
  assert.equal(trustKindOf('Mozilla/5.0 (Linux; Android 14; K)', 5), 'android');
  assert.equal(trustKindOf('Mozilla/5.0 (X11; Linux x86_64)', 0), 'computer');
});
