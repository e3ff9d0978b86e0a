import type { NegotiatedChannels } from '../link/firstOffer.ts';
import type { PeerPort } from '../link/peerPort.ts';
import { type ControlFrame, parseControlFrame } from './controlFrame.ts';

/** Early frames are held until the link is confirmed; an honest peer sends hardly any. */
const maximumEarlyFrames = 32;
/** Above this the network is behind, and frames wait with their owner, where they can be counted. */
const highWaterBytes = 256 * 1024;

export interface ChannelHandlers {
  frame(frame: ControlFrame): void;
  /** `send` may work again. */
  writable(): void;
  unread(): void;
  refusedChannel(): void;
}

/**
 * The data channels of one link: negotiated `control` (0, reliable) and `latest` (1, newest only).
 * Nothing goes out or comes in before the link is confirmed: `confirm()`.
 */
export class Channels {
  readonly #control: RTCDataChannel;
  readonly #handlers: ChannelHandlers;
  readonly #early: ControlFrame[] = [];
  #isConfirmed = false;

  constructor(peer: PeerPort, { control }: NegotiatedChannels, handlers: ChannelHandlers) {
    this.#handlers = handlers;
    this.#control = control;
    this.#control.bufferedAmountLowThreshold = highWaterBytes / 4;
    this.#control.onmessage = ({ data }: MessageEvent<unknown>) => this.#handleMessage(data);
    this.#control.onopen = this.#control.onbufferedamountlow = () => handlers.writable();
    // Kinds such as `transfer/<id>` are opened in-band; this client knows none yet.
    peer.ondatachannel = ({ channel }) => {
      handlers.refusedChannel();
      channel.close();
    };
  }

  confirm(): void {
    if (this.#isConfirmed) return;
    this.#isConfirmed = true;
    for (const frame of this.#early.splice(0)) this.#handlers.frame(frame);
    this.#handlers.writable();
  }

  /** False when the frame cannot go out now: keep it until `writable`. */
  send(frame: ControlFrame): boolean {
    const { readyState, bufferedAmount } = this.#control;
    if (!this.#isConfirmed || readyState !== 'open' || bufferedAmount > highWaterBytes)
      return false;
    this.#control.send(JSON.stringify(frame));
    return true;
  }

  #handleMessage(data: unknown): void {
    const frame = parseControlFrame(data);
    if (!frame) this.#handlers.unread();
    else if (this.#isConfirmed) this.#handlers.frame(frame);
    else if (this.#early.length < maximumEarlyFrames) this.#early.push(frame);
    else this.#handlers.unread();
  }
}
