import assert from 'node:assert/strict';
import { test } from 'node:test';
import { later, News } from '../src/news.ts';
import { aboutRoom, initialsOf, listOfNames, sentenceFor, whoIsInside } from '../src/sentences.ts';
import { deviceOf } from '../src/ui/device.ts';
import { outline } from '../src/ui/qrCode.ts';

test('every refusal has a sentence, an unknown one too', () => {
  assert.match(sentenceFor({ code: 'room-full' }), /full/);
  assert.match(sentenceFor({ code: 'never-heard-of' }), /connection/);
  for (const odd of [null, undefined, 'text', new Error('x')]) {
    assert.match(sentenceFor(odd), /connection/);
  }
});

test('names are listed as one says them', () => {
  assert.equal(listOfNames([]), '');
  assert.equal(listOfNames(['Anna']), 'Anna');
  assert.equal(listOfNames(['Anna', 'Ben']), 'Anna and Ben');
  assert.equal(listOfNames(['Anna', 'Ben', 'Caro']), 'Anna, Ben and Caro');
  assert.equal(listOfNames(['Anna', 'Ben', 'Caro', 'Dora']), 'Anna, Ben and 2 others');
});

test('who is inside, with and without names', () => {
  assert.match(aboutRoom({ locked: true, members: [], count: 0 }), /locked/);
  assert.equal(aboutRoom({ locked: false, members: ['Anna'], count: 1 }), 'Anna is inside.');
  assert.equal(whoIsInside([], 0), 'Nobody is inside yet.');
  assert.equal(whoIsInside(['Anna'], 1), 'Anna is inside.');
  assert.equal(whoIsInside(['Anna', 'Ben'], 2), 'Anna and Ben are inside.');
  assert.equal(whoIsInside(null, 1), 'One person is inside.');
  assert.equal(whoIsInside(null, 3), '3 people are inside.');
});

test('initials come from the first and the last word, whole characters only', () => {
  assert.equal(initialsOf('anna'), 'A');
  assert.equal(initialsOf('Anna Maria Berg'), 'AB');
  assert.equal(initialsOf('👩‍🚀 Ride'), '👩‍🚀R');
  assert.equal(initialsOf('  '), '');
});

test('devices are told apart by what the browser says', () => {
  const desk = { userAgent: 'X11; Linux', maxTouchPoints: 0, coarsePointer: false, shortSide: 800 };
  assert.equal(deviceOf(desk), 'desktop');
  assert.equal(deviceOf({ ...desk, userAgent: 'Android 14; Mobile' }), 'phone');
  assert.equal(deviceOf({ ...desk, userAgent: 'iPhone' }), 'phone');
  assert.equal(deviceOf({ ...desk, userAgent: 'Android 14' }), 'tablet');
  assert.equal(deviceOf({ ...desk, userAgent: 'Macintosh', maxTouchPoints: 5 }), 'tablet');
  const small = { ...desk, coarsePointer: true, maxTouchPoints: 5, shortSide: 390 };
  assert.equal(deviceOf(small), 'phone');
});

test('dark modules of a row are drawn as one bar', () => {
  assert.equal(outline([[true, true, false, true]]), 'M0 0h2v1h-2zM3 0h1v1h-1z');
  assert.equal(outline([[false], [true]]), 'M0 1h1v1h-1z');
});

test('passing news go away, standing news stay until they are taken back', () => {
  const waiting: (() => void)[] = [];
  const news = new News((run) => {
    waiting.push(run);
    return () => void waiting.splice(waiting.indexOf(run), 1);
  });
  let changes = 0;
  news.changed.on(() => {
    changes += 1;
  });
  news.keep('Reconnecting');
  news.keep('Reconnecting');
  news.say('Anna is here');
  news.say('Ben is here');
  assert.equal(waiting.length, 1);
  assert.deepEqual([news.standing, news.passing], ['Reconnecting', 'Ben is here']);
  waiting[0]?.();
  assert.deepEqual([news.standing, news.passing], ['Reconnecting', '']);
  news.keep('');
  assert.equal(news.standing, '');
  assert.equal(changes, 5);
});

test('what was put off can be called back', () => {
  const cancel = later(() => assert.fail('it was called back'), 0);
  cancel();
});
