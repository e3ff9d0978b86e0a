import type { MediaEnvironment } from '../src/media/localMedia.ts';

/** A track without a device behind it. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly #deviceId: string;
  readonly label: string;
  enabled = true;
  muted = false;
  contentHint = '';
  readyState: 'live' | 'ended' = 'live';
  /** What the browser does to the sound; a stubborn one keeps it for the life of the track. */
  #cleaning: MediaTrackSettings;
  readonly #isStubborn: boolean;
  /** Which way a camera looks, if it tells. */
  facingMode: string | undefined;

  constructor(
    kind: 'audio' | 'video',
    deviceId: string,
    asked: MediaTrackConstraints = {},
    isStubborn = false,
  ) {
    super();
    this.#cleaning = cleaningOf(asked);
    this.#isStubborn = isStubborn;
    this.kind = kind;
    this.#deviceId = deviceId;
    this.label = deviceId;
  }

  getSettings(): MediaTrackSettings {
    const { facingMode } = this;
    return { deviceId: this.#deviceId, ...this.#cleaning, ...(facingMode && { facingMode }) };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  unplug(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  /** The system holds the device back, or lets go of it. */
  hold(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }

  clone(): FakeTrack {
    return new FakeTrack(this.kind, this.#deviceId);
  }

  async applyConstraints(wish: MediaTrackConstraints = {}): Promise<void> {
    if (!this.#isStubborn) this.#cleaning = cleaningOf(wish);
  }
}

/** Two cameras, two microphones, two speakers and a screen, as navigator.mediaDevices offers them. */
export class FakeDevices extends EventTarget {
  readonly asked: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];
  /** The name of the error a question ends with, or null. */
  fail: (constraints: MediaStreamConstraints) => string | null = () => null;
  beforeAsk: () => void = () => {};
  /** Ids that are not there any more. */
  readonly gone = new Set<string>();
  /** Ids that another program uses. */
  readonly busy = new Set<string>();
  /** Whether tracks are cleaned as they were opened, whatever is applied later. */
  isStubborn = false;
  /** Whether devices have names: not without a permission. */
  isNamed = true;

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    this.beforeAsk();
    const name = this.fail(constraints);
    if (name !== null) throw new DOMException('as the test wants it', name);
    const made: FakeTrack[] = [];
    const first = (...ids: string[]): string => ids.find((id) => !this.gone.has(id)) ?? '';
    if (constraints.audio) made.push(this.#open('audio', constraints.audio, first('m1', 'm2')));
    if (constraints.video) made.push(this.#open('video', constraints.video, first('c1', 'c2')));
    return this.#stream(made);
  }

  async getDisplayMedia(): Promise<MediaStream> {
    return this.#stream([new FakeTrack('video', 'screen')]);
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const device = (kind: MediaDeviceKind, id: string, name: string) => {
      const [deviceId, label] = this.isNamed ? [id, name] : ['', ''];
      return { id, kind, deviceId, label, groupId: '' } as unknown as MediaDeviceInfo;
    };
    return [
      device('videoinput', 'c1', 'First camera'),
      device('videoinput', 'c2', 'Second camera'),
      device('audioinput', 'm1', 'First microphone'),
      device('audioinput', 'm2', 'Second microphone'),
      device('audiooutput', 's1', 'First speaker'),
      device('audiooutput', 's2', 'Second speaker'),
    ].filter((one) => !this.gone.has((one as unknown as { id: string }).id));
  }

  getSupportedConstraints(): MediaTrackSupportedConstraints {
    return { noiseSuppression: true, echoCancellation: true, autoGainControl: true };
  }

  /** Takes devices away; those in use end. */
  unplug(...ids: readonly string[]): void {
    for (const id of ids) this.gone.add(id);
    for (const track of this.tracks) {
      if (ids.includes(track.label) && track.readyState === 'live') track.unplug();
    }
    this.dispatchEvent(new Event('devicechange'));
  }

  plugIn(...ids: readonly string[]): void {
    for (const id of ids) this.gone.delete(id);
    this.dispatchEvent(new Event('devicechange'));
  }

  #open(
    kind: 'audio' | 'video',
    constraints: true | MediaTrackConstraints,
    otherwise: string,
  ): FakeTrack {
    const id = idOf(constraints, otherwise);
    if (id === '') throw new DOMException('none', 'NotFoundError');
    if (this.gone.has(id)) throw new DOMException('gone', 'OverconstrainedError');
    if (this.busy.has(id)) throw new DOMException('busy', 'NotReadableError');
    return new FakeTrack(
      kind,
      id,
      typeof constraints === 'object' ? constraints : {},
      this.isStubborn,
    );
  }

  #stream(made: readonly FakeTrack[]): MediaStream {
    this.tracks.push(...made);
    const of = (kind: string) => made.filter((track) => track.kind === kind);
    const stream = {
      getTracks: () => made,
      getAudioTracks: () => of('audio'),
      getVideoTracks: () => of('video'),
    };
    return stream as unknown as MediaStream;
  }
}

function idOf(constraints: boolean | MediaTrackConstraints, otherwise: string): string {
  const wish = typeof constraints === 'object' ? constraints.deviceId : undefined;
  const { exact, ideal } = (wish ?? {}) as { exact?: string; ideal?: string };
  return exact ?? ideal ?? otherwise;
}

function cleaningOf(wish: MediaTrackConstraints): MediaTrackSettings {
  const { noiseSuppression, echoCancellation, autoGainControl } = wish;
  return { noiseSuppression, echoCancellation, autoGainControl } as MediaTrackSettings;
}

/** A browser around fake devices; without them an insecure page. */
export function fakeEnvironment(
  devices: FakeDevices | undefined,
  more: Partial<MediaEnvironment> = {},
): MediaEnvironment {
  return {
    devices: devices as MediaDevices | undefined,
    secure: devices !== undefined,
    handheld: false,
    permission: async () => 'unknown',
    watchPermission: () => () => {},
    later: () => () => {},
    ...more,
  };
}
