import assert from 'node:assert/strict';
import { de } from '../../web/app/src/words/de.ts';
import { en } from '../../web/app/src/words/en.ts';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import type { Person } from './harness/person.ts';
import { scenario } from './harness/scenario.ts';

const phone = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
};

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

const german = new Set(leaves(de));
const english = leaves(en).filter((text) => !german.has(text));

/** Nothing that is seen or read aloud is an English sentence of the catalogue; nothing sticks out. */
async function assertGerman(person: Person, what: string): Promise<void> {
  const { said, language, beyond, cut } = await person.page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
        texts.push(element.getAttribute(name) ?? '');
      }
    }
    const tight = document.querySelectorAll<HTMLElement>('button, .control-caption, .field-label');
    return {
      said: texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()),
      language: document.documentElement.lang,
      beyond: document.documentElement.scrollWidth - innerWidth,
      cut: [...tight]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.outerHTML),
    };
  });
  assert.deepEqual(
    said.filter((text) => english.includes(text)),
    [],
    what,
  );
  assert.deepEqual({ language, beyond, cut }, { language: 'de', beyond: 0, cut: [] }, what);
}

async function walkThrough(person: Person, friend: Person): Promise<void> {
  const { page } = person;
  await bringAxe(page.context());
  const check = async (what: string): Promise<void> => {
    await assertGerman(person, what);
    await assertAccessible(page, what);
  };
  await page.goto(`${person.origin}/`);
  await person.find('heading', de.home.title).waitFor();
  await person.press(de.home.enter);
  await person.isTold(de.home.nothingTyped);
  await check('home');
  await person.press(de.home.start);
  await person.find('textbox', de.lobby.yourName).fill('Anna');
  await check('lobby');
  await person.press(de.lobby.turnOn);
  await page.getByLabel(de.lobby.yourCamera, { exact: true }).waitFor();
  await person.find('combobox', de.devices.names.camera).waitFor();
  await check('lobby with devices');
  await person.press(de.lobby.join);
  await person.sees(de.room.firstHere);
  await check('alone');
  await friend.comeTo(page.url());
  const tile = person.find('region', de.room.participants).getByRole('group', { name: 'Ben' });
  await tile.filter({ hasText: de.tile.link.connected }).waitFor();
  await person.isTold(de.news.isHere('Ben'));
  for (const control of ['chat', 'people', 'invite', 'settings'] as const) {
    await person.press(de.bar[control].name);
    await person.button(de.app.close).waitFor();
    await check(control);
    await person.press(de.app.close);
  }
  await check('in a call');
  await person.press(de.bar.leave.name);
  await person.find('heading', de.ends.left.title).waitFor();
  await check('the end');
}

scenario('a German browser is spoken to in German, from home to the end', async (world) => {
  const anna = await world.person('Anna', { context: { locale: 'de-DE' } });
  await walkThrough(anna, await world.person('Ben'));
});

scenario('German fits on a phone', async (world) => {
  const anna = await world.person('Anna', { context: { ...phone, locale: 'de-DE' } });
  await walkThrough(anna, await world.person('Ben'));
});

scenario('`Language` in `Settings` changes everything at once and is remembered', async (world) => {
  const anna = await world.person('Anna');
  await anna.start();
  await anna.press('Settings');
  await anna.find('combobox', 'Language').selectOption({ label: 'Deutsch' });
  await anna.find('dialog', de.settings.title).waitFor();
  await anna.find('combobox', de.settings.language).waitFor();
  await anna.find('combobox', de.devices.names.microphone).waitFor();
  await anna.press(de.app.close);
  await anna.button(de.bar.mute.name).waitFor();
  await anna.sees(de.room.firstHere);
  await anna.page.getByRole('group', { name: 'Anna (du)', exact: true }).waitFor();
  await assertGerman(anna, 'after the change');
  await anna.page.reload();
  await anna.button(de.lobby.join).click();
  await anna.press(de.bar.settings.name);
  const language = anna.find('combobox', de.settings.language);
  assert.equal(await language.inputValue(), 'de');
  await language.selectOption({ label: de.settings.automatic });
  await anna.find('combobox', 'Language').waitFor();
  assert.equal(await anna.page.evaluate(() => document.documentElement.lang), 'en');
});

scenario('refusals are told in the language of the page', async (world) => {
  const anna = await world.person('Anna');
  const link = await anna.startRoom();
  const ben = await world.person('Ben', { devices: 'denied', context: { locale: 'de-AT' } });
  await ben.page.goto(link.slice(0, link.indexOf('#')));
  await ben.find('heading', de.ends['missing-key'].title).waitFor();
  await ben.page.goto(`${ben.origin}/r/garten`);
  await ben.press(de.lobby.turnOn);
  await ben.isTold(de.byCode.bothDevices.denied.what);
  await assertGerman(ben, 'denied devices');
  assert.equal(await ben.page.evaluate(() => document.documentElement.lang), 'de');
});
