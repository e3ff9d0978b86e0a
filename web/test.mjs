// Runs the TypeScript unit tests, web/*/test/**/*.test.ts, on node:test.
//
//   node web/test.mjs                     all of them
//   node web/test.mjs session link        those whose path contains one of the words
//   node web/test.mjs --report FILE       writes one JSON line per test beside the usual output
//   node web/test.mjs --no-check          leaves the type check out
//
// Node 20 does not run TypeScript, so every test file is bundled first. The tests run with the
// repository's root as working directory: read vectors from `tests/vectors/...`.
import { spawn } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function testFiles(words) {
  const found = [];
  for (const folder of ['web/peering/test', 'web/app/test']) {
    const names = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
    found.push(...names.filter((n) => n.endsWith('.test.ts')).map((n) => path.join(folder, n)));
  }
  const wanted = (file) => words.length === 0 || words.some((word) => file.includes(word));
  return found.filter(wanted).sort();
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { report: { type: 'string' }, 'no-check': { type: 'boolean' } },
  });
  const files = await testFiles(positionals);
  if (files.length === 0) throw new Error('no test file found');

  const output = path.join(root, '.cache', `web-test-${process.pid}`);
  await mkdir(output, { recursive: true });
  try {
    const compiler = 'node_modules/typescript/bin/tsc';
    const checked = values['no-check']
      ? Promise.resolve(0)
      : run(process.execPath, [compiler, '-p', 'web/tsconfig.test.json']);
    await build({
      absWorkingDir: root,
      entryPoints: files,
      outdir: output,
      outbase: 'web',
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    const bundles = files.map((file) =>
      path.join(output, path.relative('web', file)).replace(/\.ts$/, '.mjs'),
    );
    const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
    if (values.report) {
      reporters.push('--test-reporter=./tests/reporter.mjs');
      reporters.push(`--test-reporter-destination=${values.report}`);
    }
    const tested = await run(process.execPath, [
      '--enable-source-maps',
      '--test',
      ...reporters,
      ...bundles,
    ]);
    process.exitCode = (await checked) || tested;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(`web tests failed: ${error.message}`);
  process.exitCode = 1;
});
