import { assertAccessible, bringAxe } from './harness/axe.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

async function personWithAxe(world: World, theme: Theme): Promise<Person> {
  const person = await world.person('Anna', { context: { colorScheme: theme } });
  await bringAxe(person.page.context());
  return person;
}

for (const theme of themes) {
  scenario(`axe finds nothing serious on home and in the lobby, ${theme}`, async (world) => {
    const anna = await personWithAxe(world, theme);
    await anna.goHome();
    await assertAccessible(anna.page, 'home');
    await anna.press('Join');
    await anna.isTold(/\w/);
    await assertAccessible(anna.page, 'home with a problem');
    await anna.press('Start a room');
    await anna.button('Turn on camera and microphone').waitFor();
    await assertAccessible(anna.page, 'lobby before the first answer');
    await anna.turnOnDevices();
    await assertAccessible(anna.page, 'lobby with devices');
  });

  scenario(`axe finds nothing serious in a room and at its ends, ${theme}`, async (world) => {
    const anna = await personWithAxe(world, theme);
    const link = await anna.start();
    await anna.sees("You're the first one here");
    await assertAccessible(anna.page, 'alone');
    const ben = await world.person('Ben');
    await ben.comeTo(link);
    await anna.isConnectedTo('Ben');
    await assertAccessible(anna.page, 'in a call');
    for (const panel of ['Chat', 'People'] as const) {
      await anna.press(panel);
      await anna.button('Close').waitFor();
      await assertAccessible(anna.page, panel);
      await anna.press('Close');
    }
    for (const dialog of ['Invite', 'Settings'] as const) {
      await anna.press(dialog);
      await anna.find('dialog', dialog).waitFor();
      await assertAccessible(anna.page, dialog);
      await anna.press('Close');
      await anna.find('dialog', dialog).waitFor({ state: 'hidden' });
    }
    await anna.press('Leave');
    await anna.button('Rejoin').waitFor();
    await assertAccessible(anna.page, 'after leaving');
    await anna.page.goto(link.slice(0, link.indexOf('#')));
    await anna.page.reload();
    await anna.sees('Part of the link is missing');
    await assertAccessible(anna.page, 'without a key');
  });
}
