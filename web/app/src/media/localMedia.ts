import { type DeviceProblem, describeDeviceError, type LocalTracks } from '@hearth/peering';
import { Changes } from '../changes.ts';
import type { Memory } from '../memory.ts';
import { deviceSentences } from '../sentences.ts';
import { CaptureDevices } from './captureDevices.ts';
import { cleaningConstraints, isCleaned, type SoundCleaning } from './constraints.ts';
import { type DeviceKind, type DeviceOption, resolveDevice } from './deviceChoice.ts';
import { DeviceGuard, type Guarded } from './deviceGuard.ts';
import type { DeviceNews } from './deviceNews.ts';
import { Interruptions } from './interruptions.ts';

export type CaptureKind = 'camera' | 'microphone';
type Source = Pick<
  MediaDevices,
  | 'getUserMedia'
  | 'getDisplayMedia'
  | 'enumerateDevices'
  | 'getSupportedConstraints'
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
  /** Tells when that answer changes; returns the function that stops it. */
  readonly watchPermission: (kind: CaptureKind, tell: () => void) => () => void;
  readonly later: (run: () => void, ms: number) => () => void;
}

const captured = ['microphone', 'camera'] as const;

/**
 * The tracks this page captures: microphone, camera and screen. Requests run one after the other,
 * so that two quick clicks cannot leave a camera on that nobody sees.
 */
export class LocalMedia {
  readonly changed = new Changes();
  /** Called with what happened to the devices without anybody pressing anything. */
  onNews: (news: readonly DeviceNews[]) => void = () => {};
  readonly #environment: MediaEnvironment;
  readonly #memory: Memory;
  readonly #devices: CaptureDevices;
  readonly #guard: DeviceGuard;
  readonly #interruptions: Interruptions;
  readonly #stops: readonly (() => void)[];
  readonly #tracks: LocalTracks = { microphone: null, camera: null, screen: null };
  readonly #problems = new Map<CaptureKind | 'screen', DeviceProblem>();
  #asking = 0;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(environment: MediaEnvironment, memory: Memory) {
    this.#environment = environment;
    this.#memory = memory;
    this.#devices = new CaptureDevices(environment, memory);
    this.#guard = new DeviceGuard(this.#guarded(), this.#devices, memory);
    this.#interruptions = new Interruptions(environment.later, (kind, isPaused) => {
      this.changed.emit();
      if (!isPaused) this.onNews([{ what: 'resumed', kind }]);
    });
    this.#stops = captured.map((kind) =>
      environment.watchPermission(kind, () => this.#handlePermission(kind)),
    );
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

  /** Whether the system or another program holds a device back that is on. */
  isPaused(kind: CaptureKind): boolean {
    return this.#interruptions.has(kind);
  }

  /** What this browser lets a page switch about the sound of the microphone. */
  get cleaningChoices(): readonly (keyof SoundCleaning)[] {
    const supported = this.#environment.devices?.getSupportedConstraints() ?? {};
    const all = Object.keys(cleaningConstraints) as (keyof SoundCleaning)[];
    return all.filter((key) => supported[cleaningConstraints[key]] === true);
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
      const kinds = captured.filter((kind) => wants[kind] && this.#tracks[kind] === null);
      for (const kind of kinds) this.#guard.forget(kind);
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
    this.#guard.forget('camera');
    return this.#inTurn(async () => this.#drop('camera'));
  }

  /** Remembers a choice and, where that device is on, changes over to it. */
  choose(kind: DeviceKind, option: DeviceOption): Promise<void> {
    this.#memory.set(kind, option);
    if (kind !== 'speaker') this.#guard.forget(kind);
    if (kind === 'speaker' || this.#tracks[kind] === null) {
      this.changed.emit();
      return done;
    }
    return this.#restart(kind);
  }

  switchCamera(): Promise<void> {
    this.#devices.turnAround(this.#tracks.camera);
    this.#guard.forget('camera');
    return this.#restart('camera');
  }

  /** Asks the camera for the remembered size; a camera that cannot keeps what it has. */
  applyVideoSize(): Promise<void> {
    return this.#inTurn(async () => {
      const { width, height } = this.#devices.cameraConstraints();
      await this.#tracks.camera?.applyConstraints({ width, height } as MediaTrackConstraints);
    });
  }

  /** Cleans the microphone's sound as it is remembered, from now on. */
  applyCleaning(): Promise<void> {
    return this.#inTurn(async () => {
      const { microphone } = this.#tracks;
      if (microphone === null) return;
      const wish = this.#devices.cleaning;
      await microphone.applyConstraints(this.#devices.microphoneConstraints()).catch(() => {});
      if (isCleaned(microphone, wish)) return;
      // Some browsers clean a track as it was opened for as long as it lives.
      const { deviceId: id = '' } = microphone.getSettings();
      microphone.stop();
      const same = this.options('microphone').find((option) => option.id === id) ?? null;
      if (!(await this.#take('microphone', same, microphone.enabled))) this.#drop('microphone');
    }, 'microphone');
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
    for (const kind of captured) this.#guard.forget(kind);
    return this.#inTurn(async () => {
      for (const kind of ['screen', 'camera', 'microphone'] as const) this.#drop(kind);
    });
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
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
  async #capture(
    kinds: readonly CaptureKind[],
    only: DeviceOption | null = null,
    enabled?: boolean,
  ): Promise<{ error: unknown } | null> {
    try {
      for (const track of await this.#devices.open(kinds, only)) {
        this.#adopt(track.kind === 'audio' ? 'microphone' : 'camera', track, enabled);
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

  #adopt(kind: keyof LocalTracks, track: MediaStreamTrack, enabled?: boolean): void {
    if (this.#closed) {
      track.stop();
      return;
    }
    // A microphone that takes over from a muted one is muted from its first moment on.
    track.enabled = enabled ?? this.#tracks[kind]?.enabled ?? true;
    this.#tracks[kind]?.stop();
    this.#tracks[kind] = track;
    if (kind === 'screen') track.contentHint = 'detail';
    else this.#interruptions.watch(kind, track);
    // Fires when the device goes or the browser's own bar ends it, never for our own stop().
    track.addEventListener('ended', () => {
      if (this.#tracks[kind] === track) this.#handleEnded(kind, track);
    });
    this.changed.emit();
  }

  #handleEnded(kind: keyof LocalTracks, track: MediaStreamTrack): void {
    if (kind === 'screen') {
      this.#drop(kind);
      this.onNews([{ what: 'sharing-ended' }]);
    } else {
      this.#guardedTurn(() => this.#guard.handleEnded(kind, track));
    }
  }

  readonly #handleDeviceChange = (): void =>
    this.#guardedTurn(() => this.#guard.handleListChange());

  #handlePermission(kind: CaptureKind): void {
    this.#guardedTurn(async () => {
      const state = await this.#environment.permission(kind);
      return this.#guard.handlePermission(kind, state);
    });
  }

  #guardedTurn(work: () => Promise<readonly DeviceNews[]>): void {
    void this.#inTurn(async () => {
      const news = await work();
      if (news.length > 0 && !this.#closed) this.onNews(news);
    });
  }

  #guarded(): Guarded {
    return {
      tracks: this.#tracks,
      problem: (kind) => this.problem(kind),
      take: (kind, device, enabled) => this.#take(kind, device, enabled),
      drop: (kind) => this.#drop(kind),
      explain: (kind, error) => {
        if (error === null) this.#problems.delete(kind);
        else this.#problems.set(kind, this.#describe(error, kind));
      },
      permission: (kind) => this.#environment.permission(kind),
    };
  }

  /** Turns this device on, or any where it is null, instead of the one that is on. */
  async #take(kind: CaptureKind, device: DeviceOption | null, enabled: boolean): Promise<boolean> {
    this.#problems.delete(kind);
    // Phones open one camera at a time.
    if (this.#environment.handheld) this.#tracks[kind]?.stop();
    const failure = await this.#capture([kind], device, enabled);
    if (failure !== null) this.#problems.set(kind, this.#describe(failure.error, kind));
    return failure === null;
  }

  #drop(kind: keyof LocalTracks): void {
    const track = this.#tracks[kind];
    if (track === null) return;
    this.#tracks[kind] = null;
    if (kind !== 'screen') this.#interruptions.watch(kind, null);
    track.stop();
    this.changed.emit();
  }

  #describe(error: unknown, kind: CaptureKind | 'screen'): DeviceProblem {
    return describeDeviceError(error, kind, { secure: this.#environment.secure });
  }

  async #listDevices(): Promise<void> {
    await this.#devices.list();
    this.changed.emit();
  }

  /** Runs one request after the others; a failure becomes the problem of `kind`, never a rejection. */
  #inTurn(work: () => Promise<void>, kind: CaptureKind | 'screen' = 'camera'): Promise<void> {
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
