import assert from 'node:assert/strict';
import { assertMeet, assertSees } from './harness/media.ts';
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

/**
 * The browser's fake cameras do not tell which way they look, so the page is told: front unless the other way was
 * asked for.
 */
function lookBothWays(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    const { facingMode: asked } = (constraints?.video || {}) as MediaTrackConstraints;
    const facingMode = (asked as { ideal?: string } | undefined)?.ideal ?? 'user';
    for (const track of stream.getVideoTracks()) {
      const settings = track.getSettings.bind(track);
      track.getSettings = () => ({ ...settings(), facingMode });
    }
    return stream;
  };
}

async function call(world: World): Promise<[Person, Person]> {
  const anna = await world.person('Anna', { context: phone, devices: 'two-cameras' });
  await anna.page.addInitScript(lookBothWays);
  const ben = await world.person('Ben');
  await ben.comeTo(await anna.start());
  await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
  return [anna, ben];
}

/** Waits until one's own tile shows a live camera that looks this way. */
async function looks(person: Person, way: 'user' | 'environment'): Promise<void> {
  await person.page.waitForFunction((facing) => {
    const video = document.querySelector<HTMLVideoElement>('[aria-label$="(you)"] video');
    const track = (video?.srcObject as MediaStream | null)?.getVideoTracks()[0];
    return track?.readyState === 'live' && track.getSettings().facingMode === facing;
  }, way);
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

scenario(
  'a phone switches to its other camera and back, and the other side sees on',
  async (world) => {
    const [anna, ben] = await call(world);
    await looks(anna, 'user');
    await assertSees(ben, 'Anna');
    for (const way of ['environment', 'user'] as const) {
      await anna.button('Switch camera').tap();
      await looks(anna, way);
      await assertSees(ben, 'Anna');
    }
    assert.equal(await ben.page.evaluate(() => window.observed.links.length), 1);
  },
);

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
