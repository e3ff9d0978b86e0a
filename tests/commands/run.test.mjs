import assert from 'node:assert/strict';
import { test } from 'node:test';
import { root } from '../nodeTests.mjs';
import { Command, programs, takenPort, temporaryFolder } from './command.mjs';

const address = /http:\/\/127\.0\.0\.1:(\d+)/;

async function start(t, ...args) {
  const folder = await temporaryFolder(t);
  const all = ['--urls', 'http://127.0.0.1:0', `--Hearth:DataDirectory=${folder}/data`, ...args];
  return new Command(t, `${root}/run`, all, { cwd: folder });
}

async function isHealthy(command) {
  const [origin] = await command.prints(address);
  const response = await fetch(`${origin}/healthz`);
  return response.ok;
}

test('when nothing changed, ./run listens within 2 s, from any folder', async (t) => {
  const warm = await start(t);
  assert.ok(await isHealthy(warm));
  await warm.stop();

  const started = performance.now();
  const command = await start(t);
  assert.ok(await isHealthy(command));
  const milliseconds = performance.now() - started;
  t.diagnostic(`${milliseconds.toFixed(0)} ms until /healthz answered`);
  assert.ok(milliseconds < 2000, `${milliseconds} ms`);
});

test('two ./run at once both come up', async (t) => {
  const both = await Promise.all([start(t), start(t)]);
  assert.deepEqual(await Promise.all(both.map(isHealthy)), [true, true]);
});

test('arguments and environment reach the server', async (t) => {
  const folder = await temporaryFolder(t);
  const command = new Command(t, `${root}/run`, ['--urls', 'http://127.0.0.1:0'], {
    cwd: folder,
    env: { ...process.env, HEARTH__DATADIRECTORY: `${folder}/here` },
  });
  await command.prints(address);
  await command.prints(/hearth commands .*\/here/);
});

test('a port that is taken is named in one sentence', async (t) => {
  const port = await takenPort(t);
  const folder = await temporaryFolder(t);
  const command = new Command(t, `${root}/run`, [
    ...['--urls', `http://127.0.0.1:${port}`, `--Hearth:DataDirectory=${folder}/data`],
  ]);
  assert.notEqual(await command.ends(), 0);
  assert.match(command.output, new RegExp(`${port}.*(taken|in use|used)`, 'i'));
  assert.doesNotMatch(command.output, /^\s+at .*\(/m, 'no stack trace');
});

const usual = { bash: '/bin/bash', dirname: '/usr/bin/dirname' };

test('without dotnet ./run says where to get the SDK', async (t) => {
  const PATH = await programs(t, { ...usual, node: process.execPath });
  const command = new Command(t, '/bin/bash', [`${root}/run`], { env: { PATH } });
  assert.equal(await command.ends(), 1);
  assert.match(command.output, /\.NET 10 SDK.*https:/);
});

test('with an old Node ./run says which one it needs', async (t) => {
  const node = 'if [[ $1 == --version ]]; then echo v18.19.0; else exit 1; fi';
  const PATH = await programs(t, { ...usual, dotnet: 'exit 0', node });
  const command = new Command(t, '/bin/bash', [`${root}/run`], { env: { PATH } });
  assert.equal(await command.ends(), 1);
  assert.match(command.output, /Node 20 or newer.*v18\.19\.0/);
});
