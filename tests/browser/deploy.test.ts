import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { assertMeet } from './harness/media.ts';
import { Nginx } from './harness/nginx.ts';
import { scenario } from './harness/scenario.ts';

/** The part of deploy/nginx.conf that speaks to Hearth, as it stands there. */
async function documentedLocation(): Promise<string> {
  const text = await readFile('deploy/nginx.conf', 'utf8');
  const [location] = /^ {4}location \/ \{.*?^ {4}\}/ms.exec(text) ?? [];
  assert.ok(location, 'deploy/nginx.conf has a location');
  return location;
}

scenario('people meet behind nginx as deploy/nginx.conf sets it up', async (world) => {
  const server = await world.startServer('--Hearth:TrustedProxies:0=127.0.0.1');
  const nginx = await Nginx.start(server.origin, { location: await documentedLocation() });
  world.endWith(() => nginx.close());
  const options = { origin: nginx.origin };
  const anna = await world.person('Anna', options);
  const link = await anna.start();
  assert.ok(link.startsWith(nginx.origin), 'the link names the proxy, not what is behind it');
  const ben = await world.person('Ben', options);
  await ben.comeTo(link);
  await assertMeet(anna, ben);
  await anna.press('Settings');
  await anna.sees('Direct (WebSocket).');
  assert.doesNotMatch(server.output, /X-Forwarded-For/, 'nothing to warn of');
});
