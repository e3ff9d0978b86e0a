import assert from 'node:assert/strict';
import type { BrowserName } from './harness/browsers.ts';
import type { Person } from './harness/person.ts';
import { scenario } from './harness/scenario.ts';

/** The key this browser keeps for a room: its public half, and whether the private one can be read out. */
async function keptKey(person: Person): Promise<{ publicKey: string; readable: boolean } | null> {
  const room = new URL(person.page.url()).pathname.split('/').at(-1) ?? '';
  return person.page.evaluate(async (id) => {
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('hearth.identities')) return null;
    const database = await finished(indexedDB.open('hearth.identities'));
    const rooms = database.transaction('rooms').objectStore('rooms');
    const kept = await finished<{ keys: CryptoKeyPair } | undefined>(rooms.get(id));
    database.close();
    if (!kept) return null;
    const { x, y } = await crypto.subtle.exportKey('jwk', kept.keys.publicKey);
    return { publicKey: `${x} ${y}`, readable: kept.keys.privateKey.extractable };
  }, room);
}

async function says(person: Person, text: string): Promise<void> {
  await person.openChat();
  await person.find('textbox', 'Message').fill(text);
  await person.press('Send');
  await reads(person, text);
}

async function reads(person: Person, text: string): Promise<void> {
  await person.openChat();
  await person.find('region', 'Chat').getByRole('log').getByText(text).waitFor();
}

for (const browser of ['chromium', 'firefox'] satisfies BrowserName[]) {
  scenario(`the same person after a reload is the same person, in ${browser}`, async (world) => {
    const anna = await world.person('Anna');
    const ben = await world.person('Ben', { browser });
    await ben.comeTo(await anna.start());
    await anna.isConnectedTo('Ben');
    const before = await keptKey(ben);
    assert.ok(before);
    assert.equal(before.readable, false);
    await says(ben, 'before the reload');
    await reads(anna, 'before the reload');

    await ben.page.reload();
    await ben.join();
    await anna.isConnectedTo('Ben');
    assert.deepEqual(await keptKey(ben), before);
    // What he said himself is told to him by the others, and is his own.
    await reads(ben, 'before the reload');
    const own = ben.find('region', 'Chat').getByRole('article').filter({ hasText: 'before the' });
    await own.filter({ hasText: 'You' }).waitFor();
  });
}

scenario('the same name from another device is told', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  const link = await anna.start();
  await ben.comeTo(link);
  await anna.isConnectedTo('Ben');
  await ben.press('Leave');
  await anna.tile('Ben').waitFor({ state: 'detached' });
  const other = await world.person('Ben');
  await other.comeTo(link);
  await anna.isTold('Ben is here with another device than before');
});

scenario('a browser that must not remember keeps no key', async (world) => {
  const anna = await world.person('Anna');
  await anna.startRoom();
  await anna.find('checkbox', 'Remember on this device').uncheck();
  await anna.join();
  assert.equal(await keptKey(anna), null);
  await anna.page.reload();
  await anna.join();
  assert.equal(await keptKey(anna), null);
});

scenario('a newcomer reads what was said before, also by who has left', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  const link = await anna.start();
  await ben.comeTo(link);
  await anna.isConnectedTo('Ben');
  await says(anna, 'Who brings the soup?');
  await says(ben, 'I do, then I have to go');
  await reads(anna, 'I do, then I have to go');
  await ben.press('Leave');
  await anna.tile('Ben').waitFor({ state: 'detached' });

  const cleo = await world.person('Cleo', { browser: 'firefox' });
  await cleo.comeTo(link);
  await reads(cleo, 'Who brings the soup?');
  await reads(cleo, 'I do, then I have to go');
  const log = cleo.find('region', 'Chat').getByRole('log');
  await log.getByRole('article').filter({ hasText: 'Ben' }).first().waitFor();
  // What was said before she came stands under a heading of its own, what is said now does not.
  await says(anna, 'Then we wait with the soup');
  await reads(cleo, 'Then we wait with the soup');
  const earlier = log.getByRole('region', { name: 'Earlier', exact: true });
  await earlier.getByRole('heading', { name: 'Earlier', exact: true }).waitFor();
  assert.deepEqual(await earlier.locator('.message-text').allTextContents(), [
    'Who brings the soup?',
    'I do, then I have to go',
  ]);
});

scenario('who was away reads what was said meanwhile', async (world) => {
  const anna = await world.person('Anna');
  const ben = await world.person('Ben');
  const link = await anna.start();
  await ben.comeTo(link);
  await anna.isConnectedTo('Ben');
  await ben.page.goto('about:blank');
  await anna.tile('Ben').waitFor({ state: 'detached' });
  await says(anna, 'You missed this');
  await ben.comeTo(link);
  await reads(ben, 'You missed this');
});
