/** A track without a device behind it. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly #deviceId: string;
  readonly label: string;
  enabled = true;
  contentHint = '';
  readyState: 'live' | 'ended' = 'live';

  constructor(kind: 'audio' | 'video', deviceId: string) {
    super();
    this.kind = kind;
    this.#deviceId = deviceId;
    this.label = deviceId;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.#deviceId };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  unplug(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  clone(): FakeTrack {
    return new FakeTrack(this.kind, this.#deviceId);
  }

  async applyConstraints(): Promise<void> {}
}

/** Two cameras, two microphones and a screen, as navigator.mediaDevices offers them. */
export class FakeDevices extends EventTarget {
  readonly asked: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];
  /** The name of the error a question ends with, or null. */
  fail: (constraints: MediaStreamConstraints) => string | null = () => null;
  beforeAsk: () => void = () => {};
  /** Ids that are not there any more. */
  readonly gone = new Set<string>();

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    this.beforeAsk();
    const name = this.fail(constraints);
    if (name !== null) throw new DOMException('as the test wants it', name);
    const made: FakeTrack[] = [];
    const first = (...ids: string[]): string => ids.find((id) => !this.gone.has(id)) ?? '';
    if (constraints.audio)
      made.push(new FakeTrack('audio', idOf(constraints.audio, first('m1', 'm2'))));
    if (constraints.video)
      made.push(new FakeTrack('video', idOf(constraints.video, first('c1', 'c2'))));
    return this.#stream(made);
  }

  async getDisplayMedia(): Promise<MediaStream> {
    return this.#stream([new FakeTrack('video', 'screen')]);
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    const device = (kind: MediaDeviceKind, deviceId: string, label: string) =>
      ({ kind, deviceId, label, groupId: '' }) as MediaDeviceInfo;
    return [
      device('videoinput', 'c1', 'First camera'),
      device('videoinput', 'c2', 'Second camera'),
      device('audioinput', 'm1', 'First microphone'),
      device('audioinput', 'm2', 'Second microphone'),
    ].filter(({ deviceId }) => !this.gone.has(deviceId));
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
  return (wish as { ideal?: string } | undefined)?.ideal ?? otherwise;
}
