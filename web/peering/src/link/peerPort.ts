/** What a link needs of an RTCPeerConnection; tests put a simulated one in its place. */
export type PeerPort = Pick<
  RTCPeerConnection,
  | 'addIceCandidate'
  | 'addTransceiver'
  | 'close'
  | 'connectionState'
  | 'createDataChannel'
  | 'getConfiguration'
  | 'getStats'
  | 'getTransceivers'
  | 'iceGatheringState'
  | 'localDescription'
  | 'remoteDescription'
  | 'restartIce'
  | 'setConfiguration'
  | 'setLocalDescription'
  | 'setRemoteDescription'
  | 'signalingState'
> & {
  onconnectionstatechange: ((event: Event) => unknown) | null;
  ondatachannel: ((event: RTCDataChannelEvent) => unknown) | null;
  onicecandidate: ((event: RTCPeerConnectionIceEvent) => unknown) | null;
};

export type CreatePeer = (configuration: RTCConfiguration) => PeerPort;

/**
 * Without `encodedInsertableStreams`: Chromium then holds every frame back until a transform is
 * attached, and nothing is heard or seen. A link with transforms asks for it when it is made.
 */
export const createBrowserPeer: CreatePeer = (configuration) =>
  new RTCPeerConnection(configuration);

/**
 * Gives a connection other ICE servers for the next gathering. What the server sent may be nonsense
 * to the browser; then the connection goes on with what it has.
 */
export function useIceServers(peer: PeerPort, iceServers: RTCIceServer[]): void {
  try {
    // Everything else must stay what it was: a browser refuses another bundle policy or certificate.
    peer.setConfiguration({ ...peer.getConfiguration(), iceServers });
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
  }
}
