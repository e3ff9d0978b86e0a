import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeDeviceError } from '@hearth/peering';
import { unreachableProblem } from '../../peering/src/link/problems.ts';
import { linkSentences, sentenceOf } from '../src/sentences.ts';
import { de } from '../src/words/de.ts';
import { en } from '../src/words/en.ts';
import { catalogueOf, languageFor, speak, words, wordsChanged } from '../src/words/words.ts';
import { readSource, sourcesBelow } from './support/sourceText.ts';
import { visibleText } from './support/visibleText.ts';

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, path === '' ? key : `${path}.${key}`),
  );
}

const app = sourcesBelow('web/app/src').filter(({ file }) => !file.includes('/words/'));
const sdk = sourcesBelow('web/peering/src');
const code = app.map((source) => source.code).join('\n');

test('every language says everything, as text or as a sentence with the same parts', () => {
  const kinds = (catalogue: unknown) =>
    leaves(catalogue).map(([path, value]) => `${path}: ${typeof value}`);
  assert.deepEqual(kinds(de).sort(), kinds(en).sort());
  for (const [path, value] of [...leaves(en), ...leaves(de)]) {
    if (typeof value === 'string') assert.notEqual(value.trim(), '', path);
  }
});

test('German is German, informal and calm', () => {
  const same = ['app.details', 'bar.chat.name', 'bar.chat.caption', 'chat.title'];
  const devices = ['trust.kinds.apple', 'trust.kinds.android', 'trust.kinds.computer'];
  const english = new Map(leaves(en));
  for (const [path, value] of leaves(de)) {
    const said = String(value);
    assert.ok(!/!(?!=)/.test(typeof value === 'string' ? said : ''), `${path} is calm`);
    // At the beginning of a sentence these are "they" and "you all".
    assert.doesNotMatch(said, /[^.:?]\s(?:Sie|Ihnen|Ihre?[nmrs]?)\b/, `${path} says du`);
    if (typeof value === 'string' && ![...same, ...devices].includes(path)) {
      assert.notEqual(value, english.get(path), `${path} is not translated`);
    }
  }
});

test('what stands under a button is a part of its name', () => {
  for (const control of [...Object.values(en.bar), ...Object.values(de.bar)]) {
    if (typeof control === 'string') continue;
    const { name, caption } = control;
    assert.ok(name.toLowerCase().includes(caption.toLowerCase()), `${name}: ${caption}`);
  }
});

test('no sentence of the catalogue is unused', () => {
  const quoted = new Set([...app, ...sdk].flatMap((s) => s.literals.map(({ text }) => text)));
  const named = new Set([...code.matchAll(/[\w$]+(?=\??:)/g)].map(([word]) => word));
  const unused = leaves(en)
    .map(([path]) => path)
    .filter((path) => !path.startsWith('byCode.') && path !== 'language')
    .filter((path) => !isUsed(path.split('.'), (key) => quoted.has(key) || named.has(key)));
  assert.deepEqual(unused, []);
});

/** Named in full, taken as a part of a group that is named, or looked up by a key that somebody knows. */
function isUsed(parts: readonly string[], isKnown: (key: string) => boolean): boolean {
  if (new RegExp(`\\b${parts.join('\\.')}\\b`).test(code)) return true;
  return parts.some((key, index) => {
    if (index === 0) return false;
    const group = parts.slice(0, index).join('\\.');
    if (new RegExp(`\\b${group}\\[`).test(code)) return isKnown(key);
    if (index > 1 && new RegExp(`\\b${group}\\b(?![.\\w])`).test(code)) return true;
    const taken = new RegExp(`words\\(\\)\\.${group}(?![.\\w[])`);
    return app.some((source) => taken.test(source.code) && source.code.includes(key));
  });
}

test('the app says nothing that is not in the catalogue', () => {
  assert.deepEqual(app.flatMap(visibleText), []);
});

test('words outside the catalogue are found where people would see them', () => {
  const found = (text: string) =>
    visibleText({ file: 'x', ...readSource(text) }).map((line) => line.replace(/^x:\d+: /, ''));
  assert.deepEqual(found(`html\`<p class="a b">\${x} Hello <b>\${html\`there\`}</b></p>\``), [
    'there',
    '… Hello',
  ]);
  assert.deepEqual(found(`html\`<i aria-label="Close" title=\${x}></i>\``), ['Close']);
  assert.deepEqual(found("news.say('Anna is here'); label = 'Chat'"), ['Anna is here', 'Chat']);
  assert.deepEqual(found(`news.say(\`\${name} is here\`)`), ['… is here']);
  const unseen = [
    "// Anna's comment is no text\nif (event.key === 'Enter') throw new Error('No such thing');",
    `import x from './Some thing.ts'; a = \`translate(\${x}px, \${y}px)\`; b = 'button main';`,
    `const c = /Some Pattern's/.test(d) ? \`recent-\${id}\` : \`\${a} \${b}\`;`,
  ];
  for (const text of unseen) assert.deepEqual(found(text), [], text);
});

/** Codes of doors that the app never knocks at. */
const forOperators = ['operator-token-needed'];

test('every code that server and SDK can say has a sentence, and no sentence lacks its code', () => {
  const contracts = readFileSync('src/Hearth.Contracts/Signaling/ErrorCodes.cs', 'utf8');
  const fromServer = [...contracts.matchAll(/= "([a-z0-9-]+)"/g)].map(([, one = '']) => one);
  const sdkCode = sdk.map((source) => source.code).join('\n');
  const thrown = [...sdkCode.matchAll(/new RequestError\(\s*'([a-z0-9-]+)'/g)];
  const noticed = sdk
    .filter(({ file }) => file.includes('/room/'))
    .flatMap((source) => [...source.code.matchAll(/code: '([a-z0-9-]+)'/g)]);
  const fromSdk = [...thrown, ...noticed].map(([, one = '']) => one);
  for (const one of [...fromServer, ...fromSdk]) {
    if (forOperators.includes(one)) continue;
    const isSaid = sentenceOf(one) !== undefined || Object.hasOwn(en.byCode.about, one);
    assert.ok(isSaid, `${one} has a sentence`);
  }
  const spoken = new Set([...sdk, ...app].flatMap((s) => s.literals.map(({ text }) => text)));
  const known = (one: string) => spoken.has(one) || fromServer.includes(one);
  const unknown = Object.values(en.byCode)
    .flatMap((sentences) => Object.keys(sentences))
    .filter((one) => !known(one));
  assert.deepEqual(unknown, []);
});

test('devices and links say in English what the SDK says', () => {
  const errors = [
    ...['SecurityError', 'NotFoundError', 'NotReadableError', 'OverconstrainedError'],
    ...['AbortError', 'NotAllowedError', ''],
  ].map((name) => new DOMException('', name));
  errors.push(new DOMException('Permission dismissed', 'NotAllowedError'));
  errors.push(new DOMException('Permission denied by system', 'NotAllowedError'));
  for (const kind of ['camera', 'microphone', 'screen'] as const) {
    for (const secure of [true, false]) {
      for (const error of errors) {
        const { code, what, todo } = describeDeviceError(error, kind, { secure });
        const entry = en.byCode.devices[code as keyof typeof en.byCode.devices];
        assert.deepEqual([entry.what(kind), entry.todo(kind)], [what, todo]);
      }
    }
  }
  for (const hasRelay of [true, false]) {
    const facts = { isAnswered: true, candidateKinds: new Set(['host']), hasRelay, state: '' };
    const problem = unreachableProblem(facts);
    const { cause, doing } = problem;
    assert.deepEqual(linkSentences({ ...problem, cause: '', doing: '' }), { cause, doing });
  }
});

test('the language is the chosen one, else the first of the browser that Hearth speaks', () => {
  assert.equal(languageFor('automatic', ['fr-FR', 'de-AT', 'en']), 'de');
  assert.equal(languageFor('automatic', ['en-GB', 'de']), 'en');
  assert.equal(languageFor('automatic', ['fr', 'toString']), 'en');
  assert.equal(languageFor('automatic', []), 'en');
  assert.equal(languageFor('en', ['de']), 'en');
});

test('who listens is told once when another language comes into use', async () => {
  let told = 0;
  const stop = wordsChanged.on(() => {
    told += 1;
  });
  speak(await catalogueOf('de'));
  speak(await catalogueOf('de'));
  assert.equal(words().lobby.title, 'Komm herein');
  assert.equal(sentenceOf('room-full'), 'Dieser Raum ist voll.');
  speak(await catalogueOf('en'));
  stop();
  assert.equal(told, 2);
  assert.equal(words(), en);
});

test('one and many are told apart in both languages', () => {
  assert.equal(en.lobby.countInside(1), 'One person is inside.');
  assert.equal(de.lobby.countInside(1), 'Eine Person ist da.');
  assert.equal(de.lobby.countInside(3), '3 Personen sind da.');
  assert.equal(de.lobby.namesInside(de.app.names(['Anna', 'Ben'], 0), 2), 'Anna und Ben sind da.');
  assert.equal(de.app.names(['Anna', 'Ben'], 2), 'Anna, Ben und 2 weitere');
});
