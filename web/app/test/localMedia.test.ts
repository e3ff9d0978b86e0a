import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceSentences } from '../src/media/deviceNews.ts';
import { LocalMedia, type MediaEnvironment } from '../src/media/localMedia.ts';
import { Memory } from '../src/memory.ts';
import { FakeDevices, type FakeTrack, fakeEnvironment } from './fakeDevices.ts';

function setUp(devices: FakeDevices | undefined, more: Partial<MediaEnvironment> = {}) {
  const memory = new Memory(null);
  return { memory, media: new LocalMedia(fakeEnvironment(devices, more), memory) };
}

const both = { camera: true, microphone: true };

test('both devices start with one question', async () => {
  const devices = new FakeDevices();
  const { media } = setUp(devices);
  await media.start(both);
  assert.equal(devices.asked.length, 1);
  assert.ok(media.cameraOn && media.microphoneOn);
  assert.equal(media.asking, false);
});

test('a missing camera does not cost the microphone', async () => {
  const devices = new FakeDevices();
  devices.fail = ({ video }) => (video ? 'NotFoundError' : null);
  const { media } = setUp(devices);
  await media.start(both);
  assert.equal(media.cameraOn, false);
  assert.equal(media.microphoneOn, true);
  assert.equal(media.problem('camera')?.code, 'not-found');
  assert.equal(media.problem('microphone'), null);
});

test('who said no is not asked once more', async () => {
  const devices = new FakeDevices();
  devices.fail = () => 'NotAllowedError';
  const { media } = setUp(devices);
  await media.start(both);
  assert.equal(devices.asked.length, 1);
  assert.ok(media.problem('camera') && media.problem('microphone'));
});

test('a microphone that is allowed starts although the camera is not', async () => {
  const devices = new FakeDevices();
  devices.fail = ({ video }) => (video ? 'NotAllowedError' : null);
  const { media } = setUp(devices, {
    permission: async (kind) => (kind === 'microphone' ? 'granted' : 'denied'),
  });
  await media.start(both);
  assert.equal(media.microphoneOn, true);
  assert.ok(media.problem('camera'));
});

test('an insecure page is told as such', async () => {
  const { media } = setUp(undefined);
  await media.start(both);
  assert.equal(media.problem('camera')?.code, 'insecure-context');
  assert.equal(media.canShareScreen, false);
});

test('camera off stops the track, camera on takes a new one', async () => {
  const { media } = setUp(new FakeDevices());
  await media.start(both);
  const first = media.tracks.camera;
  await media.setCamera(false);
  assert.equal(first?.readyState, 'ended');
  assert.equal(media.cameraOn, false);
  await media.setCamera(true);
  assert.notEqual(media.tracks.camera, first);
});

test('muting keeps the track and only disables it', async () => {
  const { media } = setUp(new FakeDevices());
  await media.start(both);
  const track = media.tracks.microphone;
  await media.setMicrophone(false);
  assert.equal(media.microphoneOn, false);
  assert.equal(track?.readyState, 'live');
  await media.setMicrophone(true);
  assert.equal(media.tracks.microphone, track);
  assert.equal(media.microphoneOn, true);
});

test('another microphone takes over as muted as the old one was', async () => {
  const devices = new FakeDevices();
  const { media, memory } = setUp(devices);
  await media.start(both);
  await media.setMicrophone(false);
  await media.choose('microphone', { id: 'm2', label: 'Second microphone' });
  assert.equal(media.chosen('microphone'), 'm2');
  assert.equal(media.microphoneOn, false);
  assert.equal(memory.get('microphone')?.id, 'm2');
});

test('a device that goes just before it is asked for gives way to another one', async () => {
  const devices = new FakeDevices();
  const { media, memory } = setUp(devices);
  memory.set('microphone', { id: 'm2', label: 'Second microphone' });
  devices.beforeAsk = () => devices.gone.add('m2');
  await media.start(both);
  assert.equal(media.tracks.microphone?.label, 'm1');
  assert.equal(media.problem('microphone'), null);
  assert.equal(devices.asked.length, 2);
});

test('quick clicks leave no camera on that nobody sees', async () => {
  const devices = new FakeDevices();
  const { media } = setUp(devices);
  await Promise.all([media.setCamera(true), media.setCamera(false), media.setCamera(true)]);
  const live = devices.tracks.filter((track) => track.readyState === 'live');
  assert.equal(live.length, 1);
  assert.equal(live[0], media.tracks.camera);
});

/** Unplugs the device of a kind that is in use and returns what was said about it. */
async function unplugged(
  kind: 'audio' | 'video',
  permission: PermissionState | 'unknown',
  prepare: (media: LocalMedia, devices: FakeDevices) => Promise<void> = async () => {},
) {
  const devices = new FakeDevices();
  const { media } = setUp(devices, { permission: async () => permission });
  const said: string[] = [];
  media.onNews = (all) => said.push(deviceSentences(all));
  await media.start(both);
  await prepare(media, devices);
  devices.gone.add(kind === 'audio' ? 'm1' : 'c1');
  devices.tracks.find((track) => track.kind === kind)?.unplug();
  await media.start({ camera: false, microphone: false });
  assert.equal(said.length, 1);
  return { media, devices, said: said[0]! };
}

test('a device that is unplugged gives way to another one, which is said', async () => {
  const { media, said } = await unplugged('video', 'granted');
  assert.equal(said, 'Your camera was disconnected. Now in use: c2.');
  assert.equal(media.chosen('camera'), 'c2');
  assert.ok(media.cameraOn && media.microphoneOn);
});

test('a microphone that takes over from a muted one is never on for a moment', async () => {
  const { media, said } = await unplugged('audio', 'granted', async (before) => {
    await before.setMicrophone(false);
    before.changed.on(() => assert.equal(before.microphoneOn, false));
  });
  assert.equal(said, 'Your microphone was disconnected. Now in use: m2.');
  assert.equal(media.chosen('microphone'), 'm2');
});

test('without another device, or without a standing permission, none is asked for', async () => {
  const alone = await unplugged('video', 'granted', async (_, devices) => {
    devices.gone.add('c2');
  });
  assert.equal(alone.said, 'Your camera was disconnected. Connect one, then turn the camera on.');
  const asking = await unplugged('audio', 'prompt');
  assert.equal(asking.said, 'Your microphone was disconnected. Connect one, then unmute.');
  for (const { devices } of [alone, asking]) assert.equal(devices.asked.length, 1);
  assert.equal(alone.media.cameraOn, false);
  assert.equal(asking.media.microphoneOn, false);
});

test('a permission that was taken back is named as such', async () => {
  const { media, said, devices } = await unplugged('video', 'denied');
  assert.match(said, /^This page may not use your camera\./);
  assert.equal(media.cameraOn, false);
  assert.equal(devices.asked.length, 1);
});

test('a page that has gone keeps no device, not even one that comes late', async () => {
  const devices = new FakeDevices();
  const { media } = setUp(devices);
  const starting = media.start(both);
  media.close();
  await starting;
  await media.start(both);
  assert.ok(devices.tracks.every((track) => track.readyState === 'ended'));
});

test('phones switch between front and back, opening one camera at a time', async () => {
  const devices = new FakeDevices();
  const { media } = setUp(devices, { handheld: true });
  await media.start(both);
  assert.equal(media.canSwitchCamera, true);
  const first = media.tracks.camera;
  (first as unknown as FakeTrack).facingMode = 'user';
  devices.beforeAsk = () => assert.equal(first?.readyState, 'ended');
  await media.switchCamera();
  assert.deepEqual((devices.asked.at(-1)!.video as MediaTrackConstraints).facingMode, {
    ideal: 'environment',
  });
  assert.equal(media.cameraOn, true);
});

test('cameras that do not tell which way they look are taken one after the other', async () => {
  const { media } = setUp(new FakeDevices(), { handheld: true });
  await media.start(both);
  const used = [media.tracks.camera?.label];
  for (let i = 0; i < 2; i++) {
    await media.switchCamera();
    used.push(media.tracks.camera?.label);
  }
  assert.deepEqual(used, ['c1', 'c2', 'c1']);
});

test("sharing a screen ends with the browser's own button", async () => {
  const devices = new FakeDevices();
  const { media } = setUp(devices);
  const said: string[] = [];
  media.onNews = (all) => said.push(deviceSentences(all));
  await media.shareScreen();
  assert.ok(media.tracks.screen);
  devices.tracks.at(-1)?.unplug();
  assert.equal(media.tracks.screen, null);
  assert.deepEqual(said, ['You stopped sharing your screen.']);
});
