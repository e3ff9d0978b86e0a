import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraConstraints, microphoneConstraints } from '../src/media/constraints.ts';
import { optionsOf, resolveDevice } from '../src/media/deviceChoice.ts';

const listed = [
  { kind: 'videoinput', deviceId: 'a', label: 'Desk camera' },
  { kind: 'videoinput', deviceId: 'b', label: '' },
  { kind: 'videoinput', deviceId: 'b', label: '' },
  { kind: 'audioinput', deviceId: '', label: '' },
  { kind: 'audiooutput', deviceId: 'c', label: 'Headphones' },
] as const;

test('devices are told apart, named or numbered, and nameless ids are left out', () => {
  assert.deepEqual(optionsOf(listed, 'camera'), [
    { id: 'a', label: 'Desk camera' },
    { id: 'b', label: 'Camera 2' },
  ]);
  assert.deepEqual(optionsOf(listed, 'microphone'), []);
  assert.deepEqual(optionsOf(listed, 'speaker'), [{ id: 'c', label: 'Headphones' }]);
});

test('a remembered device is found by its id, then by its label, else the default serves', () => {
  const options = optionsOf(listed, 'camera');
  assert.equal(resolveDevice({ id: 'b', label: 'Desk camera' }, options)?.id, 'b');
  assert.equal(resolveDevice({ id: 'old', label: 'Desk camera' }, options)?.id, 'a');
  assert.equal(resolveDevice({ id: 'old', label: 'Gone' }, options), null);
  assert.equal(resolveDevice({ id: 'old', label: '' }, options), null);
  assert.equal(resolveDevice(null, options), null);
});

const cleaning = { noiseSuppression: true, echoCancellation: true, automaticGain: true };

test('a chosen camera wins over the side it looks to', () => {
  const device = { id: 'a', label: 'Desk camera' };
  const chosen = cameraConstraints({ device, facing: 'user', size: 'small' });
  assert.deepEqual(chosen.deviceId, { exact: 'a' });
  assert.equal(chosen.facingMode, undefined);
  assert.deepEqual(chosen.width, { ideal: 320 });
  const facing = cameraConstraints({ device: null, facing: 'environment', size: 'large' });
  assert.deepEqual(facing.facingMode, { ideal: 'environment' });
  assert.equal(microphoneConstraints(null, cleaning).deviceId, undefined);
});
