import assert from 'node:assert/strict';
import type { BrowserName } from './harness/browsers.ts';
import { assertMeet } from './harness/media.ts';
import { Nginx, type ProxyHabits } from './harness/nginx.ts';
import type { Person } from './harness/person.ts';
import { scenario, type World } from './harness/scenario.ts';

async function behind(world: World, habits: ProxyHabits): Promise<Nginx> {
  const nginx = await Nginx.start((await world.server()).origin, habits);
  world.endWith(() => nginx.close());
  return nginx;
}

async function write(person: Person, text: string): Promise<void> {
  await person.openChat();
  await person.find('textbox', 'Message').fill(text);
  await person.page.keyboard.press('Enter');
}

/** Two people meet behind a proxy and write to each other. */
async function meet(
  world: World,
  nginx: Nginx,
  browser: BrowserName,
): Promise<[Person, Person, string]> {
  const options = { browser, origin: nginx.origin, networkMayFail: true };
  const anna = await world.person('Anna', options);
  const link = await anna.start();
  // Firefox gives a camera to the window in front only.
  const ben = await world.person('Ben', options);
  await ben.comeTo(link);
  await assertMeet(anna, ben, { one: browser, other: browser });
  await write(anna, 'Can you read this?');
  await ben.openChat();
  await ben.sees('Can you read this?');
  return [anna, ben, link];
}

for (const browser of ['chromium', 'firefox'] as const) {
  scenario(`people meet in ${browser} behind a proxy that refuses WebSockets`, async (world) => {
    const nginx = await behind(world, { refusesUpgrades: true });
    const [anna] = await meet(world, nginx, browser);
    assert.ok(anna);
  });
}
