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
