// Runs the browser tests, one file after the other.
//
//   node tests/browser/run.mjs                     all of them
//   node tests/browser/run.mjs restart chat        files whose path contains one of the words
//   node tests/browser/run.mjs --long              the soaks in tests/browser/long instead
//   node tests/browser/run.mjs --report FILE       one JSON line per test for tests/run.mjs
//
// `./test browser` calls it inside the network namespace; called directly it uses loopback.
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { chosen, readArguments, root, runBundledTests } from '../nodeTests.mjs';

function builtServer() {
  const built = spawnSync(path.join(root, 'tools/built-server.sh'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the server could not be built');
  return built.stdout;
}

async function main() {
  const { words, report, long } = readArguments();
  const folder = long ? 'tests/browser/long' : 'tests/browser';
  const names = await readdir(path.join(root, folder)).catch(() => []);
  const files = names.filter((n) => n.endsWith('.test.ts')).map((n) => path.join(folder, n));
  process.exitCode = await runBundledTests(chosen(files, words), {
    packages: 'external',
    report,
    options: ['--test-concurrency=1'],
    env: { ...process.env, HEARTH_SERVER: process.env.HEARTH_SERVER ?? builtServer() },
  });
}

main().catch((error) => {
  console.error(`browser tests failed: ${error.message}`);
  process.exitCode = 1;
});
