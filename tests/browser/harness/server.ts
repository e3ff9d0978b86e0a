import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Folder with Hearth.Server.dll and the web app, from tools/built-server.sh. */
function builtServer(): string {
  const folder = process.env.HEARTH_SERVER;
  if (folder === undefined) throw new Error('HEARTH_SERVER is not set: run `./test browser`');
  return folder;
}

/** Everybody here comes from one address, more often than anybody would. */
export const withoutLimits = [
  '--Hearth:Rooms:PerAddress=10000',
  '--Hearth:Rooms:EntryBurst=100000',
  '--Hearth:Signaling:ConnectionsPerAddress=10000',
  '--Hearth:Http:RequestBurst=100000',
];

/** A server of its own for one test: a free port, an empty data directory, gone afterwards. */
export class HearthServer {
  readonly #args: readonly string[];
  readonly #host: string;
  readonly #dataDirectory: string;
  #port = 0;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(args: readonly string[], host: string, dataDirectory: string) {
    this.#args = args;
    this.#host = host;
    this.#dataDirectory = dataDirectory;
  }

  /** `host` 0.0.0.0: machines elsewhere reach it too. */
  static async start(args: readonly string[] = [], host = '127.0.0.1'): Promise<HearthServer> {
    const directory = await mkdtemp(path.join(tmpdir(), 'hearth-browser-'));
    const server = new HearthServer(args, host, directory);
    await server.#launch();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Everything the server has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Waits until the server has printed what matches. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      const child = this.#child;
      if (child?.stdout == null) throw new Error(`the server did not print ${pattern}`);
      await once(child.stdout, 'data');
    }
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the server is not running');
    return pid;
  }

  /** Ends the process at once, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks the server to stop and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Starts again on the same port with the same data directory. */
  async startAgain(): Promise<void> {
    await this.#launch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGKILL');
    await rm(this.#dataDirectory, { recursive: true, force: true });
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  #launch(): Promise<void> {
    const child = spawn(
      'dotnet',
      [
        path.join(builtServer(), 'Hearth.Server.dll'),
        '--urls',
        `http://${this.#host}:${this.#port}`,
        `--Hearth:DataDirectory=${this.#dataDirectory}`,
        ...this.#args,
      ],
      { cwd: this.#dataDirectory, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#child = child;
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.#output += chunk.toString('utf8');
        const address = /http:\/\/[\d.]+:(\d+)/.exec(this.#output);
        if (address === null) return;
        this.#port = Number(address[1]);
        resolve();
      };
      this.#output = '';
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`the server ended with ${code}:\n${this.#output}`)),
      );
    });
  }
}
