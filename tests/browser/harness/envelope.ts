import { randomBytes } from 'node:crypto';
import type { Message } from './signalingProxy.ts';

/** What members say to each other inside `signal.data` (docs/protocol/links.md). */
export interface Envelope {
  readonly v: 1;
  readonly link: { readonly offerer: string; readonly answerer: string };
  readonly role: 'offerer' | 'answerer';
  readonly seq: number;
  readonly kind: string;
  readonly fingerprint: string;
  readonly peerFingerprint: string;
  readonly payload: string;
  readonly mac?: string;
}

/** A fingerprint of nobody's certificate. */
export const strangersFingerprint = Array.from({ length: 32 }, (_, index) =>
  (index * 7 + 16).toString(16).toUpperCase().padStart(2, '0'),
).join(':');

export function envelopeOf(message: Message): Envelope | null {
  return message.type === 'signal' ? (message.data as Envelope) : null;
}

export function withEnvelope(message: Message, envelope: Envelope): Message {
  return { ...message, data: envelope };
}

/** The envelope with the description's SDP changed. */
export function withSdp(envelope: Envelope, change: (sdp: string) => string): Envelope {
  const description = JSON.parse(envelope.payload);
  return {
    ...envelope,
    payload: JSON.stringify({ ...description, sdp: change(description.sdp) }),
  };
}

/** Names another certificate wherever the envelope names the sender's. */
export function withStrangersFingerprint(envelope: Envelope): Envelope {
  const changed = withSdp(envelope, (sdp) =>
    sdp.replaceAll(/a=fingerprint:sha-256 .*/g, `a=fingerprint:sha-256 ${strangersFingerprint}`),
  );
  return { ...changed, fingerprint: strangersFingerprint };
}

/** A first offer of somebody who has no key: complete but for the seal. */
export function keylessOffer(): Envelope {
  const nonce = (): string => randomBytes(16).toString('base64url');
  const media = (kind: string, mid: number): string =>
    [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${kind === 'audio' ? 111 : 96}`,
      'c=IN IP4 0.0.0.0',
      'a=rtcp-mux',
      `a=mid:${mid}`,
      'a=sendrecv',
      'a=ice-ufrag:hostile1',
      `a=ice-pwd:${'p'.repeat(24)}`,
      `a=fingerprint:sha-256 ${strangersFingerprint}`,
      'a=setup:actpass',
      kind === 'audio' ? 'a=rtpmap:111 opus/48000/2' : 'a=rtpmap:96 VP8/90000',
    ].join('\r\n');
  const sdp = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1 2',
    media('audio', 0),
    media('video', 1),
    media('video', 2),
    '',
  ].join('\r\n');
  return {
    v: 1,
    link: { offerer: nonce(), answerer: '' },
    role: 'offerer',
    seq: 1,
    kind: 'description',
    fingerprint: strangersFingerprint,
    peerFingerprint: '',
    payload: JSON.stringify({ type: 'offer', sdp }),
  };
}
