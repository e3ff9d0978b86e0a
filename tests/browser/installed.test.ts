import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import { assertMeet } from './harness/media.ts';
import { assertFits, phone } from './harness/phone.ts';
import { scenario } from './harness/scenario.ts';

/** Waits until the page's worker has what it keeps, and is in charge of the next visit. */
async function workerIsReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

const isControlled = (page: Page): Promise<boolean> =>
  page.evaluate(() => navigator.serviceWorker.controller !== null);

/** Everything in every cache of the page's origin: addresses and texts. */
function cached(page: Page): Promise<{ urls: string[]; texts: string }> {
  return page.evaluate(async () => {
    const urls: string[] = [];
    let texts = '';
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        urls.push(request.url);
        texts += await (await cache.match(request))?.text();
      }
    }
    return { urls, texts };
  });
}

/** Width and height of a PNG, from its header. */
function sizeOf(png: Buffer): string {
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

scenario(
  'the app can be installed: manifest, icons, a worker that controls the second visit',
  async (world) => {
    const anna = await world.person('Anna');
    await anna.goHome();
    const link = anna.page.locator('link[rel=manifest]');
    const address = new URL((await link.getAttribute('href')) ?? '', anna.origin);
    const response = await fetch(address);
    assert.match(response.headers.get('content-type') ?? '', /^application\/manifest\+json/);
    const manifest = await response.json();
    assert.equal(manifest.name, 'Hearth');
    assert.equal(manifest.display, 'standalone');
    assert.equal(new URL(manifest.start_url, anna.origin).href, `${anna.origin}/`);
    const purposes = [];
    for (const { src, sizes, type, purpose } of manifest.icons) {
      purposes.push(`${purpose} ${sizes}`);
      const icon = await fetch(new URL(src, address));
      assert.equal(icon.headers.get('content-type'), type);
      if (type === 'image/png') assert.equal(sizeOf(Buffer.from(await icon.arrayBuffer())), sizes);
    }
    assert.deepEqual(purposes, ['any any', 'any 192x192', 'any 512x512', 'maskable 512x512']);
    const touch = anna.page.locator('link[rel=apple-touch-icon]');
    const touchIcon = await fetch(new URL((await touch.getAttribute('href')) ?? '', address));
    assert.equal(sizeOf(Buffer.from(await touchIcon.arrayBuffer())), '180x180');

    const devtools = await anna.page.context().newCDPSession(anna.page);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // A browser for tests is always incognito to its own rules of installing.
    const errors = installabilityErrors.map(({ errorId }) => errorId);
    assert.deepEqual(
      errors.filter((id) => id !== 'in-incognito'),
      [],
    );

    await workerIsReady(anna.page);
    assert.equal(await isControlled(anna.page), false, 'the first visit goes on as it began');
    await anna.page.reload();
    await anna.button('Start a room').waitFor();
    assert.equal(await isControlled(anna.page), true);
  },
);

scenario('the worker keeps the shell, and neither rooms nor keys', async (world) => {
  const anna = await world.person('Anna');
  await anna.goHome();
  await workerIsReady(anna.page);
  await anna.page.reload();
  const link = await anna.start();
  const key = link.slice(link.indexOf('#') + 1);
  const room = new URL(link).pathname.slice('/r/'.length);
  await anna.page.reload();
  const ben = await world.person('Ben');
  await ben.comeTo(link);
  await anna.join();
  await assertMeet(anna, ben);

  assert.equal(await isControlled(anna.page), true);
  const { urls, texts } = await cached(anna.page);
  assert.ok(urls.length > 5, `${urls.length} files`);
  const paths = urls.map((url) => url.slice(anna.origin.length));
  const shell = /^\/(assets\/[\w.-]+|offline\.html|mark\.svg)$/;
  assert.deepEqual(
    paths.filter((each) => !shell.test(each)),
    [],
  );
  for (const secret of [key, room]) {
    assert.ok(!urls.join().includes(secret) && !texts.includes(secret), 'no room and no key');
  }
});

for (const theme of ['light', 'dark'] as const) {
  scenario(
    `while the server is away, its place is kept by a page that gives way by itself, ${theme}`,
    async (world) => {
      const server = await world.server();
      const anna = await world.person('Anna', {
        context: { ...phone, colorScheme: theme },
        networkMayFail: true,
      });
      await bringAxe(anna.page.context());
      const link = await anna.startRoom();
      await workerIsReady(anna.page);
      await anna.page.reload();
      await anna.find('textbox', 'Your name').waitFor();
      await server.stop();
      await anna.page.reload();
      await anna.find('heading', 'Hearth cannot be reached').waitFor();
      await anna.button('Try again').waitFor();
      await assertFits(anna, 'away');
      await assertAccessible(anna.page, 'away');
      assert.equal(anna.page.url(), link, 'the link is still there, with its key');
      await server.startAgain();
      await anna.find('textbox', 'Your name').waitFor();
      assert.equal(anna.page.url(), link);
    },
  );
}

scenario(
  'a new build is served with the next load, and takes nothing from a page that is open',
  async (world) => {
    const builds = await mkdtemp(path.join(tmpdir(), 'hearth-build-'));
    world.endWith(() => rm(builds, { recursive: true, force: true }));
    const usual = process.env.HEARTH_SERVER ?? '';
    await cp(usual, builds, { recursive: true });
    process.env.HEARTH_SERVER = builds;
    try {
      const server = await world.server();
      const anna = await world.person('Anna', { networkMayFail: true });
      await anna.goHome();
      await workerIsReady(anna.page);
      await anna.page.reload();
      await anna.button('Start a room').waitFor();
      const before = (await cached(anna.page)).urls.length;

      await server.stop();
      for (const [file, from, to] of [
        ['index.html', '<head>', '<head><meta name="build" content="new">'],
        ['sw.js', 'version:"', 'version:"new'],
      ] as const) {
        const built = path.join(builds, 'web', file);
        await writeFile(built, (await readFile(built, 'utf8')).replace(from, to));
        for (const compressed of ['.br', '.gz']) await rm(built + compressed, { force: true });
      }
      await server.startAgain();
      const second = await anna.page.context().newPage();
      await world.watch('Anna, second page', second);
      await second.goto(`${anna.origin}/`);
      await second.locator('meta[name=build][content=new]').waitFor({ state: 'attached' });
      await second.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
        const coming = registration.installing ?? registration.waiting;
        while (coming?.state === 'installing') {
          await new Promise((resolve) =>
            coming.addEventListener('statechange', resolve, { once: true }),
          );
        }
        if (registration.waiting === null) throw new Error(`no worker waits: ${coming?.state}`);
      });
      assert.equal(
        (await cached(second)).urls.length,
        before * 2,
        'both builds are kept while one is in use',
      );
      assert.equal(await isControlled(anna.page), true, 'the open page stays with its worker');
    } finally {
      process.env.HEARTH_SERVER = usual;
    }
  },
);
