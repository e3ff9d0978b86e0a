import assert from 'node:assert/strict';
import { test } from 'node:test';
import { root } from '../nodeTests.mjs';
import { Command, programs } from './command.mjs';

const usual = {
  bash: '/bin/bash',
  dirname: '/usr/bin/dirname',
  dotnet: 'exit 0',
  node: process.execPath,
};

/** Runs ./test as this user, where neither browsers nor sudo are found. */
async function testWithout(t, id) {
  const PATH = await programs(t, { ...usual, id: `echo ${id}` });
  return new Command(t, '/bin/bash', [`${root}/test`], { env: { PATH } });
}

test('without root and without browsers ./test prints the command and ends with 2', async (t) => {
  const command = await testWithout(t, 1000);
  assert.equal(await command.ends(), 2);
  assert.match(command.output, /apt-get install -y --no-install-recommends .*chromium firefox-esr/);
  assert.match(command.output, /sudo/);
});

test('a suite that does not exist is an error and a last line', async (t) => {
  const command = new Command(t, `${root}/test`, ['no-such-suite']);
  assert.equal(await command.ends(), 1);
  assert.match(command.output, /no suite is called no-such-suite/);
  assert.match(command.output, /0 passed, 1 failed\n$/);
});

test('.ci/run calls ./test', async (t) => {
  const command = new Command(t, `${root}/.ci/run`, ['no-such-suite']);
  assert.equal(await command.ends(), 1);
  assert.match(command.output, /no suite is called no-such-suite/);
});
