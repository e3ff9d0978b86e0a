import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { type Devices, launchChromium, pathOf } from './browsers.ts';
import type { HearthServer } from './server.ts';

const emulator = 'tests/Hearth.LinkEmulator/bin/Release/net10.0/Hearth.LinkEmulator.dll';
const near = '10.8.0.1';
const farAddresses = ['10.8.0.2', '10.8.0.7'] as const;

/** What became of the packets of one direction. */
export interface LineCounts {
  readonly offered: number;
  readonly delivered: number;
  readonly lost: number;
  readonly overflowed: number;
  readonly cut: number;
}

/**
 * A place far from the server and everybody else: a network namespace of its own, joined to this one
 * by nothing but an emulated line (tests/Hearth.LinkEmulator). Only inside the namespace of ./test.
 */
export class FarLine {
  readonly #server: HearthServer;
  readonly #namespace: ChildProcess;
  readonly #line: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #folder: string;
  readonly #browsers: Browser[] = [];
  #address: (typeof farAddresses)[number] = farAddresses[0];

  private constructor(
    server: HearthServer,
    namespace: ChildProcess,
    line: ChildProcess,
    folder: string,
  ) {
    this.#server = server;
    this.#namespace = namespace;
    this.#line = line;
    this.#folder = folder;
    const lines: Interface = createInterface({ input: line.stdout! });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /** `server` must listen on all addresses. The seed decides which packets are lost. */
  static async lay(server: HearthServer, seed = 1): Promise<FarLine> {
    // `cat` keeps the namespace for as long as its input is open: until this process ends, at the latest.
    const namespace = spawn('unshare', ['-n', 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    namespace.stdin?.write('\n');
    await new Promise((resolve, reject) => {
      namespace.stdout?.once('data', resolve);
      namespace.once('error', reject);
      namespace.once('exit', () => reject(new Error('no namespace could be made')));
    });
    const line = spawn('dotnet', [emulator, `${seed}`, 'near0', 'far0'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const folder = await mkdtemp(path.join(tmpdir(), 'hearth-far-'));
    const far = new FarLine(server, namespace, line, folder);
    await far.#expect('ready');
    const ip = (...args: string[]) => execFileSync('ip', args);
    ip('link', 'set', 'far0', 'netns', `${namespace.pid}`);
    ip('addr', 'add', `${near}/24`, 'dev', 'near0');
    ip('link', 'set', 'near0', 'up');
    far.#ip('link', 'set', 'lo', 'up');
    far.#ip('link', 'set', 'far0', 'up');
    far.#ip('addr', 'add', `${farAddresses[0]}/24`, 'dev', 'far0');
    far.#ip('route', 'add', 'default', 'via', near);
    return far;
  }

  /** Where people at the far end find Hearth. */
  get origin(): string {
    return `http://${near}:${this.#server.port}`;
  }

  /** Commands of the emulator, such as `rate 300000` (its README.md). */
  async set(...commands: readonly string[]): Promise<void> {
    for (const command of commands) {
      this.#line.stdin?.write(`${command}\n`);
      await this.#expect('ok');
    }
  }

  async counts(): Promise<{ there: LineCounts; back: LineCounts }> {
    this.#line.stdin?.write('counts\n');
    return JSON.parse((await this.#answers.next()).value);
  }

  /** The far end gets another address, as a phone does that goes from Wi-Fi to mobile data. */
  changePath(): void {
    const old = this.#address;
    this.#address = farAddresses.find((address) => address !== old) ?? old;
    this.#ip('addr', 'del', `${old}/24`, 'dev', 'far0');
    this.#ip('addr', 'add', `${this.#address}/24`, 'dev', 'far0');
    this.#ip('route', 'add', 'default', 'via', near);
  }

  /** A Chromium at the far end, to which Hearth's address there is as good as a secure one. */
  async browser(devices: Devices): Promise<Browser> {
    const file = path.join(this.#folder, 'chromium');
    const command = ['nsenter', '-t', `${this.#namespace.pid}`, '-n', '--', pathOf('chromium')];
    await writeFile(file, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`);
    await chmod(file, 0o700);
    const browser = await launchChromium(devices, 'veth', {
      executablePath: file,
      secureOrigin: this.origin,
    });
    this.#browsers.push(browser);
    return browser;
  }

  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    for (const child of [this.#line, this.#namespace]) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  #ip(...args: string[]): void {
    execFileSync('nsenter', ['-t', `${this.#namespace.pid}`, '-n', 'ip', ...args]);
  }

  async #expect(answer: string): Promise<void> {
    const { value } = await this.#answers.next();
    if (value !== answer) throw new Error(`the line says ${value}, not ${answer}`);
  }
}
