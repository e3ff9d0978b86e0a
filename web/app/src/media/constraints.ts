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

/** How the browser cleans what the microphone hears, each to be switched on or off. */
export interface SoundCleaning {
  readonly noiseSuppression: boolean;
  readonly echoCancellation: boolean;
  readonly automaticGain: boolean;
}

/** The names of the same in the browser. */
export const cleaningConstraints = {
  noiseSuppression: 'noiseSuppression',
  echoCancellation: 'echoCancellation',
  automaticGain: 'autoGainControl',
} as const satisfies Readonly<Record<keyof SoundCleaning, keyof MediaTrackConstraints>>;

/** What the microphone is asked for: speech, cleaned as the person wants it. */
export function microphoneConstraints(
  device: DeviceOption | null,
  { noiseSuppression, echoCancellation, automaticGain }: SoundCleaning,
): MediaTrackConstraints {
  return {
    echoCancellation,
    noiseSuppression,
    autoGainControl: automaticGain,
    ...choice(device),
  };
}

/** Whether a track is cleaned as it was asked for, as far as its browser tells. */
export function isCleaned(track: MediaStreamTrack, wish: SoundCleaning): boolean {
  const settings = track.getSettings();
  return (Object.keys(cleaningConstraints) as (keyof SoundCleaning)[]).every((key) => {
    const now = settings[cleaningConstraints[key]];
    // Newer browsers name a kind of echo cancellation in place of true.
    return now === undefined || Boolean(now) === wish[key];
  });
}

/** `exact`: Chromium may open the system's default microphone although another one is `ideal`. */
function choice(device: DeviceOption | null): MediaTrackConstraints {
  return device === null ? {} : { deviceId: { exact: device.id } };
}
