import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { test } from 'node:test';
import { connect } from 'node:tls';
import { root } from '../nodeTests.mjs';
import { Command, takenPort, temporaryFolder } from './command.mjs';

const secureAddress = /Hearth is at https:\/\/localhost:(\d+)/;

/** `./run --https` on free ports; `folder` keeps its secrets. */
function start(t, folder, ...args) {
  const all = ['--urls', 'http://127.0.0.1:0', '--Hearth:Https:Port=0', ...args];
  return new Command(t, `${root}/run`, [
    '--https',
    `--Hearth:DataDirectory=${folder}/data`,
    ...all,
  ]);
}

/** The authority as a phone is given it, PEM. */
async function authority(command) {
  const [origin] = await command.prints(/http:\/\/127\.0\.0\.1:\d+/);
  const response = await fetch(`${origin}/trust/hearth-ca.crt`);
  return new X509Certificate(Buffer.from(await response.arrayBuffer()));
}

function health(url, ca) {
  return new Promise((resolve, reject) => {
    get(url, { ca: ca.toString() }, (response) => {
      response.setEncoding('utf8');
      response.on('data', resolve);
    }).on('error', reject);
  });
}

test('./run --https shows the address, its QR code and what the phone will say', async (t) => {
  const folder = await temporaryFolder(t);
  const command = start(t, folder);
  const [, port] = await command.prints(secureAddress);
  const [, phone] = await command.prints(/On a phone in this network: (https:\/\/\S+)/);
  await command.prints(/Its secrets are in /);
  assert.equal(new URL(phone).port, port);
  assert.match(command.output, /\n[█▀▄ ]{25,}\n/, 'a QR code');
  assert.match(command.output, /the phone says that the connection is not private/);
  assert.match(command.output, /Open \S+\/trust on it and follow three steps/);

  const ca = await authority(command);
  assert.ok(command.output.includes(ca.fingerprint256));
  assert.equal(await health(`https://localhost:${port}/healthz`, ca), 'ok');
  assert.equal(await health(`${phone}/healthz`, ca), 'ok');

  for (const name of await readdir(`${folder}/data`)) {
    const { mode } = await stat(`${folder}/data/${name}`);
    assert.equal(mode & 0o777, 0o600, name);
  }
});

test('the authority of the first start is the one of every later start', async (t) => {
  const folder = await temporaryFolder(t);
  const first = start(t, folder);
  const before = await authority(first);
  await first.stop();
  const after = await authority(start(t, folder));
  assert.equal(after.fingerprint256, before.fingerprint256);
});

test('a port for https that is taken is named, and so is the setting', async (t) => {
  const port = await takenPort(t);
  const folder = await temporaryFolder(t);
  const command = start(t, folder, `--Hearth:Https:Port=${port}`);
  assert.notEqual(await command.ends(), 0);
  assert.match(command.output, new RegExp(`${port}.*--Hearth:Https:Port=`));
  assert.doesNotMatch(command.output, /^\s+at .*\(/m, 'no stack trace');
});

test('an own certificate that cannot be used is named by its setting', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(`${folder}/own.pem`, 'no certificate');
  const command = start(t, folder, `--Hearth:Https:CertificatePath=${folder}/own.pem`);
  assert.equal(await command.ends(), 1);
  assert.match(command.output, /^Hearth:Https:CertificatePath is .*own\.pem/m);
});

test('a client that was told of no authority refuses the connection', async (t) => {
  const [, port] = await start(t, await temporaryFolder(t)).prints(secureAddress);
  const refused = await new Promise((resolve) => {
    connect({ host: 'localhost', port: Number(port) }).on('error', resolve);
  });
  assert.match(refused.code, /UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET/);
});
