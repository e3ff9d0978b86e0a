import assert from 'node:assert/strict';
import { assertHears, assertMeet } from './harness/media.ts';
import { changePath } from './harness/path.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';
import { type Traffic, trafficOf, trafficUntil } from './harness/sending.ts';

/** Anna is at the far end of a line, Ben beside the server. */
async function farCall(world: World) {
  const line = await world.layLine();
  const anna = await world.person('Anna', { far: line, networkMayFail: true });
  const ben = await world.person('Ben', { paths: 'veth', networkMayFail: true });
  const link = await ben.start();
  await anna.comeTo(link.replace(ben.origin, anna.origin));
  await assertMeet(anna, ben);
  return { line, anna, ben };
}

/** Waits until one of the tiles says so: whoever notices first repairs the link for both. */
async function oneSays(anna: Person, ben: Person, words: string): Promise<void> {
  await Promise.any(
    [anna.tile('Ben'), ben.tile('Anna')].map((tile) => tile.filter({ hasText: words }).waitFor()),
  );
}

/** Waits until both tiles say so. */
async function bothSay(anna: Person, ben: Person, words: string): Promise<void> {
  await Promise.all(
    [anna.tile('Ben'), ben.tile('Anna')].map((tile) => tile.filter({ hasText: words }).waitFor()),
  );
}

/** Breaks something and asserts that it is said, and that media are back in time on the same connection. */
async function assertComesBack(
  { anna, ben }: { anna: Person; ben: Person },
  breakIt: () => Promise<void> | void,
  withinMs: number,
): Promise<void> {
  const said = oneSays(anna, ben, 'Reconnecting');
  const brokenAt = Date.now();
  await breakIt();
  await said;
  await bothSay(anna, ben, 'Connected');
  const heard = (traffic: Traffic) => traffic.energy > 0.005;
  const tookMs = Date.now() - brokenAt;
  assert.ok(tookMs < withinMs, `media are back after ${tookMs} ms`);
  await Promise.all([anna, ben].map((person) => trafficUntil(person, 'it hears', heard, 4)));
  for (const person of [anna, ben]) {
    assert.equal(await person.page.evaluate(() => window.observed.links.length), 1);
  }
}

scenario(
  'on a bad line the sound comes first, and the picture comes back with the line',
  async (world) => {
    const { line, anna, ben } = await farCall(world);
    const people = [anna, ben];
    const settled = ({ height, framesPerSecond }: Traffic) => height >= 360 && framesPerSecond > 10;
    await Promise.all(people.map((person) => trafficUntil(person, 'a good picture', settled, 30)));

    await line.set('queue 24000', 'delay 20', 'loss 0.05', 'rate 300000');
    const fits = ({ videoBitrate, audioBitrate }: Traffic) => videoBitrate + audioBitrate < 300_000;
    await Promise.all(people.map((person) => trafficUntil(person, 'it fits', fits, 20)));
    const looks: Traffic[] = [];
    for (let look = 0; look < 5; look++) looks.push(...(await Promise.all(people.map(trafficOf))));
    for (const look of looks) {
      assert.ok(look.energy > 0.005, `sound is heard: ${JSON.stringify(look)}`);
      assert.ok(look.concealed < 0.25, `sound is whole: ${JSON.stringify(look)}`);
      assert.ok(look.audioBitrate > 15_000, `sound is sent: ${JSON.stringify(look)}`);
      assert.ok(look.height <= 180, `the picture is small: ${JSON.stringify(look)}`);
    }
    assert.ok(looks.filter(fits).length >= 8, `it goes on to fit: ${JSON.stringify(looks)}`);
    await Promise.all([assertHears(anna, 'Ben'), assertHears(ben, 'Anna')]);
    await bothSay(anna, ben, 'Connected');

    await line.set('perfect');
    const good = ({ height, decoded }: Traffic) => height >= 360 && decoded > 30;
    await Promise.all(people.map((person) => trafficUntil(person, 'a good picture', good, 90)));
  },
  240_000,
);

scenario(
  'somebody whose address changes is back within 8 s, although signaling broke too',
  async (world) => {
    const { line, anna, ben } = await farCall(world);
    await assertComesBack({ anna, ben }, () => line.changePath(), 8_000);
    await assertMeet(anna, ben);
  },
);

scenario('a machine whose address changes is back within 8 s', async (world) => {
  const anna = await world.person('Anna', { paths: 'veth' });
  const ben = await world.person('Ben', { paths: 'veth' });
  await ben.comeTo(await anna.start());
  await assertMeet(anna, ben);
  await assertComesBack({ anna, ben }, () => changePath(world), 8_000);
  await assertMeet(anna, ben);
});

scenario('a call comes back by itself after 10 s without any network', async (world) => {
  const { line, anna, ben } = await farCall(world);
  await assertComesBack({ anna, ben }, () => line.set('outage 10000'), 18_000);
  await assertMeet(anna, ben);
});

scenario('the offer made in the lobby survives another address', async (world) => {
  const anna = await world.person('Anna', { paths: 'veth' });
  const ben = await world.person('Ben', { paths: 'veth', networkMayFail: true });
  await ben.open(await anna.start());
  await ben.find('textbox', 'Your name').fill('Ben');
  await ben.turnOnDevices();
  await ben.page.waitForFunction(() =>
    window.observed.connections.some(({ localDescription }) => localDescription !== null),
  );
  await changePath(world);
  const clickedAt = Date.now();
  await ben.press('Join room');
  await bothSay(anna, ben, 'Connected');
  const tookMs = Date.now() - clickedAt;
  assert.ok(tookMs < 8_000, `connected after ${tookMs} ms`);
  await assertMeet(anna, ben);
});
