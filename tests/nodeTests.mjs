// What all suites on node:test share: bundling TypeScript, which Node 20 does not run, and running
// the files with the report that tests/run.mjs reads.
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a program in the repository's root and resolves to its exit code. */
export function run(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** The arguments every suite takes; what stands free are words that choose files. */
export function readArguments() {
  const options = {
    report: { type: 'string' },
    long: { type: 'boolean', default: false },
    'no-check': { type: 'boolean', default: false },
  };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  return { ...values, check: !values['no-check'], words: positionals };
}

/** The files that are chosen, in order; throws when there is none. */
export function chosen(files, words) {
  const wanted = (file) => words.length === 0 || words.some((word) => file.includes(word));
  const found = files.filter(wanted).sort();
  if (found.length === 0) throw new Error('no test file found');
  return found;
}

/** Runs test files and resolves to the exit code. `options` go to node itself. */
export function runTests(files, { report, options = [], env }) {
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  if (report) {
    reporters.push('--test-reporter=./tests/reporter.mjs');
    reporters.push(`--test-reporter-destination=${report}`);
  }
  const args = ['--enable-source-maps', '--test', ...options, ...reporters, ...files];
  return run(process.execPath, args, env);
}

/** Bundles TypeScript test files, runs them, and clears the bundles away. */
export async function runBundledTests(files, { packages, ...running }) {
  const output = path.join(root, '.cache', `tests-${process.pid}`);
  await mkdir(output, { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: files,
      outdir: output,
      outbase: '.',
      outExtension: { '.js': '.mjs' },
      bundle: true,
      packages,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    const bundles = files.map((file) => path.join(output, file).replace(/\.ts$/, '.mjs'));
    return await runTests(bundles, running);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}
