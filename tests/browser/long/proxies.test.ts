import assert from 'node:assert/strict';
import { behind, meetBehind, pinged, requestsOf, visit } from '../harness/behindProxy.ts';
import { scenario } from '../harness/scenario.ts';

scenario(
  'a stream outlives a proxy that cuts what is silent for 30 s',
  async (world) => {
    const nginx = await behind(world, { refusesUpgrades: true, idleSeconds: 30 });
    const [anna, ben, link] = await meetBehind(world, nginx, 'chromium');
    const requests = requestsOf(anna);
    await pinged(anna, 5);
    await visit(world, nginx.origin, link, [anna, ben]);
    assert.equal(requests.get('/signal/stream') ?? 0, 0);
  },
  300_000,
);
