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
