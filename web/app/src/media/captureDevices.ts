import type { Memory } from '../memory.ts';
import { cameraConstraints, microphoneConstraints, type SoundCleaning } from './constraints.ts';
import { type DeviceKind, type DeviceOption, optionsOf, resolveDevice } from './deviceChoice.ts';
import type { CaptureKind, MediaEnvironment } from './localMedia.ts';

/** The devices that are there, and how the chosen ones are asked for. Knows nothing of tracks in use. */
export class CaptureDevices {
  readonly #environment: Pick<MediaEnvironment, 'devices' | 'handheld'>;
  readonly #memory: Memory;
  #listed: readonly MediaDeviceInfo[] = [];
  #facing: 'user' | 'environment' = 'user';

  constructor(environment: Pick<MediaEnvironment, 'devices' | 'handheld'>, memory: Memory) {
    this.#environment = environment;
    this.#memory = memory;
  }

  options(kind: DeviceKind): readonly DeviceOption[] {
    return optionsOf(this.#listed, kind);
  }

  /** Whether the browser names the devices: it does not before it was allowed to use one. */
  get isNamed(): boolean {
    return this.#listed.some(({ deviceId, label }) => deviceId !== '' && label !== '');
  }

  /** How the microphone's sound is to be cleaned. */
  get cleaning(): SoundCleaning {
    return {
      noiseSuppression: this.#memory.get('noiseSuppression'),
      echoCancellation: this.#memory.get('echoCancellation'),
      automaticGain: this.#memory.get('automaticGain'),
    };
  }

  /** A browser that refuses the list leaves the combo boxes empty; everything else works. */
  async list(): Promise<void> {
    this.#listed = (await this.#environment.devices?.enumerateDevices().catch(() => [])) ?? [];
  }

  /**
   * From the front camera to the back one, or the other way round. Cameras that do not tell which way they look
   * are taken in the order of the list.
   */
  turnAround(inUse: MediaStreamTrack | null): void {
    const { facingMode, deviceId } = inUse?.getSettings() ?? {};
    const cameras = this.options('camera');
    const next = cameras.findIndex(({ id }) => id === deviceId) + 1;
    this.#facing = this.#facing === 'user' ? 'environment' : 'user';
    const tells = inUse === null || facingMode !== undefined;
    this.#memory.set('camera', tells ? null : (cameras[next % cameras.length] ?? null));
  }

  /**
   * Rejects with what the browser says, or because it has no devices to ask for. `only`: this very
   * device and no other; a remembered one that was just unplugged gives way to another one.
   */
  async open(
    kinds: readonly CaptureKind[],
    only: DeviceOption | null = null,
  ): Promise<readonly MediaStreamTrack[]> {
    const { devices } = this.#environment;
    if (devices === undefined) throw new TypeError('mediaDevices is missing');
    const audio = kinds.includes('microphone') && this.microphoneConstraints();
    const video = kinds.includes('camera') && this.cameraConstraints();
    const asked = { audio: exactly(only, audio), video: exactly(only, video) };
    const stream = await devices.getUserMedia(asked).catch((error: unknown) => {
      const isGone = (error as { name?: unknown } | null)?.name === 'OverconstrainedError';
      if (!isGone || only !== null) throw error;
      return devices.getUserMedia({ audio: ofAnyDevice(audio), video: ofAnyDevice(video) });
    });
    return stream.getTracks();
  }

  microphoneConstraints(): MediaTrackConstraints {
    return microphoneConstraints(this.#wanted('microphone'), this.cleaning);
  }

  cameraConstraints(): MediaTrackConstraints {
    return cameraConstraints({
      device: this.#wanted('camera'),
      facing: this.#environment.handheld ? this.#facing : null,
      size: this.#memory.get('videoSize'),
    });
  }

  #wanted(kind: CaptureKind): DeviceOption | null {
    return resolveDevice(this.#memory.get(kind), this.options(kind));
  }
}

type Wish = false | MediaTrackConstraints;

function exactly(device: DeviceOption | null, wish: Wish): Wish {
  return device === null || wish === false ? wish : { ...wish, deviceId: { exact: device.id } };
}

function ofAnyDevice(wish: Wish): Wish {
  if (wish === false) return wish;
  const { deviceId: _, ...rest } = wish;
  return rest;
}
