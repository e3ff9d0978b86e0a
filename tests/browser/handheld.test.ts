import assert from 'node:assert/strict';
import { assertMeet } from './harness/media.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';

const phone = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
};

async function call(world: World): Promise<[Person, Person]> {
  const anna = await world.person('Anna', { context: phone, devices: 'two-cameras' });
  const ben = await world.person('Ben');
  await ben.comeTo(await anna.start());
  await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
  return [anna, ben];
}

/** No command of a test puts a page into the background; it is told so as a browser tells it. */
async function tellVisibility(person: Person, state: 'visible' | 'hidden'): Promise<void> {
  await person.page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibility });
    Object.defineProperty(document, 'hidden', {
      configurable: true,
      value: visibility === 'hidden',
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

scenario('a computer, or a phone with one camera, has nothing to switch', async (world) => {
  const anna = await world.person('Anna', { context: phone });
  await anna.start();
  const ben = await world.person('Ben', { devices: 'two-cameras' });
  await ben.comeTo(anna.page.url());
  assert.equal(await anna.button('Switch camera').count(), 0);
  assert.equal(await ben.button('Switch camera').count(), 0);
});

scenario(
  'a phone in the background is shown as `Paused`, and no longer when it is back',
  async (world) => {
    const [anna, ben] = await call(world);
    const paused = ben.tile('Anna').getByText('Paused', { exact: true });
    await assertMeet(anna, ben);
    await tellVisibility(anna, 'hidden');
    await paused.waitFor();
    await tellVisibility(anna, 'visible');
    await paused.waitFor({ state: 'detached' });
    await assertMeet(anna, ben);
    // A computer goes on sending from a page that nobody looks at.
    await tellVisibility(ben, 'hidden');
    await tellVisibility(anna, 'hidden');
    await paused.waitFor();
    assert.equal(await anna.tile('Ben').getByText('Paused', { exact: true }).count(), 0);
  },
);
