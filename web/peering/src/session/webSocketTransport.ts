import type { OpenTransport } from './transport.ts';

/** The first door: `/signal` over WebSocket. The token never stands in the URL. */
export function webSocketTransport(origin: string): OpenTransport {
  const url = new URL('/signal', origin.replace(/^http/, 'ws')).href;
  return (handlers) => {
    const socket = new WebSocket(url);
    const closed = () => {
      detach();
      handlers.closed();
    };
    const received = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') handlers.message(data);
    };
    const opened = () => handlers.opened();
    const detach = () => {
      socket.removeEventListener('open', opened);
      socket.removeEventListener('message', received);
      socket.removeEventListener('close', closed);
    };
    socket.addEventListener('open', opened);
    socket.addEventListener('message', received);
    socket.addEventListener('close', closed);
    return {
      kind: 'websocket',
      send: (text) => socket.send(text),
      close() {
        detach();
        socket.close();
      },
    };
  };
}
