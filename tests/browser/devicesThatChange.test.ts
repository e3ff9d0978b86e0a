import assert from 'node:assert/strict';
import { DeviceDrawer } from './harness/deviceDrawer.ts';
import { assertHears, assertMeet, assertSees } from './harness/media.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';

const devices = ['camera', 'microphone'];

/** Somebody whose browser gives its devices by standing permission, and can take them back. */
async function permitted(world: World, name: string): Promise<Person> {
  const { origin } = await world.server();
  const person = await world.person(name, { devices: 'denied' });
  await person.page.context().grantPermissions(devices, { origin });
  return person;
}

scenario(
  'a permission that is taken back in the call is explained, and comes back',
  async (world) => {
    const anna = await permitted(world, 'Anna');
    const ben = await world.person('Ben');
    const link = await anna.start();
    await ben.comeTo(link);
    await assertMeet(anna, ben);
    await anna.page.context().clearPermissions();
    await anna.isTold(/This page may not use your (camera|microphone) any more/);
    await anna.button('Turn camera on').waitFor();
    await anna.button('Unmute microphone').waitFor();
    await ben.tile('Anna').filter({ hasText: 'Muted' }).waitFor();
    await ben.tile('Anna').locator('video').first().waitFor({ state: 'hidden' });
    await anna.press('Turn camera on');
    await anna.isTold(/Allow the camera beside the address bar/);
    await anna.page.context().grantPermissions(devices, { origin: anna.origin });
    await anna.isTold(/back and in use again|may use your camera now/);
    await anna.button('Mute microphone').waitFor();
    await assertHears(ben, 'Anna');
    await anna.press('Turn camera on');
    await assertSees(ben, 'Anna');
  },
);

scenario('in the lobby, a permission that comes back starts the devices again', async (world) => {
  const anna = await permitted(world, 'Anna');
  await anna.startRoom();
  await anna.turnOnDevices();
  const mirror = anna.page.getByLabel('Your camera', { exact: true });
  await anna.page.context().clearPermissions();
  await mirror.waitFor({ state: 'detached' });
  await anna.isTold(/This page may not use your (camera|microphone) any more/);
  await anna.page.context().grantPermissions(devices, { origin: anna.origin });
  await mirror.waitFor();
  await anna.press('Join room');
  await anna.button('Mute microphone').waitFor();
  await anna.button('Turn camera off').waitFor();
});

scenario('an unplugged microphone gives way to another one and is taken again', async (world) => {
  const anna = await permitted(world, 'Anna');
  const drawer = await DeviceDrawer.of(anna.page);
  const link = await anna.startRoom();
  await anna.turnOnDevices();
  await anna.find('combobox', 'Microphone').selectOption({ label: 'Fake Audio Input 1' });
  await anna.find('textbox', 'Your name').fill('Anna');
  await anna.press('Join room');
  const ben = await world.person('Ben');
  await ben.comeTo(link);
  await assertHears(ben, 'Anna');
  const open = async () => (await drawer.open()).map(({ label }) => label).sort();
  assert.deepEqual(await open(), ['Fake Audio Input 1', 'fake_device_0']);
  await drawer.unplug('Fake Audio Input 1');
  await anna.isTold('Your microphone was disconnected. Now in use: Fake Default Audio Input.');
  await assertHears(ben, 'Anna');
  await drawer.plugIn('Fake Audio Input 1');
  await anna.isTold('Fake Audio Input 1 is back and in use again.');
  await assertHears(ben, 'Anna');
  assert.deepEqual(await open(), ['Fake Audio Input 1', 'fake_device_0']);
});

scenario(
  'the sound is cleaned as `Settings` says, at once and on the next visit',
  async (world) => {
    const anna = await world.person('Anna');
    const drawer = await DeviceDrawer.of(anna.page);
    const ben = await world.person('Ben');
    await ben.comeTo(await anna.start());
    await anna.press('Settings');
    for (const name of ['Noise suppression', 'Echo cancellation', 'Automatic gain']) {
      await anna.find('checkbox', name).uncheck();
    }
    await anna.press('Close');
    const cleaning = async (): Promise<readonly unknown[]> => {
      const microphone = (await drawer.open()).find(({ label }) => /Audio/.test(label))?.settings;
      return [
        microphone?.noiseSuppression,
        microphone?.echoCancellation,
        microphone?.autoGainControl,
      ];
    };
    await assertHears(ben, 'Anna');
    assert.deepEqual(await cleaning(), [false, false, false]);
    await anna.page.reload();
    await anna.turnOnDevices();
    assert.deepEqual(await cleaning(), [false, false, false]);
    await anna.press('Join room');
    await anna.press('Settings');
    assert.equal(await anna.find('checkbox', 'Noise suppression').isChecked(), false);
    await anna.find('checkbox', 'Noise suppression').check();
    await anna.press('Close');
    await assertHears(ben, 'Anna');
    assert.deepEqual(await cleaning(), [true, false, false]);
  },
);

for (const browser of ['chromium', 'firefox'] as const) {
  scenario(`a chosen speaker that goes is said, and is used again, ${browser}`, async (world) => {
    const anna = await world.person('Anna', { browser });
    const drawer = await DeviceDrawer.of(anna.page);
    const ben = await world.person('Ben');
    await ben.comeTo(await anna.start());
    await assertHears(anna, 'Ben');
    const label = 'Fake Audio Output 2';
    const sinks = (): Promise<readonly string[]> =>
      anna.page.evaluate(() => [...document.querySelectorAll('audio')].map((one) => one.sinkId));
    /** Waits until all sound goes to this output, or none of it does. */
    const heardOn = (id: string, isSo: boolean): Promise<unknown> =>
      anna.page.waitForFunction(
        ([sink, wanted]) =>
          [...document.querySelectorAll('audio')].every((one) => (one.sinkId === sink) === wanted),
        [id, isSo] as const,
      );
    const [before = ''] = await sinks();
    await anna.press('Settings');
    await anna.find('combobox', 'Speaker').selectOption({ label });
    await anna.press('Close');
    await heardOn(before, false);
    const [chosen = ''] = await sinks();
    await drawer.unplug(label);
    await anna.isTold(`${label} was disconnected.`);
    await heardOn(chosen, false);
    await drawer.plugIn(label);
    await anna.isTold(`${label} is back and in use again.`);
    await heardOn(chosen, true);
    await assertHears(anna, 'Ben');
  });
}
