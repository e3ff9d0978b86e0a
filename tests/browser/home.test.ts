import assert from 'node:assert/strict';
import { scenario } from './harness/scenario.ts';

scenario('the home page opens and says what to do', async (world) => {
  const anna = await world.person('Anna');
  await anna.goHome();
  await anna.find('textbox', 'Room name or link').waitFor();
  await anna.button('Join').waitFor();
});

scenario('`Start a room` leads into the lobby of a room with a key', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.startRoom();
  assert.match(link, /\/r\/[a-z]+-[a-z]+-[a-z]+-[a-z]+#[\w-]{22}$/);
});

scenario('the key never reaches the server', async (world) => {
  const anna = await world.person('Anna');
  const sent: string[] = [];
  anna.page.on('request', (request) => {
    sent.push(request.url(), JSON.stringify(request.headers()), request.postData() ?? '');
  });
  anna.page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  const link = await anna.start();
  const key = link.slice(link.indexOf('#') + 1);
  assert.ok(sent.some((text) => text.includes('"type":"join"')));
  assert.deepEqual(
    sent.filter((text) => text.includes(key)),
    [],
  );
});

scenario('a pasted link and a typed name lead to their lobby', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.startRoom();
  const ben = await world.person('Ben');
  await ben.goHome();
  await ben.find('textbox', 'Room name or link').fill(link);
  await ben.press('Join');
  await ben.find('textbox', 'Your name').waitFor();
  assert.equal(ben.page.url(), link);

  await ben.goHome();
  await ben.find('textbox', 'Room name or link').fill('Garden Party');
  await ben.press('Join');
  await ben.find('textbox', 'Your name').waitFor();
  assert.equal(new URL(ben.page.url()).pathname, '/r/garden-party');
});

scenario('what is no link is answered with a sentence', async (world) => {
  const anna = await world.person('Anna');
  await anna.goHome();
  await anna.press('Join');
  await anna.isTold(/\w/);
});
