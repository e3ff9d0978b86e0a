import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import type { BrowserName } from './harness/browsers.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Two people in a room that anyone who guesses its name can enter. */
async function twoByName(world: World, browser: BrowserName = 'chromium'): Promise<Person[]> {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben', { browser });
  for (const person of [anna, ben]) await person.comeTo(`${person.origin}/r/garden-party`);
  await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
  return [anna, ben];
}

async function inPeople(person: Person, name: string): Promise<Locator> {
  const list = person.find('region', 'People');
  if (!(await list.isVisible())) await person.press('People');
  return list.getByRole('listitem').filter({ hasText: name });
}

async function asks(person: Person, name: string): Promise<void> {
  const entry = await inPeople(person, name);
  await entry.getByRole('button', { name: 'Verify', exact: true }).click();
  await person.find('dialog', `Verify ${name}`).waitFor();
}

/** Somebody asks: it stands on the stage, and is said once to those who listen. */
async function isAsked(person: Person, sentence: string): Promise<void> {
  await person.find('region', 'Waiting for your answer').getByText(sentence).waitFor();
  const said = person.page.getByRole('status').filter({ hasText: sentence });
  await said.first().waitFor({ state: 'attached' });
}

/** The names of the seven signs, as a screen reader says them. */
async function signs(person: Person): Promise<string[]> {
  const list = person.find('list', 'Safety code').getByRole('listitem');
  await list.nth(6).waitFor();
  return list.allInnerTexts().then((texts) => texts.map((text) => text.replace(/[^a-z]/g, '')));
}

for (const browser of ['chromium', 'firefox'] as const) {
  scenario(`seven signs verify a person for good, with ${browser}`, async (world) => {
    const [anna, ben] = (await twoByName(world, browser)) as [Person, Person];
    await anna.tile('Ben').filter({ hasText: 'End-to-end, unverified' }).waitFor();
    await asks(anna, 'Ben');
    await isAsked(ben, 'Anna wants to compare the safety code with you');
    await ben.press('Compare');
    const [seen, heard] = [await signs(anna), await signs(ben)];
    assert.equal(seen.length, 7);
    assert.deepEqual(seen, heard);
    await anna.press('They match');
    await anna.find('dialog', 'Verify Ben').getByText('Ben is verified').waitFor();
    await anna.press('Close');
    await anna.tile('Ben').filter({ hasText: 'End-to-end, verified' }).waitFor();
    const entry = await inPeople(anna, 'Ben');
    await entry.getByText('You compared the safety code').waitFor();
    // The word of one is not the word of the other.
    await ben.tile('Anna').filter({ hasText: 'End-to-end, unverified' }).waitFor();
    await ben.press('They match');
    await ben.press('Close');
    await ben.tile('Anna').filter({ hasText: 'End-to-end, verified' }).waitFor();

    await ben.page.reload();
    await ben.join();
    await anna.tile('Ben').filter({ hasText: 'End-to-end, verified' }).waitFor();
    await ben.tile('Anna').filter({ hasText: 'End-to-end, verified' }).waitFor();
  });
}

scenario('signs that do not match, and a comparison refused, verify nobody', async (world) => {
  const [anna, ben] = (await twoByName(world)) as [Person, Person];
  await ben.tile('Anna').getByRole('button', { name: 'Verify', exact: true }).click();
  await anna.press('Compare');
  await signs(anna);
  await anna.press('They do not match');
  await anna.sees('somebody may stand between you and Ben');
  await anna.press('Close');
  await ben.sees('The comparison was ended. Nothing has changed.');
  await ben.press('Close');
  await asks(ben, 'Anna');
  await anna.press('Not now');
  await ben.sees('The comparison was ended. Nothing has changed.');
  await anna.button('Not now').waitFor({ state: 'detached' });
  await ben.press('Close');
  await ben.tile('Anna').filter({ hasText: 'End-to-end, unverified' }).waitFor();
  await anna.tile('Ben').filter({ hasText: 'End-to-end, unverified' }).waitFor();
});

scenario('in a keyed room people compare on wish', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  await ben.comeTo(await anna.start());
  await anna.isConnectedTo('Ben');
  const onTile = anna.tile('Ben').getByRole('button', { name: 'Verify', exact: true });
  assert.equal(await onTile.count(), 0);
  await asks(anna, 'Ben');
  await signs(anna);
  await anna.press('Cancel');
  await anna.find('dialog', 'Verify Ben').waitFor({ state: 'detached' });
  await ben.button('Compare').waitFor({ state: 'detached' });
});

for (const theme of ['light', 'dark'] as const) {
  scenario(
    `the safety code by keyboard and on a phone, axe finds nothing, ${theme}`,
    async (world) => {
      const anna = await world.person('Anna', { context: { colorScheme: theme } });
      const ben = await world.person('Ben', { context: { ...phone, colorScheme: theme } });
      for (const person of [anna, ben]) {
        await bringAxe(person.page.context());
        await person.comeTo(`${person.origin}/r/garden-party`);
      }
      await anna.isConnectedTo('Ben');
      await assertAccessible(anna.page, 'unverified tile');
      const entry = await inPeople(anna, 'Ben');
      await entry.getByRole('button', { name: 'Verify', exact: true }).focus();
      await anna.page.keyboard.press('Enter');
      await signs(anna);
      await assertAccessible(anna.page, 'safety code');
      await ben.button('Compare').waitFor();
      await assertAccessible(ben.page, 'asked to compare');
      await ben.button('Compare').tap();
      await signs(ben);
      await assertAccessible(ben.page, 'safety code on a phone');
      const beyond = await ben.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      assert.equal(beyond, 0);
      await anna.button('They match').focus();
      await anna.page.keyboard.press('Enter');
      await anna.sees('Ben is verified');
      await assertAccessible(anna.page, 'verified');
      await anna.page.keyboard.press('Escape');
      await anna.find('dialog', 'Verify Ben').waitFor({ state: 'detached' });
    },
  );
}
