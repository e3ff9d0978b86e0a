import assert from 'node:assert/strict';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import { assertMeet } from './harness/media.ts';
import type { Person } from './harness/person.ts';
import { assertFits, phone } from './harness/phone.ts';
import { scenario } from './harness/scenario.ts';

async function tap(person: Person, name: string): Promise<void> {
  await person.button(name).tap();
}

scenario('a phone with touch: home, lobby, call, chat and out again', async (world) => {
  const anna = await world.person('Anna', { context: phone });
  await bringAxe(anna.page.context());
  await anna.goHome();
  await assertFits(anna, 'home');
  await tap(anna, 'Start a room');
  await anna.find('textbox', 'Your name').fill('Anna');
  await assertFits(anna, 'lobby');
  await tap(anna, 'Turn on camera and microphone');
  await anna.page.getByLabel('Your camera', { exact: true }).waitFor();
  await assertFits(anna, 'lobby with devices');
  await tap(anna, 'Join room');
  await anna.isInside();
  await anna.sees("You're the first one here");
  await assertFits(anna, 'alone');

  const ben = await world.person('Ben');
  await ben.comeTo(anna.page.url());
  await assertMeet(anna, ben);
  await assertFits(anna, 'call');
  await assertAccessible(anna.page, 'call on a phone');
  await tap(anna, 'Mute microphone');
  await ben.tile('Anna').filter({ hasText: 'Muted' }).waitFor();
  await tap(anna, 'Chat');
  await anna.find('textbox', 'Message').fill('From the phone');
  await tap(anna, 'Send');
  await ben.openChat();
  await ben.find('region', 'Chat').getByText('From the phone').waitFor();
  await assertFits(anna, 'chat');
  await tap(anna, 'Close');
  await tap(anna, 'Leave');
  await anna.sees('You left the room');
  await assertFits(anna, 'end');
});

scenario('the controls of a call stand under the thumb', async (world) => {
  const anna = await world.person('Anna', { context: phone });
  await anna.start();
  for (const name of ['Mute microphone', 'Turn camera off', 'Chat', 'Leave']) {
    const box = await anna.button(name).boundingBox();
    assert.ok(box !== null && box.y > 780 / 2 && box.y + box.height <= 780, name);
  }
});
