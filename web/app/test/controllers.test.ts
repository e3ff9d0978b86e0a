import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeDeviceError } from '@hearth/peering';
import type { ReactiveControllerHost } from 'lit';
import { LobbyStart } from '../src/lobby/lobbyStart.ts';
import { inOne } from '../src/lobby/oneProblem.ts';
import { LocalMedia } from '../src/media/localMedia.ts';
import { SpeakerTest } from '../src/media/speakerTest.ts';
import { Memory } from '../src/memory.ts';
import { LinkHandout } from '../src/ui/linkHandout.ts';
import type { Visit } from '../src/visit.ts';
import { FakeDevices, fakeEnvironment } from './fakeDevices.ts';

const link = 'https://hearth.example/r/tea';

function fakeHost(): ReactiveControllerHost & { updates: number } {
  const host = {
    updates: 0,
    addController() {},
    removeController() {},
    requestUpdate() {
      host.updates += 1;
    },
    updateComplete: Promise.resolve(true),
  };
  return host;
}

test('a copied link is said', async () => {
  const copied: string[] = [];
  const said: string[] = [];
  const clipboard = { writeText: async (text: string) => void copied.push(text) } as Clipboard;
  const handout = new LinkHandout(fakeHost(), { clipboard }, (sentence) => said.push(sentence));
  await handout.copy(link);
  assert.deepEqual(copied, [link]);
  assert.deepEqual(said, ['Link copied. Send it to someone.']);
  assert.equal(handout.byHand, false);
  assert.equal(handout.canShare, false);
});

test('without a clipboard the link is marked once, to be copied by hand', async () => {
  const host = fakeHost();
  const handout = new LinkHandout(host, {}, () => {});
  await handout.copy(link);
  assert.equal(handout.byHand, true);
  assert.equal(handout.takeSelecting(), true);
  assert.equal(handout.takeSelecting(), false);
  assert.equal(host.updates, 1);
});

test('closing the sheet of the device is an answer; when sharing fails the link is copied', async () => {
  const said: string[] = [];
  let name = 'AbortError';
  const share = (): Promise<void> => Promise.reject(new DOMException('', name));
  const handout = new LinkHandout(fakeHost(), { share }, (sentence) => said.push(sentence));
  await handout.share(link);
  assert.deepEqual(said, []);
  name = 'NotAllowedError';
  await handout.share(link);
  assert.equal(said.length, 1);
});

test('a speaker that cannot play is said, and another click while it plays does nothing', async () => {
  const played: string[] = [];
  let fails = false;
  const speaker = new SpeakerTest(fakeHost(), async (id) => {
    played.push(id);
    if (fails) throw new Error('as the test wants it');
  });
  await Promise.all([speaker.play('a'), speaker.play('a')]);
  assert.deepEqual(played, ['a']);
  assert.match(speaker.words, /Did you hear it/);
  fails = true;
  await speaker.play('b');
  assert.match(speaker.words, /cannot play/);
});

function lobby(devices = new FakeDevices()) {
  const memory = new Memory(null);
  const media = new LocalMedia(fakeEnvironment(devices), memory);
  let joins = 0;
  const visit = {
    join: async () => {
      joins += 1;
    },
  } as unknown as Visit;
  const start = new LobbyStart(fakeHost(), () => ({ visit, media, memory }));
  return { start, media, memory, devices, joins: () => joins };
}

/** Requests run one after the other: an empty one ends after all before it. */
const idle = (media: LocalMedia): Promise<void> =>
  media.start({ camera: false, microphone: false });

test('the first visit asks for nothing before one has answered', async () => {
  const { start, media, memory, devices } = lobby();
  start.hostConnected();
  await idle(media);
  assert.equal(devices.asked.length, 0);
  assert.deepEqual([start.answered, start.offersDevices, start.offersWithout], [false, true, true]);
  start.turnOn();
  await idle(media);
  assert.ok(media.cameraOn && media.microphoneOn);
  assert.deepEqual(
    [start.answered, start.offersDevices, start.offersWithout],
    [true, false, false],
  );
  assert.equal(memory.get('devicesAnswered'), true);
});

test('later visits begin by themselves, with audio only where that was chosen', async () => {
  const { start, media, memory } = lobby();
  memory.set('devicesAnswered', true);
  memory.set('audioOnly', true);
  start.hostConnected();
  await idle(media);
  assert.equal(media.cameraOn, false);
  assert.equal(media.microphoneOn, true);
  assert.equal(start.offersDevices, false);
});

test('joining without devices gives them back, joins and is remembered', async () => {
  const { start, media, memory, devices, joins } = lobby();
  start.hostConnected();
  start.turnOn();
  await idle(media);
  start.joinWithout();
  await idle(media);
  await Promise.resolve();
  assert.ok(devices.tracks.every(({ readyState }) => readyState === 'ended'));
  assert.equal(joins(), 1);
  assert.equal(memory.get('devicesWanted'), false);
});

test('who was refused the devices can try again or join without', async () => {
  const devices = new FakeDevices();
  devices.fail = () => 'NotAllowedError';
  const { start, media } = lobby(devices);
  start.hostConnected();
  start.turnOn();
  await idle(media);
  assert.equal(start.problems.length, 1);
  assert.deepEqual([start.answered, start.offersDevices, start.offersWithout], [true, true, true]);
});

test('who wants a device that was lacking or not allowed has it as soon as it can be', async () => {
  const devices = new FakeDevices();
  devices.fail = () => 'NotAllowedError';
  const { start, media, memory } = lobby(devices);
  const allowed = { what: 'allowed', kind: 'camera' } as const;
  start.hostConnected();
  assert.deepEqual(start.handleDevices([allowed]), [allowed]);
  assert.equal(devices.asked.length, 0);
  start.turnOn();
  await idle(media);
  devices.fail = () => null;
  assert.deepEqual(start.handleDevices([allowed]), []);
  await idle(media);
  assert.ok(media.cameraOn && media.microphoneOn);
  const found = { what: 'found', kind: 'camera', label: 'First camera' } as const;
  assert.deepEqual(start.handleDevices([found]), [{ ...found, what: 'taken' }]);
  memory.set('audioOnly', true);
  assert.deepEqual(start.handleDevices([found]), [found]);
});

test('what stops camera and microphone alike is said once', () => {
  const of = (kind: 'camera' | 'microphone', name: string, secure = true) =>
    describeDeviceError(new DOMException('', name), kind, { secure });
  const denied = inOne([of('camera', 'NotAllowedError'), of('microphone', 'NotAllowedError')]);
  assert.equal(denied.length, 1);
  assert.match(denied[0]?.what ?? '', /camera and microphone/);
  const different = [of('camera', 'NotReadableError'), of('microphone', 'NotAllowedError')];
  assert.deepEqual(inOne(different), different);
  const busy = [of('camera', 'NotReadableError'), of('microphone', 'NotReadableError')];
  assert.deepEqual(inOne(busy), busy);
  assert.deepEqual(inOne([of('camera', 'NotFoundError')]), [of('camera', 'NotFoundError')]);
  assert.equal(inOne([of('camera', '', false), of('microphone', '', false)]).length, 1);
});
