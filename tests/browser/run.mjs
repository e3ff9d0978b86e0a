// Bundles the browser tests and runs them one file after the other.
//
//   node tests/browser/run.mjs                     all of them
//   node tests/browser/run.mjs restart chat        files whose path contains one of the words
//   node tests/browser/run.mjs --long              the soaks in tests/browser/long instead
//   node tests/browser/run.mjs --report FILE       one JSON line per test for tests/run.mjs
//
// `./test browser` calls it inside the network namespace; called directly it uses loopback.
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

function run(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function builtServer() {
  const built = spawnSync(path.join(root, 'tools/built-server.sh'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the server could not be built');
  return built.stdout;
}

async function testFiles(long, words) {
  const folder = long ? 'tests/browser/long' : 'tests/browser';
  const names = await readdir(path.join(root, folder)).catch(() => []);
  const wanted = (file) => words.length === 0 || words.some((word) => file.includes(word));
  return names
    .filter((name) => name.endsWith('.test.ts') && wanted(name))
    .sort()
    .map((name) => path.join(folder, name));
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      report: { type: 'string' },
      long: { type: 'boolean' },
      'no-check': { type: 'boolean' },
    },
  });
  const files = await testFiles(values.long === true, positionals);
  if (files.length === 0) throw new Error('no test file found');
  const output = path.join(root, '.cache', `browser-test-${process.pid}`);
  await mkdir(output, { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: files,
      outdir: output,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
    if (values.report) {
      reporters.push('--test-reporter=./tests/reporter.mjs');
      reporters.push(`--test-reporter-destination=${values.report}`);
    }
    const bundles = files.map((file) =>
      path.join(output, path.basename(file).replace(/\.ts$/, '.mjs')),
    );
    process.exitCode = await run(
      process.execPath,
      ['--enable-source-maps', '--test', '--test-concurrency=1', ...reporters, ...bundles],
      { ...process.env, HEARTH_SERVER: process.env.HEARTH_SERVER ?? builtServer() },
    );
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(`browser tests failed: ${error.message}`);
  process.exitCode = 1;
});
