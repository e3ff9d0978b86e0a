/** One audio graph for all meters of the page: making a context costs 20 ms in the middle of joining. */
let shared: AudioContext | null = null;
let users = 0;

/** The loudness of one track, for the level bar and for who speaks. */
export class LevelMeter {
  readonly #context: AudioContext;
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  #isClosed = false;

  constructor(track: MediaStreamTrack) {
    shared ??= new AudioContext();
    users++;
    this.#context = shared;
    this.#analyser = shared.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source = shared.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
  }

  /** Root mean square of the last 1024 samples, 0..1; 0 while the browser waits for a gesture. */
  level(): number {
    if (this.#isClosed) return 0;
    // A context made before the first gesture is suspended; asking again is the documented way on.
    if (this.#context.state === 'suspended') this.#context.resume().catch(() => {});
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.min(1, Math.sqrt(sum / this.#samples.length));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#source.disconnect();
    users--;
    // Kept for the next meter, but at rest: a running context holds the audio device.
    if (users === 0) this.#context.suspend().catch(() => {});
  }
}
