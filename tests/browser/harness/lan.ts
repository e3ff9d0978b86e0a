import { createHash, X509Certificate } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:tls';
import { type BrowserContextOptions, chromium } from 'playwright-core';
import { chromiumFlags, pathOf } from './browsers.ts';
import { Person } from './person.ts';
import type { World } from './scenario.ts';
import type { HearthServer } from './server.ts';

/** The address of this machine in its network. */
export function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((network) => network ?? []);
  const found = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (found === undefined) throw new Error('this machine is in no network');
  return found.address;
}

/** Arguments of a server that a phone in the network finds, with https and without. */
export function onLan(): string[] {
  return [
    ...['--urls', `http://127.0.0.1:0;http://${lanAddress()}:0`],
    ...['--Hearth:Https:Enabled=true', '--Hearth:Https:Port=0'],
  ];
}

/** Where such a server is, from its greeting. */
export async function lanOrigins(server: HearthServer): Promise<{ http: string; https: string }> {
  const address = lanAddress().replaceAll('.', '\\.');
  const http = await server.printed(new RegExp(`Hearth is at (http://${address}:\\d+)`));
  const https = await server.printed(
    new RegExp(`On a phone in this network: (https://${address}:\\d+)`),
  );
  return { http: http[1]!, https: https[1]! };
}

/** The server's own authority, PEM, as `/trust` hands it out. */
export async function authorityOf(origin: string): Promise<string> {
  const response = await fetch(`${origin}/trust/hearth-ca.crt`);
  return new X509Certificate(Buffer.from(await response.arrayBuffer())).toString();
}

/**
 * SHA-256 of the served certificate's public key, base64: what Chromium is told to trust. The
 * handshake is checked against the authority first, by name and address, so this trusts nothing
 * that a device with the authority would not.
 */
export function trustedKey(origin: string, authority: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ca: authority }, () => {
      const { raw } = socket.getPeerCertificate();
      const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' });
      socket.end();
      resolve(createHash('sha256').update(key).digest('base64'));
    });
    socket.on('error', reject);
  });
}

/**
 * A person whose browser trusts the server's certificate, as it would after the steps of `/trust`.
 * Nothing connects over loopback: it is another device, as far as its browser knows.
 */
export async function personOnLan(
  world: World,
  name: string,
  lan: { readonly http: string; readonly https: string },
  context: BrowserContextOptions = {},
): Promise<Person> {
  const key = await trustedKey(lan.https, await authorityOf(lan.http));
  const browser = await chromium.launch({
    executablePath: pathOf('chromium'),
    args: [
      ...chromiumFlags,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--ignore-certificate-errors-spki-list=${key}`,
    ],
  });
  world.endWith(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1024, height: 640 }, ...context });
  page.setDefaultTimeout(15_000);
  await world.watch(name, page);
  return new Person(name, lan.https, page);
}
