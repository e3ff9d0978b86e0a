// The page on npm `peerjs` that Hearth is compared with: one call, devices and socket ready.
import { Peer } from 'peerjs';

const query = new URLSearchParams(location.search);
const callee = query.get('call');
const stream = await navigator.mediaDevices.getUserMedia({
  audio: true,
  video: { width: 640, height: 360 },
});
const peer = new Peer(query.get('id') ?? '', {
  host: location.hostname,
  port: Number(query.get('port')),
  path: '/peerjs',
  config: { iceServers: [] },
});

function show(remote: MediaStream): void {
  const video = document.querySelector('video');
  if (video === null || video.srcObject === remote) return;
  video.srcObject = remote;
  void video.play();
}

peer.on('open', () => {
  document.title = 'ready';
});
peer.on('call', (call) => {
  call.on('stream', show);
  call.answer(stream);
});
document.querySelector('button')?.addEventListener('click', () => {
  if (callee !== null) peer.call(callee, stream).on('stream', show);
});
