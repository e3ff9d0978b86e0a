// Runs one benchmark and prints its result as JSON.
//
//   node bench/run.mjs call-setup      click on `Join room` to the first remote frame, against PeerJS
//   node bench/run.mjs call-cpu        processor time of a page in a call of 2, 4 and 8
//   node bench/run.mjs signal          messages, memory and resumes of the signaling server
//   node bench/run.mjs size            JavaScript over the wire
//   node bench/run.mjs first-paint     First Contentful Paint of a cold load
//   node bench/run.mjs recovery        from another address, and from 10 s without a network, to sound
import { spawnSync } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { insideNamespace } from '../tests/namespace.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function builtServer() {
  const built = spawnSync(path.join(root, 'tools/built-server.sh'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the server could not be built');
  return built.stdout;
}

/** A benchmark that breaks networks runs in one of its own, as the browser tests do. */
function runApart() {
  const emulator = path.join(root, 'tests/Hearth.LinkEmulator');
  const build = ['build', emulator, '-c', 'Release', '-v:q', '-nologo', '-clp:ErrorsOnly'];
  if (spawnSync('dotnet', build, { stdio: ['ignore', 2, 2] }).status !== 0) {
    throw new Error('the link emulator could not be built');
  }
  const command = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const env = { ...process.env, HEARTH_APART: 'yes' };
  return spawnSync('unshare', insideNamespace(command), { stdio: 'inherit', env }).status ?? 1;
}

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const entry = path.join(root, 'bench', name, 'bench.ts');
  if (!/^[a-z-]+$/.test(name) || (await stat(entry).catch(() => null)) === null) {
    throw new Error('which one? Its name is one of the folders in bench');
  }
  process.chdir(root);
  process.env.HEARTH_SERVER ??= builtServer();
  if (name === 'recovery' && process.env.HEARTH_APART === undefined) process.exit(runApart());
  const output = path.join(root, '.cache', `bench-${process.pid}`);
  await mkdir(output, { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: path.join(output, 'bench.mjs'),
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    const { measure } = await import(pathToFileURL(path.join(output, 'bench.mjs')).href);
    const result = await measure(args);
    const command = ['node bench/run.mjs', name, ...args].join(' ');
    const machine = `${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, Node ${process.version}`;
    console.log(JSON.stringify({ command, machine, ...result }, null, 2));
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

main().then(
  // A socket somebody else's server still holds must not keep a finished measurement waiting.
  () => process.exit(),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
