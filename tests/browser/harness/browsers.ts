import { execFileSync } from 'node:child_process';
import { type Browser, chromium, firefox } from 'playwright-core';

/** `any` also connects over loopback; `veth` only over the interface of the tests' namespace. */
export type Paths = 'any' | 'veth';

/** A name of this machine that browsers do not count as secure, as they do 127.0.0.1. */
export const insecureHost = 'hearth.test';

/**
 * What a browser finds when it asks for devices: `fake` ones; `denied`, nobody allows them;
 * `no-camera`, a microphone only; `two-cameras`, and between them
 * one that sees depth only; `slow-camera`, one of five frames a second, so that many
 * people fit on few cores.
 */
export type Devices = 'fake' | 'denied' | 'no-camera' | 'two-cameras' | 'slow-camera';
export type BrowserName = 'chromium' | 'firefox';

export function pathOf(program: string): string {
  return execFileSync('which', [program], { encoding: 'utf8' }).trim();
}

export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`,
];

const chromiumDevices: Record<Devices, readonly string[]> = {
  fake: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  denied: ['--use-fake-device-for-media-stream'],
  'no-camera': [
    '--use-fake-device-for-media-stream=device-count=0',
    '--use-fake-ui-for-media-stream',
  ],
  'two-cameras': [
    '--use-fake-device-for-media-stream=device-count=3',
    '--use-fake-ui-for-media-stream',
  ],
  'slow-camera': ['--use-fake-device-for-media-stream=fps=5', '--use-fake-ui-for-media-stream'],
};

const firefoxPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'permissions.default.camera': 1,
  'permissions.default.microphone': 1,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.cubeb.force_mock_context': true,
  'media.autoplay.default': 0,
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-provider.enabled': false,
};

/** A Chromium that runs elsewhere: how it is started, and the address that is secure to it. */
export interface Elsewhere {
  readonly executablePath: string;
  readonly secureOrigin: string;
}

export function launchChromium(
  devices: Devices,
  paths: Paths = 'any',
  elsewhere?: Elsewhere,
): Promise<Browser> {
  const loopback = paths === 'any' ? ['--allow-loopback-in-peer-connection'] : [];
  const secure = elsewhere
    ? [`--unsafely-treat-insecure-origin-as-secure=${elsewhere.secureOrigin}`]
    : [];
  return chromium.launch({
    executablePath: elsewhere?.executablePath ?? pathOf('chromium'),
    args: [...chromiumFlags, ...chromiumDevices[devices], ...loopback, ...secure],
  });
}

export function launchFirefox(paths: Paths = 'any'): Promise<Browser> {
  return firefox.launch({
    channel: 'moz-firefox',
    executablePath: pathOf('firefox-esr'),
    firefoxUserPrefs: {
      ...firefoxPreferences,
      'media.peerconnection.ice.loopback': paths === 'any',
    },
  });
}

/** Browsers of one test file, started when first needed and shared by its tests. */
export class Browsers {
  readonly #started = new Map<string, Promise<Browser>>();

  get(name: BrowserName, devices: Devices, paths: Paths): Promise<Browser> {
    const key = `${name} ${devices} ${paths}`;
    const running = this.#started.get(key);
    if (running !== undefined) return running;
    const started = name === 'firefox' ? launchFirefox(paths) : launchChromium(devices, paths);
    this.#started.set(key, started);
    return started;
  }

  async close(): Promise<void> {
    const started = [...this.#started.values()];
    this.#started.clear();
    await Promise.all(started.map(async (browser) => (await browser).close()));
  }
}
