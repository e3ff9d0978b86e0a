import { assertMeet } from './harness/media.ts';
import { scenario } from './harness/scenario.ts';

scenario('Firefox comes to Chromium', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben', { browser: 'firefox' });
  await ben.comeTo(await anna.start());
  await assertMeet(anna, ben, { other: 'firefox' });
});

scenario('Chromium comes to Firefox', async (world) => {
  const anna = await world.person('Anna', { browser: 'firefox' });
  const ben = await world.person('Ben');
  await ben.comeTo(await anna.start());
  await assertMeet(anna, ben, { one: 'firefox' });
});
