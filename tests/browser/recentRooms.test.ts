import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import type { Person } from './harness/person.ts';
import { scenario } from './harness/scenario.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const list = (person: Person): Locator => person.find('region', 'Recent rooms');

/** The rooms in the list, in its order. */
async function listed(person: Person): Promise<string[]> {
  return list(person).getByRole('link').locator('.recent-name').allTextContents();
}

/** Everything this browser keeps for the page's origin, as one text. */
async function kept(person: Person): Promise<string> {
  return person.page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
}

/** Goes into a room named so and out to the start again. */
async function visit(person: Person, room: string): Promise<void> {
  await person.open(`${person.origin}/r/${room}`);
  await person.find('textbox', 'Your name').fill(person.name);
  const first = person.button('Join without camera and microphone');
  const later = person.button('Join room');
  await first.or(later).first().click();
  await person.isInside();
  await person.press('Leave');
  await person.press('Back to start');
  await list(person).waitFor();
}

function nameOf(link: string): string {
  return new URL(link).pathname.replace('/r/', '');
}

scenario('the second visit finds the room on the home page and opens it', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  await anna.goHome();
  const room = list(anna)
    .getByRole('listitem')
    .filter({ hasText: nameOf(link) });
  await room.filter({ hasText: 'Your room' }).filter({ hasText: 'Last here today' }).waitFor();
  await room.getByRole('link').click();
  await anna.find('textbox', 'Your name').waitFor();
  assert.equal(anna.page.url(), link);
  const ben = await world.person('Ben');
  await ben.comeTo(link);
  await ben.goHome();
  const guest = list(ben)
    .getByRole('listitem')
    .filter({ hasText: nameOf(link) });
  assert.doesNotMatch((await guest.textContent()) ?? '', /Your room/);
});

scenario('a link that was only looked at is no recent room', async (world) => {
  const anna = await world.person('Anna');
  await anna.open(`${anna.origin}/r/garden`);
  await anna.goHome();
  assert.equal(await list(anna).count(), 0);
});

scenario('one is forgotten, all are forgotten, and both can be undone', async (world) => {
  const anna = await world.person('Anna');
  for (const room of ['attic', 'cellar', 'garden']) await visit(anna, room);
  assert.deepEqual(await listed(anna), ['garden', 'cellar', 'attic']);
  const cellar = list(anna).getByRole('listitem').filter({ hasText: 'cellar' });
  await cellar.getByRole('button', { name: 'Forget', exact: true }).click();
  await anna.isTold('cellar is forgotten.');
  assert.deepEqual(await listed(anna), ['garden', 'attic']);
  assert.doesNotMatch(await kept(anna), /cellar/);
  await anna.press('Undo');
  assert.deepEqual(await listed(anna), ['garden', 'cellar', 'attic']);

  await anna.press('Forget all');
  await anna.isTold('3 rooms are forgotten.');
  assert.deepEqual(await listed(anna), []);
  assert.doesNotMatch(await kept(anna), /cellar|garden|attic/);
  await anna.press('Undo');
  assert.deepEqual(await listed(anna), ['garden', 'cellar', 'attic']);
  await anna.press('Forget all');
  await anna.page.reload();
  await anna.button('Start a room').waitFor();
  assert.equal(await list(anna).count(), 0);
});

scenario('with `Remember on this device` off nothing of a room is kept', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.startRoom();
  const key = link.slice(link.indexOf('#') + 1);
  assert.ok((await kept(anna)).includes(key));
  await anna.find('checkbox', 'Remember on this device').uncheck();
  assert.equal((await kept(anna)).includes(key), false);
  await anna.join();
  assert.equal((await kept(anna)).includes(nameOf(link)), false);
  // Switched on in the call, the room one is in is remembered, and goes again with the switch.
  await anna.press('Settings');
  await anna.find('checkbox', 'Remember on this device').check();
  assert.ok((await kept(anna)).includes(key));
  await anna.find('checkbox', 'Remember on this device').uncheck();
  assert.equal((await kept(anna)).includes(key), false);
  await anna.press('Close');
  await anna.press('Leave');
  await anna.press('Back to start');
  assert.equal(await anna.find('checkbox', 'Remember on this device').isChecked(), false);
  assert.deepEqual(await listed(anna), []);
});

scenario('rooms are opened, forgotten and brought back by keyboard', async (world) => {
  const anna = await world.person('Anna');
  for (const room of ['attic', 'cellar']) await visit(anna, room);
  const { keyboard } = anna.page;
  const first = list(anna).getByRole('link').first();
  await anna.button('Join').focus();
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  assert.ok(await first.evaluate((element) => element === document.activeElement));
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await anna.isTold('cellar is forgotten.');
  await keyboard.press('Enter');
  assert.deepEqual(await listed(anna), ['cellar', 'attic']);
  assert.ok(await first.evaluate((element) => element === document.activeElement));
  await keyboard.press('Enter');
  await anna.find('textbox', 'Your name').waitFor();
  assert.equal(new URL(anna.page.url()).pathname, '/r/cellar');
});

for (const theme of ['light', 'dark'] as const) {
  scenario(
    `recent rooms fit on a phone, and axe finds nothing serious, ${theme}`,
    async (world) => {
      const context = { ...phone, colorScheme: theme };
      const anna = await world.person('Anna', { context });
      await bringAxe(anna.page.context());
      for (const room of ['attic', 'a-rather-long-name-for-a-room-that-somebody-typed']) {
        await visit(anna, room);
      }
      const beyond = (): Promise<number> =>
        anna.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.equal(await beyond(), 0);
      await assertAccessible(anna.page, 'recent rooms');
      for (const control of await list(anna).getByRole('button').all()) {
        const box = await control.boundingBox();
        assert.ok(box !== null && box.width >= 44 && box.height >= 44);
      }
      await list(anna).getByRole('button', { name: 'Forget', exact: true }).first().tap();
      await anna.button('Undo').waitFor();
      assert.equal(await beyond(), 0);
      await assertAccessible(anna.page, 'after forgetting');
    },
  );
}
