import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalMedia } from '../src/media/localMedia.ts';
import { MicrophoneLevel } from '../src/media/microphoneLevel.ts';
import { Memory } from '../src/memory.ts';
import { News } from '../src/news.ts';
import { Call } from '../src/room/call.ts';
import { FakeDevices, fakeEnvironment } from './fakeDevices.ts';
import { FakeRoom, member, message } from './fakeRoom.ts';

function calling() {
  const memory = new Memory(null);
  // A chime needs a browser.
  memory.set('chime', false);
  const devices = new FakeDevices();
  const media = new LocalMedia(fakeEnvironment(devices), memory);
  const news = new News(() => () => {});
  const level = new MicrophoneLevel(() => ({ level: () => 0, close: () => {} }));
  const room = new FakeRoom();
  let left = 0;
  const call = new Call(room.asRoom, { media, memory, news, level }, () => {
    left += 1;
  });
  return { call, room, media, memory, devices, news, left: () => left };
}

/** Requests run one after the other: an empty one ends after all before it. */
const idle = (media: LocalMedia): Promise<void> =>
  media.start({ camera: false, microphone: false });

test('everyone sits in the same order on all screens', () => {
  const { call, room } = calling();
  room.members = [member('Cleo', { slot: 2 }), member('Anna', { slot: -1 })];
  assert.deepEqual(
    call.tiles.map(({ label }) => label),
    ['Anna', 'me (you)', 'Cleo'],
  );
});

test('one is alone until somebody comes, and knows of it afterwards', () => {
  const { call, room } = calling();
  assert.deepEqual([call.alone, call.met], [true, false]);
  room.members = [member('Anna')];
  room.emit('changed');
  assert.deepEqual([call.alone, call.met], [false, true]);
  room.members = [];
  room.emit('changed');
  assert.deepEqual([call.alone, call.met], [true, true]);
});

test('one panel is open at a time, and opening the chat reads it', () => {
  const { call, room, news } = calling();
  room.emit('chat', message('hello'));
  assert.equal(call.conversation.unread, 1);
  assert.equal(news.passing, 'Anna wrote a message');
  call.handleControl('people');
  assert.equal(news.passing, 'Anna wrote a message');
  call.handleControl('chat');
  assert.equal(call.panel, 'chat');
  assert.equal(call.conversation.unread, 0);
  assert.equal(news.passing, '');
  call.handleControl('chat');
  assert.equal(call.panel, null);
});

test('a message does not speak into a dialog; it is told afterwards', () => {
  const { call, room, news } = calling();
  room.emit('chat', message('before'));
  call.handleControl('settings');
  assert.equal(news.passing, '');
  room.emit('chat', message('during'));
  assert.equal(news.passing, '');
  call.closeDialog();
  assert.equal(news.passing, 'Anna wrote a message');
  call.handleControl('invite');
  call.closeDialog();
  assert.equal(news.passing, '');
});

test('dialogs open and close, and leaving is asked of the visit', () => {
  const { call, left } = calling();
  call.handleControl('invite');
  assert.equal(call.dialog, 'invite');
  call.closeDialog();
  assert.equal(call.dialog, null);
  call.handleControl('leave');
  assert.equal(left(), 1);
});

test('one can change the name in the call, and is a guest without one', () => {
  const { call, room, news } = calling();
  call.rename(' Anna ');
  assert.equal(news.passing, 'Your name is Anna now');
  call.rename('  ');
  assert.deepEqual(room.asked, [{ name: 'Anna' }, { name: 'Guest' }]);
});

test('a device that does not start says so, one that does is wanted the next time', async () => {
  const { call, media, memory, devices, news } = calling();
  memory.set('devicesWanted', false);
  devices.fail = () => 'NotReadableError';
  call.handleControl('camera');
  await idle(media);
  assert.match(news.passing, /used by another app/);
  assert.equal(memory.get('devicesWanted'), false);
  devices.fail = () => null;
  call.handleControl('microphone');
  await idle(media);
  await Promise.resolve();
  assert.equal(media.microphoneOn, true);
  assert.equal(memory.get('devicesWanted'), true);
});

test('a device that goes in the call is said', async () => {
  const { call, media, devices, news } = calling();
  await media.start({ camera: true, microphone: true });
  devices.unplug('m1');
  await idle(media);
  assert.match(news.passing, /Your microphone was disconnected/);
  call.close();
});

test('closing the question what to share says nothing', async () => {
  const { call, media, devices, news } = calling();
  devices.getDisplayMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  call.handleControl('screen');
  await idle(media);
  assert.equal(news.passing, '');
  assert.equal(media.tracks.screen, null);
});

test('the view turns at a touch, and back', () => {
  const { call, room } = calling();
  room.members = [member('Anna', { slot: 1 }), member('Ben', { slot: 2 })];
  room.speakers = ['Ben'];
  assert.equal(call.stage.featured(call.tiles), null);
  call.handleControl('view');
  assert.equal(call.stage.view, 'speaker');
  assert.equal(call.tiles[call.stage.featured(call.tiles) ?? -1]?.id, 'Ben');
  call.handleControl('view');
  assert.equal(call.stage.featured(call.tiles), null);
});

test('whoever is pinned stands large until unpinned, whoever speaks', () => {
  const { call, room } = calling();
  room.members = [member('Anna', { slot: 1 }), member('Ben', { slot: 2 })];
  room.speakers = ['Ben'];
  call.stage.pin('Anna');
  assert.equal(call.tiles[call.stage.featured(call.tiles) ?? -1]?.id, 'Anna');
  assert.deepEqual(
    call.tiles.map(({ pinned }) => pinned),
    [false, true, false],
  );
  call.stage.pin('Anna');
  assert.equal(room.pinned, null);
});

test('in the speaker view the page hears of another speaker, in the grid it is left in peace', () => {
  const { call, room } = calling();
  room.members = [member('Anna', { slot: 1 }), member('Ben', { slot: 2 })];
  let changes = 0;
  call.handleControl('view');
  call.stage.changed.on(() => {
    changes += 1;
  });
  for (const speakers of [['Anna'], ['Anna', 'Ben'], ['Ben', 'Anna']]) {
    room.speakers = speakers;
    call.stage.handleHeard();
  }
  assert.equal(changes, 2);
  call.handleControl('view');
  room.speakers = ['Anna'];
  call.stage.handleHeard();
  assert.equal(changes, 3);
});
