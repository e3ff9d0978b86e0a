import type { Cancel, Clock } from '../clock.ts';
import {
  type Adaptation,
  adapt,
  beginAdaptation,
  type Observation,
  type SendPlan,
} from './adaptation.ts';
import type { VideoSize } from './videoSize.ts';

/** What the controller needs of a link: its three senders in the fixed order, and what it measured. */
export interface AdaptedLink {
  readonly state: RTCPeerConnectionState;
  readonly senders: RTCRtpSender[];
  getStats(): Promise<RTCStatsReport>;
}

const periodMs = 2_000;
/**
 * Reading and setting parameters makes the page wait for the media threads, and a changed size starts the
 * encoder anew: the first picture goes first. Until then the browser's own estimate is small.
 */
const firstAfterMs = 1_000;

/** Reads each link's statistics every 2 s and sets what its senders may use. */
export class SenderAdaptation {
  readonly #clock: Clock;
  readonly #links: () => AdaptedLink[];
  readonly #adaptations = new WeakMap<AdaptedLink, Adaptation>();
  readonly #applied = new WeakMap<RTCRtpSender, string>();
  #size: VideoSize;
  #timer: Cancel | null = null;
  #isClosed = false;

  constructor(clock: Clock, options: { links: () => AdaptedLink[]; size: VideoSize }) {
    this.#clock = clock;
    this.#links = options.links;
    this.#size = options.size;
  }

  setSize(size: VideoSize): void {
    this.#size = size;
    this.#begin();
  }

  /** A link came up or went: the shares of the others change too. */
  handleLinksChanged(): void {
    if (!this.#isClosed) this.#timer ??= this.#clock.after(firstAfterMs, () => this.#run());
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.();
  }

  get #connected(): AdaptedLink[] {
    return this.#links().filter((link) => link.state === 'connected');
  }

  #begin(): void {
    const links = this.#connected;
    for (const link of links) this.#set(link, beginAdaptation(this.#size, links.length));
  }

  #run(): void {
    this.#timer = null;
    const links = this.#connected;
    if (this.#isClosed || links.length === 0) return;
    this.#timer = this.#clock.after(periodMs, () => this.#run());
    if (links.some((link) => !this.#adaptations.has(link))) this.#begin();
    for (const link of links) {
      link.getStats().then(
        (report) => this.#handleReport(link, observe(report), links.length),
        // Closed meanwhile: nothing is sent on it any more.
        () => {},
      );
    }
  }

  #handleReport(link: AdaptedLink, observation: Observation, links: number): void {
    const before = this.#adaptations.get(link) ?? beginAdaptation(this.#size, links);
    this.#set(link, adapt(before, observation, this.#size, links));
  }

  #set(link: AdaptedLink, adaptation: Adaptation): void {
    this.#adaptations.set(link, adaptation);
    const [microphone, camera, screen] = link.senders;
    const { plan } = adaptation;
    this.#apply(microphone, { priority: 'high', networkPriority: 'high' });
    this.#apply(camera, cameraEncoding(plan, camera?.track ?? null));
    this.#apply(screen, { maxBitrate: plan.screenBitrate, maxFramerate: plan.screenFramerate });
  }

  #apply(sender: RTCRtpSender | undefined, encoding: Partial<RTCRtpEncodingParameters>): void {
    const wanted = JSON.stringify(encoding);
    if (!sender || this.#applied.get(sender) === wanted) return;
    const parameters = sender.getParameters();
    const [first] = parameters.encodings;
    if (!first) return;
    this.#applied.set(sender, wanted);
    Object.assign(first, encoding);
    // A browser that knows less than we ask for sends as it would have without us.
    sender.setParameters(parameters).catch(() => this.#applied.delete(sender));
  }
}

function cameraEncoding(
  { height, maxBitrate, maxFramerate, rung }: SendPlan,
  track: MediaStreamTrack | null,
): Partial<RTCRtpEncodingParameters> {
  if (rung === 0) return { active: false };
  // A phone held upright captures 720 wide and 1280 high: the shorter side counts.
  const { width: wide = height, height: high = height } = track?.getSettings() ?? {};
  const captured = Math.min(wide, high);
  const scaleResolutionDownBy = Math.max(1, captured / height);
  return { active: true, maxBitrate, maxFramerate, scaleResolutionDownBy };
}

/** The two numbers the plan is made from. `fractionLost` is the worst of the streams. */
export function observe(report: RTCStatsReport): Observation {
  let availableBitrate: number | null = null;
  let fractionLost: number | null = null;
  report.forEach((entry: Record<string, unknown>) => {
    const { type, nominated, availableOutgoingBitrate: available, fractionLost: lost } = entry;
    if (type === 'candidate-pair' && nominated === true && typeof available === 'number')
      availableBitrate = available;
    if (type === 'remote-inbound-rtp' && typeof lost === 'number')
      fractionLost = Math.max(fractionLost ?? 0, lost);
  });
  return { availableBitrate, fractionLost };
}
