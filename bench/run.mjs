// Runs one benchmark and prints its result as JSON.
//
//   node bench/run.mjs call-setup      click on `Join room` to the first remote frame, against PeerJS
//   node bench/run.mjs signal          messages, memory and resumes of the signaling server
//   node bench/run.mjs size            JavaScript over the wire
//   node bench/run.mjs first-paint     First Contentful Paint of a cold load
import { spawnSync } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function builtServer() {
  const built = spawnSync(path.join(root, 'tools/built-server.sh'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the server could not be built');
  return built.stdout;
}

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const entry = path.join(root, 'bench', name, 'bench.ts');
  if (!/^[a-z-]+$/.test(name) || (await stat(entry).catch(() => null)) === null) {
    throw new Error('which one? Its name is one of the folders in bench');
  }
  process.chdir(root);
  process.env.HEARTH_SERVER ??= builtServer();
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
