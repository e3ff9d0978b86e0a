import type { Cancel, Clock } from '../clock.ts';
import type { Device } from '../protocol/messages.ts';
import type { LocalTracks } from '../room/snapshots.ts';
import {
  type Adaptation,
  type Allowance,
  adapt,
  adjust,
  beginAdaptation,
  type Observation,
  roomFor,
} from './adaptation.ts';
import { type Allotment, boundsFor, shareBudget } from './encodeBudget.ts';
import { cameraEncoding, screenEncoding } from './encodings.ts';
import { type VideoSize, videoSizes } from './videoSize.ts';
import type { Wanted } from './wanted.ts';

/** What the controller needs of a link: its three senders in the fixed order, and what it measured. */
export interface AdaptedLink {
  readonly state: RTCPeerConnectionState;
  readonly senders: RTCRtpSender[];
  /** Whether its pictures wait for `releaseVideo`. */
  readonly holdsVideo: boolean;
  releaseVideo(): Promise<void>;
  getStats(): Promise<RTCStatsReport>;
}

/** One link and who is at its other end. */
export interface Receiver {
  readonly link: AdaptedLink;
  readonly device: Device;
  readonly wanted: Wanted;
}

export interface SenderAdaptationOptions {
  /** In the order of asking. */
  receivers(): readonly Receiver[];
  tracks(): LocalTracks;
  /** Whether so few are in the room that everybody is sent everything. */
  isSmall(): boolean;
  device: Device;
  size: VideoSize;
}

interface Served extends Receiver {
  readonly allotment: Allotment;
  readonly allowance: Allowance;
}

const periodMs = 2_000;
/**
 * Reading and setting parameters makes the page wait for the media threads, and a changed size starts the
 * encoder anew: the first picture goes first. Until then the browser's own estimate is small.
 */
const firstAfterMs = 1_000;
/** What the others ask for may change as fast as they like: encoders follow at this pace. */
const demandsApartMs = 250;

/** Reads each link's statistics every 2 s, shares encoders and uplink, and sets what each sender may use. */
export class SenderAdaptation {
  readonly #clock: Clock;
  readonly #options: SenderAdaptationOptions;
  readonly #adaptations = new WeakMap<AdaptedLink, Adaptation>();
  /** What each link was last given: more may have been asked for while its statistics were on their way. */
  readonly #served = new WeakMap<AdaptedLink, Served>();
  /** Since when each link's camera is sent; minus infinity: from the beginning. */
  readonly #cameraSince = new WeakMap<AdaptedLink, number>();
  readonly #applied = new WeakMap<RTCRtpSender, string>();
  readonly #volumes = new WeakMap<AdaptedLink, Volume>();
  #size: VideoSize;
  #timer: Cancel | null = null;
  #soon: Cancel | null = null;
  #followedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(clock: Clock, options: SenderAdaptationOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#size = options.size;
  }

  setSize(size: VideoSize): void {
    this.#size = size;
    for (const served of this.#share()) this.#set(served, beginAdaptation(served.allowance));
  }

  /** A link came up or went: the shares of the others change too. */
  handleLinksChanged(): void {
    if (!this.#isClosed) this.#timer ??= this.#clock.after(firstAfterMs, () => this.#run());
  }

  /** Somebody asks for something else, or there is something else to send. */
  handleDemandsChanged(): void {
    if (this.#isClosed || this.#soon) return;
    const inMs = Math.max(0, this.#followedAt + demandsApartMs - this.#clock.now());
    this.#soon = this.#clock.after(inMs, () => this.#follow());
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.();
    this.#soon?.();
  }

  #follow(): void {
    this.#soon = null;
    this.#followedAt = this.#clock.now();
    for (const served of this.#share()) {
      const before = this.#adaptations.get(served.link);
      if (before) this.#set(served, adjust(before, served.allowance));
      else if (served.link.holdsVideo) this.#set(served, beginAdaptation(served.allowance));
    }
  }

  #run(): void {
    this.#timer = null;
    const all = this.#share();
    if (this.#isClosed || all.length === 0) return;
    this.#timer = this.#clock.after(periodMs, () => this.#run());
    for (const served of all) {
      const { link, allowance } = served;
      if (!this.#adaptations.has(link)) this.#set(served, beginAdaptation(allowance));
      if (link.state !== 'connected') continue;
      link.getStats().then(
        (report) =>
          this.#handleReport(
            this.#served.get(link) ?? served,
            observe(report, this.#volumeOf(link)),
          ),
        // Closed meanwhile: nothing is sent on it any more.
        () => {},
      );
    }
  }

  /** A path that is being repaired still has its encoders. */
  #share(): Served[] {
    const { device, isSmall, receivers, tracks } = this.#options;
    const { camera, screen } = tracks();
    const has = { camera: camera !== null, screen: screen !== null };
    const active = receivers().filter(({ link: { state } }) => /^(dis)?connected$/.test(state));
    const demands = active.map(({ wanted }) => ({ wanted, has }));
    const allotments = shareBudget(device, isSmall(), demands);
    return active.flatMap((receiver, index) => {
      const allotment = allotments[index];
      if (!allotment) return [];
      const height = Math.min(
        videoSizes[this.#size].height,
        boundsFor(receiver.device)?.short ?? Number.POSITIVE_INFINITY,
      );
      const served = { ...receiver, allotment, allowance: { bitrate: allotment.share, height } };
      this.#served.set(receiver.link, served);
      return [served];
    });
  }

  #handleReport(served: Served, observation: Observation): void {
    const { link, allotment, allowance } = served;
    const before = this.#adaptations.get(link) ?? beginAdaptation(allowance);
    const since = this.#cameraSince.get(link) ?? Number.POSITIVE_INFINITY;
    // What a path carried while no picture was on it says little about pictures.
    const isTelling = allotment.camera && this.#clock.now() - since >= periodMs;
    const room = allotment.screen ? roomFor(observation.availableBitrate) : before.room;
    const after = isTelling
      ? adapt(before, observation, allowance)
      : adjust(before, allowance, room);
    this.#set(served, after);
  }

  #set(served: Served, wished: Adaptation): void {
    const { link, allotment, allowance, device } = served;
    const adaptation = this.#beginsCamera(served) ? beginAdaptation(allowance) : wished;
    this.#adaptations.set(link, adaptation);
    const { plan } = adaptation;
    const tracks = this.#options.tracks();
    const bounds = boundsFor(device);
    const onCamera = { isServed: allotment.camera, bounds };
    const onScreen = { isServed: allotment.screen, bounds };
    const [microphone, camera, screen] = link.senders;
    const applied = Promise.all([
      this.#apply(microphone, { priority: 'high', networkPriority: 'high' }),
      this.#apply(camera, cameraEncoding(plan, tracks.camera, onCamera)),
      this.#apply(screen, screenEncoding(plan, tracks.screen, onScreen)),
    ]);
    const isServed = allotment.camera || allotment.screen;
    // Not before the limits hold: the first picture is one of them.
    if (link.holdsVideo && isServed) void applied.then(() => link.releaseVideo());
  }

  #volumeOf(link: AdaptedLink): Volume {
    const volume = this.#volumes.get(link) ?? { bytes: 0, at: 0 };
    this.#volumes.set(link, volume);
    return volume;
  }

  /** Whether the camera is sent from now on, and was not before. */
  #beginsCamera({ link, allotment }: Served): boolean {
    const wasSent = this.#cameraSince.has(link);
    const isFromBeginning = !this.#adaptations.has(link) && !link.holdsVideo;
    if (!allotment.camera) this.#cameraSince.delete(link);
    else if (isFromBeginning) this.#cameraSince.set(link, Number.NEGATIVE_INFINITY);
    else if (!wasSent) this.#cameraSince.set(link, this.#clock.now());
    return allotment.camera && !wasSent;
  }

  async #apply(
    sender: RTCRtpSender | undefined,
    encoding: Partial<RTCRtpEncodingParameters>,
  ): Promise<void> {
    const wanted = JSON.stringify(encoding);
    if (!sender || this.#applied.get(sender) === wanted) return;
    const parameters = sender.getParameters();
    const [first] = parameters.encodings;
    if (!first) return;
    this.#applied.set(sender, wanted);
    Object.assign(first, encoding);
    // A browser that knows less than we ask for sends as it would have without us.
    await sender.setParameters(parameters).catch(() => this.#applied.delete(sender));
  }
}

/** What had been sent on a link when it was last looked at; `at` 0: never. */
export interface Volume {
  bytes: number;
  at: number;
}

/** The numbers the plan is made from. `fractionLost` is the worst of the streams; `volume` is brought up to date. */
export function observe(report: RTCStatsReport, volume: Volume): Observation {
  let availableBitrate: number | null = null;
  let fractionLost: number | null = null;
  let bytes = 0;
  let at = 0;
  report.forEach((entry: Record<string, unknown>) => {
    const { type, nominated, availableOutgoingBitrate: available, fractionLost: lost } = entry;
    if (type === 'candidate-pair' && nominated === true && typeof available === 'number')
      availableBitrate = available;
    if (type === 'remote-inbound-rtp' && typeof lost === 'number')
      fractionLost = Math.max(fractionLost ?? 0, lost);
    if (type === 'outbound-rtp' && typeof entry.bytesSent === 'number') {
      bytes += entry.bytesSent;
      at = Number(entry.timestamp);
    }
  });
  const isTelling = volume.at > 0 && at > volume.at && bytes >= volume.bytes;
  const sentBitrate = isTelling ? ((bytes - volume.bytes) * 8_000) / (at - volume.at) : null;
  Object.assign(volume, { bytes, at });
  return { availableBitrate, fractionLost, sentBitrate };
}
