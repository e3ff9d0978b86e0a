import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import type { Person } from './harness/person.ts';
import { scenario } from './harness/scenario.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** From the lobby to the door of a locked room. */
async function knock(person: Person, link: string): Promise<void> {
  await person.open(link);
  await person.find('textbox', 'Your name').fill(person.name);
  await person.turnOnDevices();
  await person.press('Join room');
  await person.find('heading', 'Waiting to be let in').waitFor();
}

async function lock(owner: Person): Promise<void> {
  await owner.press('Lock room');
  await owner.button('Unlock room').waitFor();
}

async function inPeople(person: Person, name: string): Promise<Locator> {
  const list = person.find('region', 'People');
  if (!(await list.isVisible())) await person.press('People');
  return list.getByRole('listitem').filter({ hasText: name });
}

/** Somebody asks: it stands on the stage, and is said once to those who listen. */
async function isAsked(person: Person, sentence: string): Promise<void> {
  await person.find('region', 'Waiting for your answer').getByText(sentence).waitFor();
  const said = person.page.getByRole('status').filter({ hasText: sentence });
  await said.first().waitFor({ state: 'attached' });
}

/** Removes somebody with the two presses it takes. */
async function remove(owner: Person, name: string): Promise<void> {
  const entry = await inPeople(owner, name);
  const button = entry.getByRole('button', { name: 'Remove', exact: true });
  await button.click();
  await entry.getByText(`${name} leaves at once`).waitFor();
  await button.click();
}

scenario('whoever comes to a locked room knocks, and is let in', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  await lock(anna);
  await anna.isTold('The room is locked now');
  const ben = await world.person('Ben');
  await knock(ben, link);
  await isAsked(anna, 'Ben would like to come in');
  assert.deepEqual(await anna.tiles(), ['Anna (you)']);
  await anna.press('Let in');
  await ben.isInside();
  await anna.isConnectedTo('Ben');
  await anna.button('Let in').waitFor({ state: 'detached' });
  // The visitor sees that the room is locked, and has none of the owner's controls.
  await ben.press('People');
  await ben.find('region', 'People').getByText('The room is locked').waitFor();
  for (const name of ['Lock room', 'Unlock room', 'Remove', 'Close room']) {
    assert.equal(await ben.button(name).count(), 0, name);
  }
  await anna.press('Unlock room');
  await ben.isTold('The room is open again');
  const cleo = await world.person('Cleo');
  await cleo.comeTo(link);
  await anna.isConnectedTo('Cleo');
});

scenario('one who is refused is told so, and may try again', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  await lock(anna);
  const ben = await world.person('Ben');
  await knock(ben, link);
  await anna.press('Refuse');
  await ben.find('heading', 'You were not let in').waitFor();
  await anna.button('Refuse').waitFor({ state: 'detached' });
  await ben.press('Try again');
  await ben.find('heading', 'Waiting to be let in').waitFor();
  await anna.press('Let in');
  await ben.isInside();
});

scenario('one who does not want to wait goes, and the knock goes too', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  await lock(anna);
  const ben = await world.person('Ben');
  await knock(ben, link);
  await anna.button('Let in').waitFor();
  await ben.press('Leave');
  await ben.find('heading', 'You stopped waiting').waitFor();
  await anna.button('Let in').waitFor({ state: 'detached' });
  await ben.press('Back to start');
  await ben.button('Start a room').waitFor();
});

scenario('one who is removed stays out; the others talk on', async (world) => {
  const anna = await world.person('Anna');
  const [ben, cleo] = [await world.person('Ben'), await world.person('Cleo')];
  const link = await anna.start();
  await ben.comeTo(link);
  await cleo.comeTo(link);
  await Promise.all([anna.isConnectedTo('Ben'), cleo.isConnectedTo('Ben')]);
  // The first press can be taken back.
  const entry = await inPeople(anna, 'Ben');
  await entry.getByRole('button', { name: 'Remove', exact: true }).click();
  await anna.press('Keep');
  await anna.button('Keep').waitFor({ state: 'detached' });
  await anna.tile('Ben').waitFor();

  await remove(anna, 'Ben');
  await ben.find('heading', 'You were removed from this room').waitFor();
  await cleo.isTold('Ben was removed');
  await cleo.tile('Ben').waitFor({ state: 'detached' });
  await cleo.isConnectedTo('Anna');
  await ben.press('Back to start');
  await ben.open(link);
  await ben.press('Join room');
  await ben.find('heading', 'You cannot come into this room').waitFor();
});

scenario('the owner closes the room for everyone', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  await ben.comeTo(await anna.start());
  await anna.isConnectedTo('Ben');
  await anna.press('People');
  await anna.press('Close room');
  await anna.sees('Everyone leaves, you too.');
  await anna.press('Close room');
  for (const person of [anna, ben]) {
    await person.find('heading', 'The room was closed').waitFor();
    await person.press('Back to start');
  }
});

scenario(
  'the owner is the owner again on the next visit, until the room is forgotten',
  async (world) => {
    const anna = await world.person('Anna');
    const link = await anna.start();
    await anna.press('Leave');
    await anna.press('Back to start');
    await anna.page.reload();
    await anna.find('region', 'Recent rooms').getByRole('link').click();
    await anna.find('textbox', 'Your name').waitFor();
    assert.equal(anna.page.url(), link);
    await anna.press('Join room');
    await anna.button('Lock room').waitFor();
    await anna.press('Leave');
    await anna.press('Back to start');
    await anna.press('Forget');
    await anna.isTold('and that it was your room');
    await anna.page.reload();
    await anna.open(link);
    await anna.press('Join room');
    await anna.isInside();
    assert.equal(await anna.button('Lock room').count(), 0);
  },
);

for (const theme of ['light', 'dark'] as const) {
  scenario(
    `door and owner's list on a phone and by keyboard, axe finds nothing, ${theme}`,
    async (world) => {
      const anna = await world.person('Anna', { context: { ...phone, colorScheme: theme } });
      const ben = await world.person('Ben', { context: { ...phone, colorScheme: theme } });
      for (const person of [anna, ben]) await bringAxe(person.page.context());
      const link = await anna.start();
      await anna.button('Lock room').tap();
      await anna.button('Unlock room').waitFor();
      await knock(ben, link);
      await assertAccessible(ben.page, 'waiting');
      await anna.button('Let in').waitFor();
      await assertAccessible(anna.page, 'somebody knocks');
      for (const name of ['Let in', 'Refuse', 'Unlock room']) {
        const box = await anna.button(name).boundingBox();
        assert.ok(box !== null && box.width >= 44 && box.height >= 44, name);
      }
      await anna.button('Let in').focus();
      await anna.page.keyboard.press('Enter');
      await anna.isConnectedTo('Ben');
      const entry = await inPeople(anna, 'Ben');
      const button = entry.getByRole('button', { name: 'Remove', exact: true });
      await button.focus();
      await anna.page.keyboard.press('Enter');
      await anna.button('Keep').waitFor();
      await assertAccessible(anna.page, 'before removing');
      const beyond = await anna.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      assert.equal(beyond, 0);
      // A second press of the same key does no harm.
      await anna.page.keyboard.press('Enter');
      await anna.button('Keep').waitFor({ state: 'detached' });
      await remove(anna, 'Ben');
      await ben.find('heading', 'You were removed from this room').waitFor();
      await assertAccessible(ben.page, 'removed');
    },
  );
}
