import type { BrowserName } from './browsers.ts';
import { assertMeet } from './media.ts';
import { Nginx, type ProxyHabits } from './nginx.ts';
import type { Person } from './person.ts';
import type { World } from './scenario.ts';

/** Puts a proxy before the server of a test. */
export async function behind(world: World, habits: ProxyHabits): Promise<Nginx> {
  const nginx = await Nginx.start((await world.server()).origin, habits);
  world.endWith(() => nginx.close());
  return nginx;
}

/** Two people meet behind a proxy and write to each other. */
export async function meetBehind(
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
  await anna.openChat();
  await anna.find('textbox', 'Message').fill('Can you read this?');
  await anna.page.keyboard.press('Enter');
  await ben.openChat();
  await ben.sees('Can you read this?');
  return [anna, ben, link];
}

/** Somebody new comes in, is heard of by everybody, and goes: signaling works both ways. */
export async function visit(world: World, origin: string, link: string, people: readonly Person[]) {
  const visitor = await world.person('Visitor', { origin, networkMayFail: true });
  await visitor.open(link);
  await visitor.joinWithout();
  await Promise.all(people.map((person) => person.tile('Visitor').waitFor()));
  await visitor.press('Leave');
  await Promise.all(people.map((person) => person.tile('Visitor').waitFor({ state: 'detached' })));
}

/** Waits until Settings say so of the connection. */
export async function isReached(person: Person, how: string): Promise<void> {
  await person.press('Settings');
  await person.find('note', 'Connection to Hearth').filter({ hasText: how }).waitFor({
    timeout: 60_000,
  });
  await person.find('dialog', 'Settings').getByRole('button', { name: 'Close' }).click();
}

/** Resolves when the page has asked the server `count` times whether it is there: each 15 s. */
export function pinged({ page }: Person, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    page.on('request', (request) => {
      if (request.postData()?.includes('"ping"') === true && --left === 0) resolve();
    });
  });
}

/** How often the page asks for something from now on, by its path. */
export function requestsOf({ page }: Person): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
  });
  return counts;
}
