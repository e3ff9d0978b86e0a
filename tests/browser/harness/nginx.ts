import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What somebody's proxy does to signaling. */
export interface ProxyHabits {
  readonly refusesUpgrades?: boolean;
  /** Holds answers back until they end, whatever they ask for: nginx does so with those of HTTP/1.0. */
  readonly buffers?: boolean;
  /** Cuts what has been silent for so many seconds. */
  readonly idleSeconds?: number;
  /** A whole `location` block for http://127.0.0.1:8080 in place of these habits. */
  readonly location?: string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function configuration(folder: string, port: number, target: string, habits: ProxyHabits): string {
  const { refusesUpgrades, buffers, idleSeconds = 60 } = habits;
  const location = `location / {
      proxy_pass ${target};
      ${buffers === true ? '' : 'proxy_http_version 1.1;'}
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $upgrade;
      proxy_read_timeout ${idleSeconds}s;
      ${buffers === true ? 'proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;' : ''}
      ${refusesUpgrades === true ? 'if ($http_upgrade) { return 403; }' : ''}
    }`;
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((what) => `${what}_temp_path ${folder}/${what};`)
    .join(' ');
  return `daemon off; user root; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off; ${kept}
  map $http_upgrade $upgrade { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:${port};
    ${habits.location?.replaceAll('http://127.0.0.1:8080', target) ?? location}
  }
}
`;
}

/** Debian's nginx between browsers and a server, on a free port, gone with the test. */
export class Nginx {
  readonly #folder: string;
  readonly #port: number;
  readonly #target: string;
  #child: ChildProcess | null = null;

  private constructor(folder: string, port: number, target: string) {
    this.#folder = folder;
    this.#port = port;
    this.#target = target;
  }

  static async start(target: string, habits: ProxyHabits): Promise<Nginx> {
    const folder = await mkdtemp(path.join(tmpdir(), 'hearth-nginx-'));
    const nginx = new Nginx(folder, await freePort(), target);
    await nginx.#write(habits);
    await nginx.startAgain();
    return nginx;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts on the same port, and resolves when it takes connections. */
  async startAgain(): Promise<void> {
    const { PATH = '' } = process.env;
    const child = spawn('nginx', ['-p', this.#folder, '-c', path.join(this.#folder, 'conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, PATH: `${PATH}:/usr/sbin` },
    });
    this.#child = child;
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`nginx ended with ${code}: ${said}`)));
    });
    failed.catch(() => {});
    const ready = (async () => {
      while (!(await answers(this.#port)) && child.exitCode === null) await nextTurn();
    })();
    await Promise.race([ready, failed]);
  }

  /** Has other habits from the next connection on; those that are open go on. */
  async become(habits: ProxyHabits): Promise<void> {
    await this.#write(habits);
    this.#child?.kill('SIGHUP');
  }

  /** Ends at once, and with it everything that went through. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  #write(habits: ProxyHabits): Promise<void> {
    const text = configuration(this.#folder, this.#port, this.#target, habits);
    return writeFile(path.join(this.#folder, 'conf'), text);
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
