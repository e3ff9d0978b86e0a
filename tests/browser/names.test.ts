import assert from 'node:assert/strict';
import type { Person } from './harness/person.ts';
import { scenario } from './harness/scenario.ts';

type Expected = readonly [role: Parameters<Person['find']>[0], ...names: readonly string[]];

/** Each control is there under its exact name, once. */
async function assertNamed(person: Person, ...expected: readonly Expected[]): Promise<void> {
  for (const [role, ...names] of expected) {
    for (const name of names) {
      await person.find(role, name).waitFor();
      assert.equal(await person.find(role, name).count(), 1, `${role} ${name}`);
    }
  }
  assert.equal(await person.page.locator('[aria-pressed]').count(), 0);
}

scenario('home and lobby name their controls as agreed', async (world) => {
  const anna = await world.person('Anna');
  await anna.goHome();
  await assertNamed(anna, ['button', 'Start a room', 'Join'], ['textbox', 'Room name or link']);
  await anna.press('Start a room');
  await assertNamed(
    anna,
    ['textbox', 'Your name'],
    ['button', 'Turn on camera and microphone', 'Join without camera and microphone', 'Copy link'],
  );
  await anna.turnOnDevices();
  await assertNamed(
    anna,
    ['button', 'Join room', 'Test speaker'],
    ['combobox', 'Camera', 'Microphone', 'Speaker', 'Video size'],
    ['checkbox', 'Audio only'],
  );
});

scenario('the room names its controls as agreed, and toggles change their names', async (world) => {
  const anna = await world.person('Anna');
  await anna.start();
  await assertNamed(
    anna,
    ['button', 'Mute microphone', 'Turn camera off', 'Share screen', 'Chat', 'People'],
    ['button', 'Invite', 'Settings', 'Leave', 'Copy link'],
    ['region', 'Participants'],
    ['group', 'Anna (you)'],
  );
  await anna.press('Mute microphone');
  await anna.press('Turn camera off');
  await anna.press('Share screen');
  await assertNamed(anna, ['button', 'Unmute microphone', 'Turn camera on', 'Stop sharing']);
  await anna.press('Stop sharing');
  await assertNamed(anna, ['button', 'Share screen']);

  await anna.press('Chat');
  await assertNamed(anna, ['region', 'Chat'], ['textbox', 'Message'], ['button', 'Send', 'Close']);
  assert.equal(await anna.find('region', 'Chat').getByRole('log').count(), 1);
  await anna.press('Close');
  await anna.press('Settings');
  await assertNamed(
    anna,
    ['dialog', 'Settings'],
    ['combobox', 'Camera', 'Microphone', 'Speaker', 'Video size'],
  );
  await anna.press('Close');
  await anna.press('Invite');
  await assertNamed(anna, ['dialog', 'Invite'], ['button', 'Copy link', 'Close']);
  await anna.press('Close');
  await anna.press('Leave');
  await assertNamed(anna, ['button', 'Rejoin', 'Back to start']);
});

/** Walks with the tabulator until the focus stands on the control. */
async function tabTo(person: Person, name: string): Promise<void> {
  const control = person.button(name).or(person.find('textbox', name)).first();
  await control.waitFor();
  for (let steps = 0; steps < 60; steps++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await person.page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

scenario('the keyboard alone leads from home into a call and out of it', async (world) => {
  const anna = await world.person('Anna');
  const { keyboard } = anna.page;
  await anna.goHome();
  await tabTo(anna, 'Start a room');
  await keyboard.press('Enter');
  await tabTo(anna, 'Your name');
  await keyboard.type('Anna');
  await tabTo(anna, 'Turn on camera and microphone');
  await keyboard.press('Enter');
  await anna.page.getByLabel('Your camera', { exact: true }).waitFor();
  await tabTo(anna, 'Join room');
  await keyboard.press('Enter');
  await anna.isInside();
  const ben = await world.person('Ben');
  await ben.comeTo(anna.page.url());
  await anna.isConnectedTo('Ben');

  await tabTo(anna, 'Mute microphone');
  await keyboard.press('Space');
  await anna.button('Unmute microphone').waitFor();
  await tabTo(anna, 'Invite');
  await keyboard.press('Enter');
  await anna.find('dialog', 'Invite').waitFor();
  await keyboard.press('Escape');
  await anna.find('dialog', 'Invite').waitFor({ state: 'hidden' });
  await tabTo(anna, 'Chat');
  await keyboard.press('Enter');
  await tabTo(anna, 'Message');
  await keyboard.type('By keyboard');
  await keyboard.press('Enter');
  await ben.openChat();
  await ben.find('region', 'Chat').getByText('By keyboard').waitFor();
  await keyboard.press('Escape');
  await tabTo(anna, 'Leave');
  await keyboard.press('Enter');
  await anna.sees('You left the room');
});
