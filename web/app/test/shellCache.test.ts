import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShellCache } from '../src/shell/shellCache.ts';

const origin = 'https://hearth.test';
const files = ['/assets/main-ABC.js', '/mark.svg', '/offline.html'];

class FakeCache {
  readonly kept = new Map<string, string>();

  async addAll(requests: readonly Request[]): Promise<void> {
    for (const { url } of requests) this.kept.set(url, `kept ${new URL(url).pathname}`);
  }

  async match(url: string): Promise<Response | undefined> {
    const text = this.kept.get(url);
    return text === undefined ? undefined : new Response(text);
  }
}

class FakeCaches {
  readonly all = new Map<string, FakeCache>();

  async open(name: string): Promise<FakeCache> {
    const cache = this.all.get(name) ?? new FakeCache();
    this.all.set(name, cache);
    return cache;
  }

  async keys(): Promise<string[]> {
    return [...this.all.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.all.delete(name);
  }
}

/** A worker with its shell, and a server that answers as `serve` says. */
async function worker(serve: (request: Request) => Promise<Response>) {
  const caches = new FakeCaches();
  const asked: string[] = [];
  const ports = {
    caches: caches as unknown as CacheStorage,
    fetch: (request: Request) => {
      asked.push(request.url);
      return serve(request);
    },
    origin,
  };
  const shell = new ShellCache({ version: 'one', files }, ports);
  await shell.handleInstall();
  return { shell, caches, asked, ports };
}

/** As the browser makes it for the address bar; its constructor does not take that mode. */
function navigation(path: string): Request {
  const request = new Request(origin + path);
  Object.defineProperty(request, 'mode', { value: 'navigate' });
  return request;
}

const away = () => Promise.reject(new TypeError('away'));
const served = async () => new Response('served');
const textOf = async (answer: Promise<Response> | null) => (await answer)?.text();

test('a page comes from the server while there is one, and from nowhere else', async () => {
  const { shell, caches, asked } = await worker(served);
  assert.equal(await textOf(shell.answer(navigation('/r/garden#secret'))), 'served');
  assert.equal(await textOf(shell.answer(navigation('/'))), 'served');
  assert.equal(asked.length, 2);
  assert.deepEqual(
    [...(caches.all.get('hearth-shell-one')?.kept.keys() ?? [])],
    files.map((file) => origin + file),
  );
});

test('the offline page stands in for pages when the server, or the one behind a proxy, is away', async () => {
  const gone = await worker(away);
  assert.equal(
    await textOf(gone.shell.answer(navigation('/r/garden#secret'))),
    'kept /offline.html',
  );
  const proxied = await worker(async () => new Response('bad gateway', { status: 502 }));
  assert.equal(await textOf(proxied.shell.answer(navigation('/'))), 'kept /offline.html');
  const missing = await worker(async () => new Response('nothing here', { status: 404 }));
  assert.equal(await textOf(missing.shell.answer(navigation('/'))), 'nothing here');
});

test('files with a digest in their name come from what is kept, others from the server first', async () => {
  const { shell, asked } = await worker(served);
  assert.equal(
    await textOf(shell.answer(new Request(`${origin}/assets/main-ABC.js`))),
    'kept /assets/main-ABC.js',
  );
  assert.deepEqual(asked, []);
  assert.equal(await textOf(shell.answer(new Request(`${origin}/mark.svg`))), 'served');
  const gone = await worker(away);
  assert.equal(
    await textOf(gone.shell.answer(new Request(`${origin}/mark.svg`))),
    'kept /mark.svg',
  );
});

test('what is not of the shell is left to the browser', async () => {
  const { shell } = await worker(served);
  for (const request of [
    new Request(`${origin}/api/rooms/garden`),
    new Request(`${origin}/api/rooms`, { method: 'POST' }),
    new Request(`${origin}/signal/stream`),
    new Request(`${origin}/assets/other-DEF.js`),
    new Request('https://elsewhere.test/mark.svg'),
    navigation('/trust/hearth-ca.crt'),
    navigation('/metrics'),
  ]) {
    assert.equal(shell.answer(request), null, request.url);
  }
});

test('a new build clears away the old one when it takes over, and nothing of others', async () => {
  const { caches, ports } = await worker(served);
  await caches.open('somebody-elses');
  const next = new ShellCache({ version: 'two', files }, ports);
  await next.handleInstall();
  assert.deepEqual(await caches.keys(), ['hearth-shell-one', 'somebody-elses', 'hearth-shell-two']);
  await next.handleActivate();
  assert.deepEqual(await caches.keys(), ['somebody-elses', 'hearth-shell-two']);
});
