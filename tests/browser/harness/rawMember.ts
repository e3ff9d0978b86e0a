import { WebSocket } from 'ws';

/** A member without a browser: joins a named room and acknowledges what it gets. */
export class RawMember {
  readonly #socket: WebSocket;
  readonly id: string;

  private constructor(socket: WebSocket, id: string) {
    this.#socket = socket;
    this.id = id;
  }

  static join(origin: string, room: string, name: string): Promise<RawMember> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/signal`, { origin });
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => {
        socket.send(JSON.stringify({ type: 'join', protocol: 1, room, name }));
      });
      socket.on('message', (data) => {
        const message = JSON.parse(String(data));
        if (message.seq !== undefined) {
          socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
        }
        if (message.type === 'joined') resolve(new RawMember(socket, message.self.id));
        if (message.type === 'error') reject(new Error(`${message.code}: ${message.message}`));
      });
    });
  }

  leave(): void {
    this.#socket.send(JSON.stringify({ type: 'leave' }));
  }

  close(): void {
    this.#socket.terminate();
  }
}
