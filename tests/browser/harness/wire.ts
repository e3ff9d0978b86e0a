import { type AddressInfo, connect, createServer } from 'node:net';

/** Hands on whatever comes to a port of its own, and keeps every byte a browser sent. */
export class Wire {
  readonly #sent: Buffer[] = [];
  readonly port: number;
  readonly close: () => Promise<void>;

  private constructor(port: number, sent: Buffer[], close: () => Promise<void>) {
    this.port = port;
    this.#sent = sent;
    this.close = close;
  }

  /** Listens on `host` and hands on to a port of this machine. */
  static async to(target: number, host: string): Promise<Wire> {
    const sent: Buffer[] = [];
    const ends: (() => void)[] = [];
    const server = createServer((browser) => {
      const hearth = connect(target, '127.0.0.1');
      browser.on('data', (bytes) => sent.push(bytes));
      browser.pipe(hearth).pipe(browser);
      const end = (): void => {
        browser.destroy();
        hearth.destroy();
      };
      for (const socket of [browser, hearth]) socket.on('error', end).on('close', end);
      ends.push(end);
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const close = (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const end of ends) end();
      });
    return new Wire((server.address() as AddressInfo).port, sent, close);
  }

  /** Everything browsers have sent so far, as text. */
  get sent(): string {
    return Buffer.concat(this.#sent).toString('latin1');
  }
}
