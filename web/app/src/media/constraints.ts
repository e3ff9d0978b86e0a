import { type VideoSize, videoSizes } from '@hearth/peering';
import type { DeviceOption } from './deviceChoice.ts';

/** What the camera is asked for. `device` is a choice that is listed now; `facing` serves phones. */
export function cameraConstraints(wish: {
  readonly device: DeviceOption | null;
  readonly facing: 'user' | 'environment' | null;
  readonly size: VideoSize;
}): MediaTrackConstraints {
  const { width, height } = videoSizes[wish.size];
  return {
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: 30, max: 30 },
    ...choice(wish.device),
    ...(wish.device === null && wish.facing !== null && { facingMode: { ideal: wish.facing } }),
  };
}

/** What the microphone is asked for: speech, cleaned by the browser. */
export function microphoneConstraints(device: DeviceOption | null): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...choice(device),
  };
}

/** `ideal`, not `exact`: a device that was just unplugged gives way to another one. */
function choice(device: DeviceOption | null): MediaTrackConstraints {
  return device === null ? {} : { deviceId: { ideal: device.id } };
}
