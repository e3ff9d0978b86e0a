import assert from 'node:assert/strict';
import { assertMeet } from './harness/media.ts';
import { scenario } from './harness/scenario.ts';

scenario('a reload in the call leaves one tile, no ghost, in the same place', async (world) => {
  const [anna, ben, cleo] = [
    await world.person('Anna'),
    await world.person('Ben'),
    await world.person('Cleo'),
  ];
  const link = await anna.start();
  await ben.comeTo(link);
  await cleo.comeTo(link);
  await Promise.all([anna.isConnectedTo('Cleo'), anna.isConnectedTo('Ben')]);

  await ben.page.reload();
  await ben.join();
  await assertMeet(anna, ben);
  await assertMeet(cleo, ben);
  assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben', 'Cleo']);
  assert.deepEqual(await cleo.tiles(), ['Anna', 'Ben', 'Cleo (you)']);
});

scenario('a closed page is gone at once', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  await ben.comeTo(await anna.start());
  await anna.isConnectedTo('Ben');
  await ben.page.goto('about:blank');
  await anna.tile('Ben').waitFor({ state: 'detached', timeout: 3000 });
});

scenario('a second tab with the same link is a second member', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const tab = await anna.page.context().newPage();
  await world.watch('Anna again', tab);
  const again = anna.at(tab);
  await again.open(link);
  await again.button('Join room').click();
  await anna.isConnectedTo('Anna (2)');
});

scenario('a duplicated tab takes the place over, and nobody sees two', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  const link = await anna.start();
  await ben.comeTo(link);
  await anna.isConnectedTo('Ben');

  // What a browser does when a tab is duplicated: the same address, a copy of the session's storage.
  const copy = await ben.page.evaluate(() => Object.entries(sessionStorage));
  const tab = await ben.page.context().newPage();
  await world.watch('Ben again', tab);
  await tab.addInitScript((entries) => {
    for (const [name, value] of entries) sessionStorage.setItem(name, value);
  }, copy);
  const again = ben.at(tab);
  await again.open(link);
  await again.press('Join room');
  await again.isInside();
  await assertMeet(anna, again);
  assert.deepEqual(
    (await anna.tiles()).filter((name) => name.startsWith('Ben')),
    copy.length === 0 ? ['Ben', 'Ben (2)'] : ['Ben'],
  );
});
