import { type Clock, systemClock } from '../clock.ts';
import { browserIdentities, type IdentityStore } from '../identity/identityStore.ts';
import { type CreatePeer, createBrowserPeer } from '../link/peerPort.ts';
import { LevelMeter } from '../media/levelMeter.ts';
import { type Randomness, systemRandomness } from '../randomness.ts';
import { pageTransports } from '../session/pageTransports.ts';
import type { OpenTransport } from '../session/transport.ts';
import { type WatchPage, watchBrowserPage } from './pageLifecycle.ts';

/** Everything the SDK needs of the world outside; tests bring their own. */
export interface Environment {
  clock: Clock;
  randomness: Randomness;
  openTransport(origin: string): OpenTransport;
  createPeer: CreatePeer;
  createStream(): MediaStream;
  /** One certificate per session, made while people are still in the lobby. */
  createCertificate(): Promise<RTCCertificate | undefined>;
  createLevelMeter(track: MediaStreamTrack): Pick<LevelMeter, 'level' | 'close'>;
  watchPage: WatchPage;
  /** Undefined on an insecure page. */
  subtle: SubtleCrypto | undefined;
  identities: IdentityStore;
  /** The time people read, as far as the device knows it. */
  today(): Date;
}

export const browserEnvironment: Environment = {
  clock: systemClock,
  randomness: systemRandomness,
  openTransport: pageTransports(systemClock),
  createPeer: createBrowserPeer,
  createStream: () => new MediaStream(),
  createCertificate: () =>
    RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as EcKeyGenParams),
  createLevelMeter: (track) => new LevelMeter(track),
  watchPage: watchBrowserPage,
  subtle: globalThis.crypto?.subtle,
  identities: browserIdentities,
  today: () => new Date(),
};
