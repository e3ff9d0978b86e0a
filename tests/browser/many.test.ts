import assert from 'node:assert/strict';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';
import { assertHearsAll, trafficOf } from './harness/traffic.ts';

const names = ['Anna', 'Ben', 'Cleo', 'Dora', 'Emil', 'Finn', 'Gina'];
const budget = { desktop: 6, phone: 2 };
const mostShown = 4;

/** Small, because seven of them are drawn without a graphics card. */
const desk = { viewport: { width: 640, height: 400 } };
const phone = {
  viewport: { width: 390, height: 640 },
  hasTouch: true,
  isMobile: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
};

/** What costs a page the most besides its pictures, and nothing here depends on. */
function remember(): void {
  localStorage.setItem('hearth.videoSize', '"small"');
  for (const cleaning of ['noiseSuppression', 'echoCancellation', 'automaticGain']) {
    localStorage.setItem(`hearth.${cleaning}`, 'false');
  }
}

/** Everybody waits in the lobby of one room and then goes in, one after the other, Ben with a phone. */
async function gather(world: World): Promise<Person[]> {
  const comes = async (name: string): Promise<Person> => {
    const context = name === 'Ben' ? phone : desk;
    const person = await world.person(name, { devices: 'slow-camera', context });
    await person.page.addInitScript(remember);
    person.page.context().setDefaultTimeout(60_000);
    return person;
  };
  const people = await Promise.all(names.map(comes));
  const [anna, ...others] = people as [Person, ...Person[]];
  const link = await anna.startRoom();
  await Promise.all(others.map((person) => person.open(link)));
  for (const person of people) await person.join();
  await Promise.all(
    people.flatMap((person) => otherThan(person).map((name) => person.isConnectedTo(name))),
  );
  return people;
}

const otherThan = (person: Person): string[] => names.filter((name) => name !== person.name);

/** Names of the others whose pictures a person has on the stage. */
async function shownTo(person: Person): Promise<string[]> {
  const labels = await person
    .find('region', 'Participants')
    .getByRole('group')
    .filter({ has: person.page.locator('video') })
    .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''));
  return labels.filter((label) => !label.endsWith('(you)'));
}

scenario(
  'seven people hear each other, nobody encodes beyond the budget, and a pin brings a picture',
  async (world) => {
    const people = await gather(world);
    const [anna, ben] = people as [Person, Person];
    await Promise.all(people.map((person) => assertHearsAll(person, otherThan(person))));

    const traffic = await Promise.all(people.map(trafficOf));
    for (const [index, { encoded, decoded, largest }] of traffic.entries()) {
      const person = people[index] as Person;
      const most = person === ben ? budget.phone : budget.desktop;
      assert.ok(encoded <= most, `${person.name} encodes ${encoded}`);
      assert.ok(decoded <= mostShown, `${person.name} decodes ${decoded}`);
      if (person === ben) assert.ok(largest <= 640, `a phone is sent ${largest}`);
      assert.equal((await shownTo(person)).length, mostShown, `${person.name} is shown four`);
    }
    assert.ok(traffic.some(({ encoded }) => encoded > 0));

    const shown = await shownTo(anna);
    // Not the phone: it may have given its two pictures to others.
    const unseen = otherThan(anna).find((name) => !shown.includes(name) && name !== 'Ben');
    assert.ok(unseen, `somebody is not shown besides ${shown}`);
    const tile = anna.tile(unseen);
    await tile.hover();
    await tile.getByRole('button', { name: 'Pin', exact: true }).click();
    await tile.getByRole('button', { name: 'Unpin', exact: true }).waitFor();
    const picture = (await tile.locator('video').elementHandle()) as NonNullable<unknown>;
    await anna.page.waitForFunction(
      (video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames > 5,
      picture,
    );
    assert.equal((await shownTo(anna)).length, mostShown);
    const pinned = await tile.boundingBox();
    const small = await anna.tile('Anna (you)').boundingBox();
    assert.ok((pinned?.width ?? 0) > 2 * (small?.width ?? 0), 'who is pinned stands large');
    await tile.getByRole('button', { name: 'Unpin', exact: true }).click();
    await tile.locator('video').waitFor({ state: 'detached' });
  },
  // Half of it on two cores that have nothing else to do.
  240_000,
);

scenario('speaker view and grid, by name, and axe finds nothing', async (world) => {
  const anna = await world.person('Anna');
  await bringAxe(anna.page.context());
  const link = await anna.start();
  assert.equal(await anna.button('Speaker view').count(), 0, 'alone there is nothing to arrange');
  const ben = await world.person('Ben');
  await ben.comeTo(link);
  await anna.isConnectedTo('Ben');
  const isLarge = (large: boolean) =>
    anna.page.waitForFunction((wanted) => {
      const [own, other] = [...document.querySelectorAll('member-tile')].map(
        (tile) => tile.getBoundingClientRect().width,
      );
      const isAlike = Math.abs((other ?? 0) - (own ?? 0)) < 2;
      return wanted ? (other ?? 0) > 2 * (own ?? 0) : isAlike;
    }, large);
  await anna.press('Speaker view');
  await isLarge(true);
  await assertAccessible(anna.page, 'speaker view');
  await anna.press('Grid view');
  await isLarge(false);
  await anna.tile('Ben').hover();
  await anna.tile('Ben').getByRole('button', { name: 'Pin', exact: true }).click();
  await isLarge(true);
  await assertAccessible(anna.page, 'a pinned member');
});
