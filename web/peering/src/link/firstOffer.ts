import type { LocalTracks } from '../room/snapshots.ts';
import type { PeerPort } from './peerPort.ts';

/** The three transceivers of every link, in this order. */
export const trackKinds = ['microphone', 'camera', 'screen'] as const;
export const mediaKinds = ['audio', 'video', 'video'] as const;

/** The negotiated channels of every link. */
export interface NegotiatedChannels {
  readonly control: RTCDataChannel;
  readonly latest: RTCDataChannel;
}

/** A connection as a link takes it over. */
export interface PreparedPeer {
  readonly peer: PeerPort;
  readonly channels: NegotiatedChannels;
  /** Settles when the connection holds its first offer; null: it has none yet. */
  readonly offered: Promise<void> | null;
}

/** Both sides open the same two: `control` (0, reliable) and `latest` (1, newest only). */
export function openChannels(peer: PeerPort): NegotiatedChannels {
  const control = peer.createDataChannel('control', { negotiated: true, id: 0 });
  const unreliable = { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 };
  return { control, latest: peer.createDataChannel('latest', unreliable) };
}

/** Microphone and camera share one stream: that is what keeps lips and voice together. */
export function addTransceivers(peer: PeerPort, tracks: LocalTracks, stream: MediaStream): void {
  for (const [index, kind] of trackKinds.entries()) {
    const trackOrKind = tracks[kind] ?? mediaKinds[index] ?? '';
    const streams = kind === 'screen' ? [] : [stream];
    peer.addTransceiver(trackOrKind, { direction: 'sendrecv', streams });
  }
}
