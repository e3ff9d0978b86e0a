import assert from 'node:assert/strict';
import type { BrowserName } from './harness/browsers.ts';
import { servePage } from './harness/fixture.ts';
import { scenario, type World } from './harness/scenario.ts';

/** Opens a page with this script and returns once it has said `ready`. */
async function openPage(world: World, browser: BrowserName, script: string): Promise<void> {
  const site = await servePage(`${script}\nsetTimeout(() => { document.title = 'ready'; }, 50);`);
  world.endWith(() => site.close());
  const person = await world.person('Anna', { browser, origin: site.origin });
  await person.page.goto(site.origin);
  await person.page.waitForFunction(() => document.title === 'ready');
}

const faults: readonly [name: string, script: string, expected: RegExp][] = [
  ['an uncaught exception', 'setTimeout(() => { throw new Error("broken"); })', /broken/],
  ['an unhandled rejection', 'void Promise.reject(new Error("forgotten"))', /forgotten/],
  ['an error in the log', 'console.error("wrong")', /wrong/],
  [
    'a breach of the policy',
    'document.body.style.color = "red"; fetch("http://127.0.0.1:9/").catch(() => {})',
    /connect-src/,
  ],
];

for (const browser of ['chromium', 'firefox'] as const) {
  for (const [name, script, expected] of faults) {
    scenario(`the harness sees ${name} in ${browser}`, async (world) => {
      await openPage(world, browser, script);
      assert.throws(() => world.check(), expected);
      world.forgive();
    });
  }

  scenario(`a quiet page has no fault in ${browser}`, async (world) => {
    await openPage(world, browser, '');
  });
}
