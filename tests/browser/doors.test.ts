import { assertMeet } from './harness/media.ts';
import { RawMember } from './harness/rawMember.ts';
import { scenario } from './harness/scenario.ts';

scenario('a full room says so, and lets in when somebody has left', async (world) => {
  const server = await world.server();
  const members: RawMember[] = [];
  for (let i = 1; i <= 16; i++) members.push(await RawMember.join(server.origin, 'crowd', `M${i}`));
  world.endWith(async () => {
    for (const member of members) member.close();
  });
  const anna = await world.person('Anna');
  await anna.open(`${server.origin}/r/crowd`);
  await anna.find('textbox', 'Your name').fill('Anna');
  await anna.turnOnDevices();
  await anna.press('Join room');
  await anna.sees(/room is full/);
  members.pop()?.leave();
  await anna.press('Try again');
  await anna.isInside();
});

scenario('a link without its key says that a part is missing', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const ben = await world.person('Ben');
  await ben.page.goto(link.slice(0, link.indexOf('#')));
  await ben.sees('Part of the link is missing. Ask for it again.');
  await ben.button('Back to start').waitFor();
});

scenario('a link with a broken key or with another key is refused', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.start();
  const ben = await world.person('Ben', { networkMayFail: true });
  const [room] = link.split('#');
  await ben.page.goto(`${room}#short`);
  await ben.sees('Part of the link is missing. Ask for it again.');
  await ben.page.goto(`${room}#AAAAAAAAAAAAAAAAAAAAAA`);
  await ben.page.reload();
  await ben.button('Back to start').waitFor();
});

scenario('a link works after everybody has left, and after a restart', async (world) => {
  const server = await world.server();
  const anna = await world.person('Anna');
  const link = await anna.start();
  await anna.press('Leave');
  await anna.button('Rejoin').waitFor();
  await server.kill();
  await server.startAgain();
  const ben = await world.person('Ben');
  await ben.comeTo(link);
  await anna.press('Rejoin');
  await anna.isInside();
  await assertMeet(anna, ben);
});
