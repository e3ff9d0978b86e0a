import assert from 'node:assert/strict';
import { assertHears, assertMeet, assertSees, energyFrom } from './harness/media.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';

async function call(world: World): Promise<[Person, Person, string]> {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  const link = await anna.start();
  await ben.comeTo(link);
  await Promise.all([anna.isConnectedTo('Ben'), ben.isConnectedTo('Anna')]);
  return [anna, ben, link];
}

scenario('two people meet by link: picture and sound both ways', async (world) => {
  const [anna, ben] = await call(world);
  await assertMeet(anna, ben);
  assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben']);
  assert.deepEqual(await ben.tiles(), ['Anna', 'Ben (you)']);
});

scenario('each tile can show that the link is verified', async (world) => {
  const [anna, ben] = await call(world);
  await anna.tile('Ben').getByText('End-to-end, verified').waitFor({ state: 'attached' });
  await ben.tile('Anna').getByText('End-to-end, verified').waitFor({ state: 'attached' });
});

scenario('a room that was named by a person is unverified', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  await anna.comeTo(`${anna.origin}/r/garden`);
  await ben.comeTo(`${anna.origin}/r/garden`);
  await assertMeet(anna, ben);
  await anna.tile('Ben').getByText('End-to-end, unverified').waitFor({ state: 'attached' });
});

scenario('mute stops the sound and unmute brings it back', async (world) => {
  const [anna, ben] = await call(world);
  await assertHears(ben, 'Anna');
  const before = await energyFrom(ben, 'Anna', 3);
  await anna.press('Mute microphone');
  await anna.button('Unmute microphone').waitFor();
  await ben.tile('Anna').filter({ hasText: 'Muted' }).waitFor();
  const muted = await energyFrom(ben, 'Anna', 3);
  assert.ok(muted < before * 0.01, `${muted} of ${before}`);
  await anna.press('Unmute microphone');
  await ben.tile('Anna').filter({ hasNotText: 'Muted' }).waitFor();
  await assertHears(ben, 'Anna');
});

scenario('the camera goes off and on again', async (world) => {
  const [anna, ben] = await call(world);
  await assertSees(ben, 'Anna');
  await anna.press('Turn camera off');
  await anna.button('Turn camera on').waitFor();
  await ben.tile('Anna').locator('video').first().waitFor({ state: 'hidden' });
  await anna.press('Turn camera on');
  await assertSees(ben, 'Anna');
  assert.equal(await ben.page.evaluate(() => window.observed.links.length), 1);
});

scenario('a screen is shared and the sharing ends', async (world) => {
  const [anna, ben] = await call(world);
  const videos = ben.find('region', 'Participants').locator('video');
  await assertSees(ben, 'Anna');
  const before = await videos.count();
  await anna.press('Share screen');
  await anna.button('Stop sharing').waitFor();
  await ben.hasVideos(before + 1);
  await assertSees(ben, 'Anna');
  await anna.press('Stop sharing');
  await anna.button('Share screen').waitFor();
  await ben.hasVideos(before);
  assert.equal(await ben.page.evaluate(() => window.observed.links.length), 1);
});

scenario('chat goes both ways, and markup is text', async (world) => {
  const [anna, ben] = await call(world);
  const markup = '<img src=x onerror="document.title=1"><b>bold</b> & <script>1</script>';
  for (const [from, to, text] of [
    [anna, ben, 'Good evening'],
    [ben, anna, markup],
  ] as const) {
    await from.openChat();
    await from.find('textbox', 'Message').fill(text);
    await from.press('Send');
    await to.openChat();
    for (const person of [from, to]) {
      await person.find('region', 'Chat').getByRole('log').getByText(text).waitFor();
    }
  }
  const elements = anna.find('region', 'Chat').getByRole('log').locator('img, b, script');
  assert.equal(await elements.count(), 0);
});

scenario('one leaves and calls again', async (world) => {
  const [anna, ben] = await call(world);
  await ben.press('Leave');
  await ben.sees('You left the room');
  await ben.button('Back to start').waitFor();
  await anna.tile('Ben').waitFor({ state: 'detached' });
  await ben.press('Rejoin');
  await ben.isInside();
  await assertMeet(anna, ben);
  assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben']);
});

scenario('three people see and hear each other, and the third comes late', async (world) => {
  const [anna, ben, link] = await call(world);
  await assertMeet(anna, ben);
  const cleo = await world.person('Cleo');
  await cleo.open(link);
  await cleo.sees(/Anna and Ben are inside/);
  await cleo.join();
  await assertMeet(cleo, anna);
  await assertMeet(cleo, ben);
  await assertMeet(anna, ben);
  assert.deepEqual(await anna.tiles(), ['Anna (you)', 'Ben', 'Cleo']);
});

scenario('a late joiner sees who is muted and whose camera is off', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  await anna.press('Mute microphone');
  await anna.press('Turn camera off');
  const ben = await world.person('Ben');
  await ben.comeTo(link);
  await ben.isConnectedTo('Anna');
  await ben.tile('Anna').filter({ hasText: 'Muted' }).waitFor();
  await anna.press('Turn camera on');
  await assertSees(ben, 'Anna');
});

scenario('a second Anna is Anna (2)', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const other = await world.person('Anna');
  await other.open(link);
  await other.find('textbox', 'Your name').fill('Anna');
  await other.turnOnDevices();
  await other.press('Join room');
  await anna.isConnectedTo('Anna (2)');
});
