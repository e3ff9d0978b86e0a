import assert from 'node:assert/strict';
import { behind, isReached, meetBehind, pinged, requestsOf, visit } from './harness/behindProxy.ts';
import { scenario } from './harness/scenario.ts';

const byRequests = 'this network blocks WebSockets';
const byAsking = 'this network holds answers back';

for (const browser of ['chromium', 'firefox'] as const) {
  scenario(`${browser}: people meet where WebSockets are refused, and go on`, async (world) => {
    const nginx = await behind(world, { refusesUpgrades: true });
    const [anna, ben, link] = await meetBehind(world, nginx, browser);
    await Promise.all([anna, ben].map((person) => isReached(person, byRequests)));
    await nginx.kill();
    await nginx.startAgain();
    await visit(world, nginx.origin, link, [anna, ben]);
    await isReached(anna, byRequests);
  });

  scenario(`${browser}: people meet where answers are held back, and go on`, async (world) => {
    const nginx = await behind(world, { refusesUpgrades: true, buffers: true });
    const [anna, ben, link] = await meetBehind(world, nginx, browser);
    await Promise.all([anna, ben].map((person) => isReached(person, byAsking)));
    await nginx.kill();
    await nginx.startAgain();
    await visit(world, nginx.origin, link, [anna, ben]);
    await isReached(anna, byAsking);
  });
}

scenario('heartbeats keep a stream open where silence is cut', async (world) => {
  await world.startServer('--Hearth:Signaling:Heartbeat=00:00:01');
  const nginx = await behind(world, { refusesUpgrades: true, idleSeconds: 3 });
  const [anna, ben, link] = await meetBehind(world, nginx, 'chromium');
  const requests = requestsOf(anna);
  await pinged(anna, 1);
  await visit(world, nginx.origin, link, [anna, ben]);
  assert.equal(requests.get('/signal/stream') ?? 0, 0);
});

scenario('a call goes back to a WebSocket when it can', async (world) => {
  const nginx = await behind(world, { refusesUpgrades: true });
  const [anna, ben, link] = await meetBehind(world, nginx, 'chromium');
  await isReached(anna, byRequests);
  await nginx.become({});
  await Promise.all([anna, ben].map((person) => isReached(person, 'Direct')));
  await visit(world, nginx.origin, link, [anna, ben]);
  assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben']);
});
