import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Changes } from '../src/changes.ts';
import { MicrophoneLevel, shownLevel } from '../src/media/microphoneLevel.ts';
import { News } from '../src/news.ts';
import { Conversation } from '../src/room/conversation.ts';
import { feed } from '../src/room/feed.ts';
import { Listening } from '../src/room/listening.ts';
import { MutedSigns } from '../src/room/mutedSigns.ts';
import { RoomNews, standingSentence } from '../src/room/roomNews.ts';
import { linkStateText, ownTile, securityText, tileOf } from '../src/room/tileView.ts';
import { FakeTrack } from './fakeDevices.ts';
import { FakeRoom, member, message } from './fakeRoom.ts';

const track = (): MediaStreamTrack => new FakeTrack('video', '') as unknown as MediaStreamTrack;
const untimed = (): News => new News(() => () => {});

test('arrivals are said and rung, departures are said', () => {
  const room = new FakeRoom();
  const news = untimed();
  let rings = 0;
  const telling = new RoomNews(room.asRoom, news, () => {
    rings += 1;
  });
  room.emit('memberJoined', member('Anna'));
  assert.equal(news.passing, 'Anna is here');
  assert.equal(rings, 1);
  room.emit('memberLeft', member('Anna'), 'left');
  assert.equal(news.passing, 'Anna left');
  telling.close();
  room.emit('memberJoined', member('Ben'));
  assert.equal(news.passing, 'Anna left');
});

test('a screen that is shared is said once, also by name', () => {
  const room = new FakeRoom();
  const news = untimed();
  new RoomNews(room.asRoom, news, () => {});
  const state = { microphone: true, camera: true, screen: true, paused: false };
  room.members = [member('Anna', { state })];
  room.emit('changed');
  assert.equal(news.passing, 'Anna shares the screen');
  news.say('something else');
  room.emit('changed');
  assert.equal(news.passing, 'something else');
});

test('a lost line stands in the status until it is back', () => {
  const room = new FakeRoom();
  const news = untimed();
  new RoomNews(room.asRoom, news, () => {});
  room.status = 'server-restarting';
  room.emit('changed');
  assert.equal(news.standing, 'Hearth is restarting. Your call goes on.');
  room.status = 'reconnecting';
  room.emit('changed');
  assert.match(news.standing, /^Reconnecting/);
  room.status = 'joined';
  room.emit('changed');
  assert.equal(news.standing, '');
  assert.equal(news.passing, 'Welcome back');
});

test('the line matters more than the muted microphone', () => {
  assert.equal(standingSentence('joined', true), "You're muted");
  assert.match(standingSentence('reconnecting', true), /^Reconnecting/);
  assert.match(standingSentence('joined', true, 'microphone'), /Nobody hears you/);
});

test('a name that was refused is said in our words, an unknown notice in those it came with', () => {
  const room = new FakeRoom();
  const news = untimed();
  new RoomNews(room.asRoom, news, () => {});
  room.emit('notice', { code: 'invalid-name', text: 'name: invalid' });
  assert.match(news.passing, /Choose another one/);
  room.emit('notice', { code: 'something-new', text: 'Something new happened.' });
  assert.equal(news.passing, 'Something new happened.');
});

test("messages are unread while the chat is closed, one's own never", () => {
  const room = new FakeRoom();
  const told: string[] = [];
  const talk = new Conversation(room.asRoom, ({ text }) => told.push(text));
  room.emit('chat', message('one'));
  room.emit('chat', message('mine', { mine: true }));
  assert.equal(talk.unread, 1);
  talk.open = true;
  room.emit('chat', message('two'));
  assert.equal(talk.unread, 0);
  assert.deepEqual(told, ['one']);
});

test('words that could not be sent leave a sentence', async () => {
  const room = new FakeRoom();
  const talk = new Conversation(room.asRoom, () => {});
  room.refuses = true;
  assert.equal(await talk.say('hello'), false);
  assert.match(talk.problem, /Try again/);
  room.refuses = false;
  assert.equal(await talk.say('hello'), true);
  assert.equal(talk.problem, '');
});

test('only what changed is handed to the room, also what changed during the join', () => {
  const room = new FakeRoom();
  const camera = track();
  const media = {
    changed: new Changes(),
    tracks: { microphone: null, camera: null as MediaStreamTrack | null, screen: null },
    microphoneOn: false,
    cameraOn: false,
  };
  const state = { microphone: false, camera: true, screen: false, paused: false };
  const stop = feed(
    room.asRoom,
    media,
    { tracks: { microphone: null, camera, screen: null }, state },
    () => {},
  );
  assert.deepEqual(room.asked, [{ tracks: { camera: null } }, { state: { camera: false } }]);
  media.changed.emit();
  assert.equal(room.asked.length, 2);
  media.microphoneOn = true;
  media.changed.emit();
  assert.deepEqual(room.asked.at(-1), { state: { microphone: true } });
  stop();
  media.microphoneOn = false;
  media.changed.emit();
  assert.equal(room.asked.length, 3);
});

test('a track the room refuses is reported, not thrown', async () => {
  const room = new FakeRoom();
  room.refuses = true;
  const media = {
    changed: new Changes(),
    tracks: { microphone: null, camera: track(), screen: null },
    microphoneOn: false,
    cameraOn: true,
  };
  await new Promise<void>((resolve) => {
    feed(
      room.asRoom,
      media,
      {
        tracks: { microphone: null, camera: null, screen: null },
        state: { microphone: false, camera: true, screen: false, paused: false },
      },
      resolve,
    );
  });
});

test('a tile shows a picture only while its member says it sends one', () => {
  const camera = track();
  const on = tileOf(member('Anna', { camera, screen: track() }), {
    speaking: true,
    muted: false,
    pinned: false,
  });
  assert.equal(on.camera, camera);
  assert.equal(on.screen, null);
  assert.equal(on.speaking, true);
  const state = { microphone: false, camera: false, screen: true, paused: true };
  const off = tileOf(member('Anna', { camera, screen: camera, state }), {
    speaking: true,
    muted: true,
    pinned: true,
  });
  assert.equal(off.camera, null);
  assert.equal(off.screen, camera);
  assert.deepEqual([off.muted, off.paused, off.speaking], [true, true, false]);
});

test('a picture that was not asked for is not shown; who speaks still is', () => {
  const shown = { camera: false, screen: false };
  const state = { microphone: true, camera: true, screen: true, paused: false };
  const anna = member('Anna', { camera: track(), screen: track(), shown, state });
  const tile = tileOf(anna, { speaking: true, muted: false, pinned: false });
  assert.deepEqual(
    [tile.camera, tile.screen, tile.sharing, tile.speaking],
    [null, null, true, true],
  );
});

test("one's own tile is labelled, silent and without a mirror of the screen", () => {
  const tile = ownTile(member('Anna', { link: null }), {
    tracks: { microphone: track(), camera: track(), screen: track() },
    microphoneOn: true,
    mirrored: true,
    speaking: true,
  });
  assert.equal(tile.label, 'Anna (you)');
  assert.deepEqual([tile.microphone, tile.screen, tile.sharing], [null, null, true]);
});

test('link states and securities read as agreed', () => {
  assert.deepEqual(
    (['connecting', 'connected', 'reconnecting', 'failed', 'refused'] as const).map(linkStateText),
    ['Connecting', 'Connected', 'Reconnecting', 'Could not connect', 'Could not connect'],
  );
  assert.equal(securityText('end-to-end-verified'), 'End-to-end, verified');
  assert.equal(securityText('end-to-end-unverified'), 'End-to-end, unverified');
});

test('a muted microphone does not speak, but tells who speaks into it', () => {
  const room = new FakeRoom().asRoom;
  const listening = new Listening();
  for (let now = 0; now <= 500; now += 100) {
    listening.handleLevels(now, room, { level: 0.3, on: false });
  }
  assert.equal(listening.speaking.size, 0);
  assert.equal(listening.speaksMuted, true);
  for (let now = 600; now <= 900; now += 100) {
    listening.handleLevels(now, room, { level: 0.3, on: true });
  }
  assert.deepEqual([...listening.speaking], ['me']);
  assert.equal(listening.speaksMuted, false);
});

test('the muted sign waits for the last words, goes at once, and is there for who comes muted', () => {
  const signs = new MutedSigns();
  const state = { microphone: true, camera: false, screen: false, paused: false };
  const anna = (microphone: boolean) => [{ id: 'anna', state: { ...state, microphone } }];
  assert.equal(signs.handleMembers(0, anna(true)), false);
  assert.equal(signs.handleMembers(100, anna(false)), false);
  assert.equal(signs.handleMembers(600, anna(false)), false);
  assert.equal(signs.handleMembers(700, anna(false)), true);
  assert.ok(signs.shown.has('anna'));
  assert.equal(signs.handleMembers(800, anna(true)), true);
  assert.equal(signs.shown.size, 0);
  assert.equal(new MutedSigns().handleMembers(0, anna(false)), true);
});

test('the level is read from a clone that goes with its track', () => {
  const opened: FakeTrack[] = [];
  const level = new MicrophoneLevel((cloned) => {
    opened.push(cloned as unknown as FakeTrack);
    return { level: () => 0.5, close: () => {} };
  });
  assert.equal(level.level(), null);
  const source = new FakeTrack('audio', 'm1') as unknown as MediaStreamTrack;
  level.follow(source);
  level.follow(source);
  assert.equal(level.level(), 0.5);
  assert.equal(opened.length, 1);
  level.follow(null);
  assert.equal(opened[0]?.readyState, 'ended');
  assert.equal(level.level(), null);
});

test('the bar shows loudness as an ear hears it', () => {
  assert.equal(shownLevel(0), 0);
  assert.equal(shownLevel(0.0001), 0);
  assert.equal(shownLevel(1), 1);
  assert.ok(shownLevel(0.02) > 0.4 && shownLevel(0.02) < 0.7);
});
