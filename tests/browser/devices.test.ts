import { insecureHost } from './harness/browsers.ts';
import { assertHears, assertMeet, assertSees } from './harness/media.ts';
import { scenario } from './harness/scenario.ts';

scenario('denied devices are explained, and one can join without', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const ben = await world.person('Ben', { devices: 'denied' });
  await ben.open(link);
  await ben.press('Turn on camera and microphone');
  await ben.page.getByRole('alert').filter({ hasText: /allow/i }).first().waitFor();
  await ben.joinWithout();
  await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
  await assertSees(ben, 'Anna');
  await assertHears(ben, 'Anna');
});

scenario('without a camera the microphone still works', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const ben = await world.person('Ben', { devices: 'no-camera' });
  await ben.open(link);
  await ben.find('textbox', 'Your name').fill('Ben');
  await ben.press('Turn on camera and microphone');
  await ben.page
    .getByRole('alert')
    .filter({ hasText: /camera/i })
    .first()
    .waitFor();
  await ben.press('Join room');
  await ben.isInside();
  await anna.isConnectedTo('Ben');
  await assertHears(anna, 'Ben');
  await assertSees(ben, 'Anna');
});

scenario('one joins without devices and turns them on inside', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const ben = await world.person('Ben');
  await ben.open(link);
  await ben.joinWithout();
  await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
  await ben.press('Turn camera on');
  await ben.press('Unmute microphone');
  await assertMeet(anna, ben);
});

scenario('a device that another app uses is explained', async (world) => {
  const anna = await world.person('Anna');
  await anna.page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('in use', 'NotReadableError'));
  });
  await anna.startRoom();
  await anna.press('Turn on camera and microphone');
  await anna.page
    .getByRole('alert')
    .filter({ hasText: /another app/i })
    .first()
    .waitFor();
  await anna.joinWithout();
});

scenario(
  'on an insecure page a named room opens without devices, a keyed one says why not',
  async (world) => {
    const server = await world.server();
    const anna = await world.person('Anna');
    const link = await anna.startRoom();
    const insecure = (address: string): string => address.replace('127.0.0.1', insecureHost);
    const ben = await world.person('Ben', { origin: insecure(server.origin) });
    await ben.page.goto(insecure(link));
    await ben.sees('This room needs a secure address');
    await ben.open(`${ben.origin}/r/garden`);
    await ben.press('Turn on camera and microphone');
    await ben.page.getByRole('alert').filter({ hasText: /https/ }).first().waitFor();
    await ben.joinWithout();
    await anna.comeTo(`${server.origin}/r/garden`);
    await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
    await assertSees(ben, 'Anna');
  },
);

scenario('`Audio only` sends the voice and no picture', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const ben = await world.person('Ben');
  await ben.open(link);
  await ben.find('textbox', 'Your name').fill('Ben');
  await ben.turnOnDevices();
  await ben.find('checkbox', 'Audio only').check();
  await ben.page.getByLabel('Your camera', { exact: true }).waitFor({ state: 'detached' });
  await ben.press('Join room');
  await anna.isConnectedTo('Ben');
  await assertHears(anna, 'Ben');
  await anna.tile('Ben').locator('video').first().waitFor({ state: 'hidden' });
  await ben.button('Turn camera on').waitFor();
});

scenario('the speaker test plays, and the settings offer the devices in a call', async (world) => {
  const anna = await world.person('Anna');
  await anna.startRoom();
  await anna.turnOnDevices();
  await anna.press('Test speaker');
  await anna.press('Join room');
  await anna.tile('Guest (you)').waitFor();
  await anna.press('Settings');
  const microphones = anna.find('dialog', 'Settings').getByRole('combobox', { name: 'Microphone' });
  await microphones.selectOption({ index: 1 });
  await anna.press('Close');
  const ben = await world.person('Ben');
  await ben.comeTo(anna.page.url());
  await ben.isConnectedTo('Guest');
  await assertHears(ben, 'Guest');
});
