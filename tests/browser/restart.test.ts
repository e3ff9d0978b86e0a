import assert from 'node:assert/strict';
import { assertMeet } from './harness/media.ts';
import type { Person } from './harness/person.ts';
import { assertUnbroken, beginSampling, sampledFor, sampledUntil } from './harness/sampling.ts';
import { scenario, type World } from './harness/scenario.ts';
import { SignalingProxy } from './harness/signalingProxy.ts';

/** Two people in a call whose signaling may fail. */
async function call(world: World, origin?: string): Promise<[Person, Person, string]> {
  const options = { networkMayFail: true, ...(origin === undefined ? {} : { origin }) };
  const anna = await world.person('Anna', options);
  const ben = await world.person('Ben', options);
  const link = await anna.start();
  await ben.comeTo(link);
  await assertMeet(anna, ben);
  return [anna, ben, link];
}

/** Samples both from 4 s before `fail` until 10 s after it, and asserts that nothing broke. */
async function assertSurvives(
  people: readonly [Person, Person],
  fail: () => Promise<void>,
): Promise<void> {
  await Promise.all(people.map(beginSampling));
  await Promise.all(people.map((person) => sampledFor(person, 4)));
  const failedAt = Date.now();
  await fail();
  for (const person of people) {
    assertUnbroken(person.name, await sampledUntil(person, failedAt + 10_000));
  }
}

scenario('a call goes on while the server is killed and started again', async (world) => {
  const server = await world.server();
  const [anna, ben, link] = await call(world);
  await assertSurvives([anna, ben], async () => {
    await server.kill();
    await server.startAgain();
  });

  const cleo = await world.person('Cleo');
  await cleo.comeTo(link);
  await assertMeet(cleo, anna);
  await assertMeet(cleo, ben);
  assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben', 'Cleo']);
});

scenario('a server that stops says that the call goes on', async (world) => {
  const server = await world.server();
  const [anna, ben] = await call(world);
  await server.stop();
  await Promise.all(
    [anna, ben].map((person) => person.isTold('Hearth is restarting. Your call goes on.')),
  );
  await server.startAgain();
  await Promise.all([anna, ben].map((person) => person.isNoLongerTold('Hearth is restarting')));
  await assertMeet(anna, ben);
});

scenario('a call goes on while signaling is cut for 10 s', async (world) => {
  const proxy = await SignalingProxy.start((await world.server()).origin);
  world.endWith(() => proxy.close());
  const [anna, ben, link] = await call(world, proxy.origin);
  const tiles = await Promise.all([
    anna.tile('Ben').elementHandle(),
    ben.tile('Anna').elementHandle(),
  ]);
  await assertSurvives([anna, ben], async () => proxy.cut());
  proxy.mend();

  for (const tile of tiles) assert.ok(await tile?.evaluate((element) => element.isConnected));
  const cleo = await world.person('Cleo', { origin: proxy.origin });
  await cleo.comeTo(link);
  await Promise.all([anna, ben].map((person) => person.isConnectedTo('Cleo')));
  await assertMeet(cleo, anna);
});
