import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeBetween, sameDevice } from '../src/media/arrivals.ts';
import { deviceSentences } from '../src/media/deviceNews.ts';
import type { CaptureKind } from '../src/media/localMedia.ts';
import { LocalMedia } from '../src/media/localMedia.ts';
import { Memory } from '../src/memory.ts';
import { FakeDevices, type FakeTrack, fakeEnvironment } from './fakeDevices.ts';

const both = { camera: true, microphone: true };
const none = { camera: false, microphone: false };

/** A page that may use its devices, as after the first visit. */
async function onAir(prepare: (devices: FakeDevices, memory: Memory) => void = () => {}) {
  const devices = new FakeDevices();
  const memory = new Memory(null);
  prepare(devices, memory);
  const permissions = new Map<CaptureKind, PermissionState>();
  const tellers = new Map<CaptureKind, () => void>();
  const waiting = new Set<() => void>();
  const media = new LocalMedia(
    fakeEnvironment(devices, {
      permission: async (kind) => permissions.get(kind) ?? 'granted',
      watchPermission: (kind, tell) => {
        tellers.set(kind, tell);
        return () => tellers.delete(kind);
      },
      later: (run) => {
        waiting.add(run);
        return () => waiting.delete(run);
      },
    }),
    memory,
  );
  const said: string[] = [];
  media.onNews = (all) => said.push(deviceSentences(all));
  await media.start(both);
  return {
    media,
    devices,
    memory,
    tellers,
    /** Ends after everything that was asked for before. */
    settle: () => media.start(none),
    /** What was said since the last time. */
    said: () => said.splice(0),
    permit: (kind: CaptureKind, state: PermissionState) => {
      permissions.set(kind, state);
      tellers.get(kind)?.();
    },
    timePasses: () => {
      for (const run of [...waiting]) run();
    },
    live: () => devices.tracks.filter(({ readyState }) => readyState === 'live').length,
  };
}

test('a device that returns is taken again, as muted as it is now, and that is said', async () => {
  const { media, devices, settle, said } = await onAir();
  devices.unplug('m1');
  await settle();
  assert.deepEqual(said(), ['Your microphone was disconnected. Now in use: m2.']);
  await media.setMicrophone(false);
  devices.plugIn('m1');
  await settle();
  assert.deepEqual(said(), ['First microphone is back and in use again.']);
  assert.equal(media.chosen('microphone'), 'm1');
  assert.equal(media.microphoneOn, false);
});

test('one without a substitute goes on when it returns, as muted as it was', async () => {
  const { media, devices, settle, said, live } = await onAir((fake) => fake.gone.add('m2'));
  await media.setMicrophone(false);
  devices.unplug('m1');
  await settle();
  assert.deepEqual(said(), ['Your microphone was disconnected. Connect one, then unmute.']);
  assert.equal(live(), 1);
  devices.plugIn('m1');
  await settle();
  assert.deepEqual(said(), ['First microphone is back and in use again.']);
  assert.equal(media.tracks.microphone?.enabled, false);
  assert.equal(live(), 2);
});

test('another one that comes in place of a lost one is used', async () => {
  const { media, devices, settle, said } = await onAir((fake) => fake.gone.add('c2'));
  devices.unplug('c1');
  await settle();
  said();
  devices.plugIn('c2');
  await settle();
  assert.deepEqual(said(), ['Connected: Second camera. It is in use now.']);
  assert.equal(media.chosen('camera'), 'c2');
});

test('a chosen device is taken when it comes, even long after the call began without it', async () => {
  const { media, devices, settle, said } = await onAir((fake, memory) => {
    fake.gone.add('m2');
    memory.set('microphone', { id: 'other', label: 'Second microphone' });
  });
  assert.equal(media.chosen('microphone'), 'm1');
  devices.plugIn('m2');
  await settle();
  assert.equal(media.chosen('microphone'), 'm2');
  assert.deepEqual(said(), ['Second microphone is back and in use again.']);
});

test('a camera that was turned off stays off, whatever comes', async () => {
  const { media, devices, settle, said } = await onAir((fake) => fake.gone.add('c2'));
  devices.unplug('c1');
  await settle();
  await media.setCamera(false);
  said();
  devices.plugIn('c1', 'c2');
  await settle();
  assert.equal(media.cameraOn, false);
  assert.deepEqual(said(), [
    'Connected: First camera and Second camera. To use it, choose it in the list of devices.',
  ]);
});

test('a choice made meanwhile wins over what was lost', async () => {
  const { media, devices, settle, said } = await onAir();
  devices.unplug('m1');
  await settle();
  await media.choose('microphone', { id: 'm2', label: 'Second microphone' });
  said();
  devices.plugIn('m1');
  await settle();
  assert.equal(media.chosen('microphone'), 'm2');
});

test('a device that was lacking is offered when it comes', async () => {
  const { media, devices, settle, said } = await onAir((fake) => {
    fake.gone.add('c1').add('c2');
  });
  assert.equal(media.problem('camera')?.code, 'not-found');
  devices.plugIn('c1');
  await settle();
  assert.deepEqual(said(), ['Connected: First camera. Turn the camera on to be seen.']);
  assert.equal(media.problem('camera'), null);
  assert.equal(media.cameraOn, false);
});

test('names that come with a permission are no devices that come', async () => {
  const { devices, settle, said } = await onAir((fake) => {
    fake.isNamed = false;
  });
  devices.isNamed = true;
  devices.plugIn();
  await settle();
  assert.deepEqual(said(), []);
});

test('a device that stopped for a moment is on again', async () => {
  const { media, devices, settle, said } = await onAir();
  devices.tracks.find(({ kind }) => kind === 'video')?.unplug();
  await settle();
  assert.deepEqual(said(), ['Your camera had stopped. It is on again.']);
  assert.equal(media.chosen('camera'), 'c1');
});

test('a camera that another program took gives way to another one', async () => {
  const { media, devices, settle, said } = await onAir();
  devices.busy.add('c1');
  devices.tracks.find(({ kind }) => kind === 'video')?.unplug();
  await settle();
  assert.deepEqual(said(), [
    'Your camera was stopped by the system or another app. Now in use: c2.',
  ]);
  assert.equal(media.chosen('camera'), 'c2');
});

test('without another one it is said who has it, and what to do', async () => {
  const { media, devices, settle, said } = await onAir();
  devices.busy.add('m1').add('m2');
  devices.tracks.find(({ kind }) => kind === 'audio')?.unplug();
  await settle();
  assert.deepEqual(said(), ['Your microphone is used by another app. Close it, then try again.']);
  assert.equal(media.tracks.microphone, null);
  devices.busy.clear();
  await media.setMicrophone(true);
  assert.equal(media.chosen('microphone'), 'm1');
  assert.equal(media.problem('microphone'), null);
});

test('a permission that is taken back stops the device, and giving it again brings it back', async () => {
  const { media, devices, settle, said, permit, live } = await onAir();
  await media.setMicrophone(false);
  permit('microphone', 'denied');
  await settle();
  assert.deepEqual(said(), [
    'This page may not use your microphone. Allow the microphone beside the address bar, then try again.',
  ]);
  assert.deepEqual([media.tracks.microphone, media.cameraOn, live()], [null, true, 1]);
  assert.equal(media.problem('microphone')?.code, 'denied');
  permit('microphone', 'granted');
  await settle();
  assert.deepEqual(said(), ['m1 is back and in use again.']);
  assert.equal(media.microphoneOn, false);
  assert.equal(media.tracks.microphone?.enabled, false);
  assert.equal(media.problem('microphone'), null);
  assert.equal(devices.asked.length, 2);
});

test('a permission that was reset is named as such, and asking is left to the person', async () => {
  const { media, devices, settle, said, permit } = await onAir();
  devices.isNamed = false;
  permit('camera', 'prompt');
  devices.tracks.find(({ kind }) => kind === 'video')?.unplug();
  await settle();
  assert.deepEqual(said(), [
    'This page may not use your camera any more. Turn it on, and your browser asks you again.',
  ]);
  assert.equal(media.cameraOn, false);
  assert.equal(devices.asked.length, 1);
});

test('a permission given beside the address bar is noticed', async () => {
  const { media, settle, said, permit } = await onAir((fake) => {
    fake.fail = ({ video }) => (video ? 'NotAllowedError' : null);
  });
  assert.equal(media.problem('camera')?.code, 'denied');
  permit('camera', 'granted');
  await settle();
  assert.deepEqual(said(), ['This page may use your camera now. Turn the camera on to be seen.']);
  assert.equal(media.problem('camera'), null);
});

test('a device that the system holds back is said for as long as it is so', async () => {
  const { media, devices, said, timePasses } = await onAir();
  const track = devices.tracks.find(({ kind }) => kind === 'audio') as FakeTrack;
  track.hold(true);
  track.hold(false);
  timePasses();
  assert.equal(media.isPaused('microphone'), false);
  track.hold(true);
  timePasses();
  assert.equal(media.isPaused('microphone'), true);
  assert.deepEqual(said(), []);
  track.hold(false);
  assert.equal(media.isPaused('microphone'), false);
  assert.deepEqual(said(), ['Your microphone works again.']);
  track.hold(true);
  await media.stop();
  timePasses();
  assert.equal(media.isPaused('microphone'), false);
});

test('a chosen speaker that goes and returns is said; nothing is opened for it', async () => {
  const { media, devices, settle, said } = await onAir((_, memory) => {
    memory.set('speaker', { id: 's2', label: 'Second speaker' });
  });
  assert.equal(media.chosen('speaker'), 's2');
  devices.unplug('s2');
  await settle();
  assert.deepEqual(said(), [
    "Second speaker was disconnected. You hear the others on the system's own speaker.",
  ]);
  assert.equal(media.chosen('speaker'), '');
  devices.plugIn('s2');
  await settle();
  assert.deepEqual(said(), ['Second speaker is back and in use again.']);
  assert.equal(media.chosen('speaker'), 's2');
  assert.equal(devices.asked.length, 1);
});

test('a headset that comes is told once for all its parts', async () => {
  const { devices, settle, said } = await onAir((fake) => {
    fake.gone.add('m2').add('s2');
  });
  devices.plugIn('m2', 's2');
  await settle();
  assert.deepEqual(said(), [
    'Connected: Second microphone and Second speaker. To use it, choose it in the list of devices.',
  ]);
});

test('how the sound is cleaned changes on the running microphone and is remembered', async () => {
  for (const isStubborn of [false, true]) {
    const { media, devices, memory, live } = await onAir((fake) => {
      fake.isStubborn = isStubborn;
    });
    assert.deepEqual(media.cleaningChoices, [
      'noiseSuppression',
      'echoCancellation',
      'automaticGain',
    ]);
    await media.setMicrophone(false);
    memory.set('noiseSuppression', false);
    await media.applyCleaning();
    const settings = media.tracks.microphone?.getSettings();
    assert.deepEqual(
      [settings?.noiseSuppression, settings?.echoCancellation, settings?.autoGainControl],
      [false, true, true],
    );
    assert.equal(devices.asked.length, isStubborn ? 2 : 1);
    assert.deepEqual([media.microphoneOn, live()], [false, 2]);
  }
});

test('a page that has gone follows no device and no permission', async () => {
  const { media, devices, tellers, said, settle, live } = await onAir();
  media.close();
  devices.unplug('m1', 'c1');
  await settle();
  assert.deepEqual([tellers.size, live(), said().length], [0, 0, 0]);
});

test('an entry of the list that gets another name is another device', () => {
  const headset = { id: 'default', label: 'Default - Headset' };
  const builtIn = { id: 'default', label: 'Default - Built-in' };
  assert.deepEqual(changeBetween([headset], [builtIn]), { arrived: [builtIn], gone: [headset] });
  assert.equal(sameDevice(headset, [builtIn]), undefined);
  assert.equal(sameDevice(headset, [builtIn, headset]), headset);
  assert.equal(sameDevice({ id: 'a', label: '' }, [{ id: 'b', label: '' }]), undefined);
});
