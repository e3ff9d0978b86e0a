import { type DeviceProblem, describeDeviceError, type LocalTracks } from '@hearth/peering';
import { Changes } from '../changes.ts';
import type { Memory } from '../memory.ts';
import { deviceSentences } from '../sentences.ts';
import { CaptureDevices } from './captureDevices.ts';
import { type DeviceKind, type DeviceOption, hasAnother, resolveDevice } from './deviceChoice.ts';
import type { LostDevice } from './lostDevice.ts';

export type CaptureKind = 'camera' | 'microphone';
type Source = Pick<
  MediaDevices,
  | 'getUserMedia'
  | 'getDisplayMedia'
  | 'enumerateDevices'
  | 'addEventListener'
  | 'removeEventListener'
>;

/** What LocalMedia needs from the browser. */
export interface MediaEnvironment {
  /** Undefined in an insecure context. */
  readonly devices: Source | undefined;
  readonly secure: boolean;
  /** Whether this is a phone or tablet, where the front camera comes first. */
  readonly handheld: boolean;
  /** The browser's answer for a device, or `unknown` where it cannot be asked. */
  readonly permission: (kind: CaptureKind) => Promise<PermissionState | 'unknown'>;
}

/**
 * The tracks this page captures: microphone, camera and screen. Requests run one after the other,
 * so that two quick clicks cannot leave a camera on that nobody sees.
 */
export class LocalMedia {
  readonly changed = new Changes();
  /** Called when a device that was in use has gone, and another one was looked for. */
  onLost: (lost: LostDevice) => void = () => {};
  readonly #environment: MediaEnvironment;
  readonly #memory: Memory;
  readonly #devices: CaptureDevices;
  readonly #tracks: LocalTracks = { microphone: null, camera: null, screen: null };
  readonly #problems = new Map<CaptureKind | 'screen', DeviceProblem>();
  #asking = 0;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(environment: MediaEnvironment, memory: Memory) {
    this.#environment = environment;
    this.#memory = memory;
    this.#devices = new CaptureDevices(environment, memory);
    environment.devices?.addEventListener('devicechange', this.#handleDeviceChange);
  }

  get tracks(): Readonly<LocalTracks> {
    return this.#tracks;
  }

  get microphoneOn(): boolean {
    return this.#tracks.microphone?.enabled ?? false;
  }

  get cameraOn(): boolean {
    return this.#tracks.camera !== null;
  }

  /** Whether the browser is asking the person, or a device is starting, right now. */
  get asking(): boolean {
    return this.#asking > 0;
  }

  /** A picture from the front camera is shown mirrored, as in a mirror. */
  get mirrored(): boolean {
    return this.#tracks.camera?.getSettings().facingMode !== 'environment';
  }

  get canShareScreen(): boolean {
    return !this.#environment.handheld && this.#environment.devices?.getDisplayMedia !== undefined;
  }

  get canSwitchCamera(): boolean {
    return this.#environment.handheld && this.options('camera').length > 1;
  }

  /** Why a device did not start, in the language in use. */
  problem(kind: CaptureKind | 'screen'): DeviceProblem | null {
    const problem = this.#problems.get(kind);
    return problem ? { code: problem.code, ...deviceSentences(problem, kind) } : null;
  }

  options(kind: DeviceKind): readonly DeviceOption[] {
    return this.#devices.options(kind);
  }

  /** The id of the device in use, or of the one that would be used. Empty: the system's default. */
  chosen(kind: DeviceKind): string {
    const inUse = kind === 'speaker' ? null : this.#tracks[kind];
    const options = this.options(kind);
    const id = inUse?.getSettings().deviceId;
    if (id !== undefined && options.some((option) => option.id === id)) return id;
    const remembered = resolveDevice(this.#memory.get(kind), options)?.id;
    return remembered ?? options.find((option) => option.id === 'default')?.id ?? '';
  }

  /** Starts what is wanted and not on yet, with one question if the browser allows it. Never rejects. */
  start(wants: { readonly camera: boolean; readonly microphone: boolean }): Promise<void> {
    return this.#inTurn(async () => {
      const kinds = (['microphone', 'camera'] as const).filter(
        (kind) => wants[kind] && this.#tracks[kind] === null,
      );
      await this.#listDevices();
      await this.#startAll(kinds);
      await this.#listDevices();
    });
  }

  setMicrophone(on: boolean): Promise<void> {
    const { microphone } = this.#tracks;
    if (microphone === null) return on ? this.start({ camera: false, microphone: true }) : done;
    microphone.enabled = on;
    this.changed.emit();
    return done;
  }

  /** Off stops the track, so that the camera's light goes out. */
  setCamera(on: boolean): Promise<void> {
    if (on) return this.start({ camera: true, microphone: false });
    return this.#inTurn(async () => this.#drop('camera'));
  }

  /** Remembers a choice and, where that device is on, changes over to it. */
  choose(kind: DeviceKind, option: DeviceOption): Promise<void> {
    this.#memory.set(kind, option);
    if (kind === 'speaker' || this.#tracks[kind] === null) {
      this.changed.emit();
      return done;
    }
    return this.#restart(kind);
  }

  switchCamera(): Promise<void> {
    this.#devices.turnAround();
    return this.#restart('camera');
  }

  /** Asks the camera for the remembered size; a camera that cannot keeps what it has. */
  applyVideoSize(): Promise<void> {
    return this.#inTurn(async () => {
      const { width, height } = this.#devices.cameraConstraints();
      await this.#tracks.camera?.applyConstraints({ width, height } as MediaTrackConstraints);
    });
  }

  shareScreen(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#tracks.screen !== null) return;
      this.#problems.delete('screen');
      const stream = await this.#environment.devices?.getDisplayMedia({ video: true });
      const track = stream?.getVideoTracks()[0];
      if (track) this.#adopt('screen', track);
    }, 'screen');
  }

  stopSharing(): Promise<void> {
    return this.#inTurn(async () => this.#drop('screen'));
  }

  /** Gives all devices back; `start` may follow. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      for (const kind of ['screen', 'camera', 'microphone'] as const) this.#drop(kind);
    });
  }

  close(): void {
    this.#closed = true;
    this.#environment.devices?.removeEventListener('devicechange', this.#handleDeviceChange);
    for (const kind of ['screen', 'camera', 'microphone'] as const) this.#drop(kind);
  }

  async #startAll(kinds: readonly CaptureKind[]): Promise<void> {
    for (const kind of kinds) this.#problems.delete(kind);
    if (kinds.length === 0) return;
    const refusal = await this.#capture(kinds);
    if (refusal === null) return;
    for (const kind of kinds) {
      const again = kinds.length > 1 && (await this.#worthAskingAlone(kind, refusal.error));
      const failure = again ? await this.#capture([kind]) : refusal;
      if (failure) this.#problems.set(kind, this.#describe(failure.error, kind));
    }
  }

  /** A missing device must not cost the other one; a person who said no is not asked once more. */
  async #worthAskingAlone(kind: CaptureKind, error: unknown): Promise<boolean> {
    if ((error as { name?: unknown } | null)?.name !== 'NotAllowedError') return true;
    return (await this.#environment.permission(kind)) === 'granted';
  }

  /** Null on success, else what was thrown. */
  async #capture(kinds: readonly CaptureKind[]): Promise<{ error: unknown } | null> {
    try {
      for (const track of await this.#devices.open(kinds)) {
        this.#adopt(track.kind === 'audio' ? 'microphone' : 'camera', track);
      }
      return null;
    } catch (error) {
      return { error };
    }
  }

  /** Phones open one camera at a time, so the old one is stopped before the new one is asked for. */
  #restart(kind: CaptureKind): Promise<void> {
    return this.#inTurn(async () => {
      this.#tracks[kind]?.stop();
      await this.#startAll([kind]);
      if (this.#tracks[kind]?.readyState === 'ended') this.#drop(kind);
    });
  }

  #adopt(kind: keyof LocalTracks, track: MediaStreamTrack): void {
    if (this.#closed) {
      track.stop();
      return;
    }
    // A microphone that takes over from a muted one is muted from its first moment on.
    track.enabled = this.#tracks[kind]?.enabled ?? true;
    this.#tracks[kind]?.stop();
    this.#tracks[kind] = track;
    if (kind === 'screen') track.contentHint = 'detail';
    // Fires when the device goes or the browser's own bar ends it, never for our own stop().
    track.addEventListener('ended', () => {
      if (this.#tracks[kind] === track) this.#handleLost(kind, track);
    });
    this.changed.emit();
  }

  #handleLost(kind: keyof LocalTracks, track: MediaStreamTrack): void {
    if (kind === 'screen') {
      this.#drop(kind);
      this.onLost({ kind, instead: null, problem: null });
      return;
    }
    void this.#inTurn(async () => {
      // Somebody may have turned it off, or over to another one, before this turn came.
      if (this.#tracks[kind] !== track) return;
      const problem = await this.#takeAnother(kind, track.getSettings().deviceId);
      if (this.#tracks[kind] === track) this.#drop(kind);
      const instead = this.#tracks[kind]?.label ?? null;
      if (!this.#closed) this.onLost({ kind, instead, problem });
    });
  }

  /** Only where the browser asks nothing: a question out of the blue helps nobody. */
  async #takeAnother(kind: CaptureKind, lost: string | undefined): Promise<DeviceProblem | null> {
    await this.#listDevices();
    const permission = await this.#environment.permission(kind);
    if (permission === 'denied') {
      const refusal = new DOMException('', 'NotAllowedError');
      this.#problems.set(kind, this.#describe(refusal, kind));
    } else if (permission === 'granted' && hasAnother(this.options(kind), lost)) {
      await this.#startAll([kind]);
    }
    return this.problem(kind);
  }

  #drop(kind: keyof LocalTracks): void {
    const track = this.#tracks[kind];
    if (track === null) return;
    this.#tracks[kind] = null;
    track.stop();
    this.changed.emit();
  }

  #describe(error: unknown, kind: CaptureKind | 'screen'): DeviceProblem {
    return describeDeviceError(error, kind, { secure: this.#environment.secure });
  }

  readonly #handleDeviceChange = (): void => {
    void this.#inTurn(() => this.#listDevices());
  };

  async #listDevices(): Promise<void> {
    await this.#devices.list();
    this.changed.emit();
  }

  /** Runs one request after the others; a failure becomes the problem of `kind`, never a rejection. */
  #inTurn(work: () => Promise<void>, kind: 'screen' | 'camera' = 'camera'): Promise<void> {
    const turn = this.#turn.then(async () => {
      if (this.#closed) return;
      this.#asking += 1;
      this.changed.emit();
      try {
        await work();
      } catch (error) {
        this.#problems.set(kind, this.#describe(error, kind));
      } finally {
        this.#asking -= 1;
        this.changed.emit();
      }
    });
    this.#turn = turn;
    return turn;
  }
}

const done = Promise.resolve();
