import assert from 'node:assert/strict';
import { assertMeet } from '../harness/media.ts';
import type { Person } from '../harness/person.ts';
import { assertUnbroken, beginSampling, sampledUntil } from '../harness/sampling.ts';
import { scenario, type World } from '../harness/scenario.ts';
import { withoutLimits } from '../harness/server.ts';
import { SignalingProxy } from '../harness/signalingProxy.ts';

const hour = 3_600_000;

async function call(world: World, origin?: string): Promise<[Person, Person, string]> {
  const options = { networkMayFail: true, ...(origin === undefined ? {} : { origin }) };
  const anna = await world.person('Anna', options);
  const ben = await world.person('Ben', options);
  const link = await anna.start();
  await ben.comeTo(link);
  await assertMeet(anna, ben);
  return [anna, ben, link];
}

/** Somebody new comes in, is heard of by everybody, and goes: signaling works both ways. */
async function assertReachable(world: World, link: string, people: readonly Person[]) {
  const visitor = await world.person('Visitor', { networkMayFail: true });
  await visitor.open(link);
  await visitor.joinWithout();
  await Promise.all(people.map((person) => person.tile('Visitor').waitFor()));
  await visitor.press('Leave');
  await Promise.all(people.map((person) => person.tile('Visitor').waitFor({ state: 'detached' })));
  await visitor.page.context().close();
}

async function assertNeverBroken(people: readonly Person[]): Promise<void> {
  for (const person of people) {
    assertUnbroken(person.name, await person.page.evaluate(() => window.samples), true);
  }
}

scenario(
  'one call outlives 25 kills of the server',
  async (world) => {
    const server = await world.startServer(...withoutLimits);
    const [anna, ben, link] = await call(world);
    await Promise.all([anna, ben].map(beginSampling));
    for (let round = 0; round < 25; round++) {
      await server.kill();
      await server.startAgain();
      await assertReachable(world, link, [anna, ben]);
    }
    assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben']);
    await assertNeverBroken([anna, ben]);
  },
  hour,
);

scenario(
  'one call outlives 300 cuts of its signaling',
  async (world) => {
    const proxy = await SignalingProxy.start((await world.startServer(...withoutLimits)).origin);
    world.endWith(() => proxy.close());
    const [anna, ben, link] = await call(world, proxy.origin);
    await Promise.all([anna, ben].map(beginSampling));
    for (let round = 0; round < 300; round++) {
      const resumed = proxy.resumed(2);
      for (const line of proxy.lines) line.cut();
      await resumed;
      // A connection that held so long was a good one, and its loss is repaired at once.
      await sampledUntil(anna, Date.now() + 2_000);
      if (round % 50 === 49) await assertReachable(world, link, [anna, ben]);
    }
    assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben']);
    await assertNeverBroken([anna, ben]);
  },
  hour,
);

scenario(
  'one leaves and comes again 100 times',
  async (world) => {
    await world.startServer(...withoutLimits);
    const [anna, ben] = await call(world);
    for (let round = 0; round < 100; round++) {
      await ben.press('Leave');
      await anna.tile('Ben').waitFor({ state: 'detached' });
      await ben.press('Rejoin');
      await anna.isConnectedTo('Ben');
    }
    await assertMeet(anna, ben);
    const open = await anna.page.evaluate(
      () => window.observed.links.filter((one) => one.connectionState !== 'closed').length,
    );
    assert.equal(open, 1);
  },
  hour,
);
