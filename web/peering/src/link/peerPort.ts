/** What a link needs of an RTCPeerConnection; tests put a simulated one in its place. */
export type PeerPort = Pick<
  RTCPeerConnection,
  | 'addIceCandidate'
  | 'addTransceiver'
  | 'close'
  | 'connectionState'
  | 'createDataChannel'
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
 * Encoded transforms must be asked for when the connection is made: Chromium sends plaintext
 * silently when one is set later. Without a transform, media flows as usual.
 */
export const createBrowserPeer: CreatePeer = (configuration) =>
  new RTCPeerConnection({ ...configuration, encodedInsertableStreams: true } as RTCConfiguration);
