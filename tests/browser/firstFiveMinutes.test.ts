import assert from 'node:assert/strict';
import { scenario } from './harness/scenario.ts';

const mayCopy = { permissions: ['clipboard-read', 'clipboard-write'] };

scenario('three actions lead from the start to a copied link', async (world) => {
  const anna = await world.person('Anna', { context: mayCopy });
  await anna.goHome();
  await anna.press('Start a room');
  await anna.press('Copy link');
  await anna.isTold('Link copied. Send it to someone.');
  const copied = await anna.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, anna.page.url());
});

scenario('nobody is asked for devices before a sentence says why', async (world) => {
  const anna = await world.person('Anna');
  await anna.page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (constraints) => {
      document.documentElement.dataset.asked = 'yes';
      return ask(constraints);
    };
  });
  await anna.startRoom();
  await anna.sees(/nothing is sent before you join/);
  const asked = (): Promise<string | undefined> =>
    anna.page.evaluate(() => document.documentElement.dataset.asked);
  assert.equal(await asked(), undefined);
  await anna.turnOnDevices();
  assert.equal(await asked(), 'yes');
});

scenario('later visits start by themselves and remember the name', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  await anna.press('Leave');
  await anna.press('Back to start');
  await anna.open(link);
  await anna.page.getByLabel('Your camera', { exact: true }).waitFor();
  assert.equal(await anna.find('textbox', 'Your name').inputValue(), 'Anna');
});

scenario('without a name one is Guest', async (world) => {
  const anna = await world.person('Anna');
  await anna.startRoom();
  await anna.turnOnDevices();
  await anna.press('Join room');
  await anna.tile('Guest (you)').waitFor();
});

scenario('alone: a code to scan, a link to copy; then a friend comes', async (world) => {
  const anna = await world.person('Anna', { context: mayCopy });
  const link = await anna.start();
  await anna.sees("You're the first one here");
  await anna.page
    .getByRole('img', { name: /code|link/i })
    .first()
    .waitFor();
  await anna.press('Copy link');
  await anna.isTold('Link copied. Send it to someone.');
  const ben = await world.person('Ben');
  await ben.open(link);
  await ben.sees('Anna is inside.');
  await ben.join();
  await anna.isTold('Ben is here');
  await anna.page.getByText("You're the first one here").waitFor({ state: 'detached' });
});

scenario('one who is muted and speaks is told so', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const ben = await world.person('Ben');
  await ben.comeTo(link);
  await anna.isConnectedTo('Ben');
  await anna.press('Mute microphone');
  await anna.isTold(/You.re muted/);
});
