// Builds server and web app when something changed and prints the folder that holds the result.
// `./run` and `./test` start the server from there.
//
// Every build gets a folder of its own under .cache/server, named after the contents of its
// inputs: a server that is running is never overwritten by the next build. Called through
// built-server.sh, which lets one build run at a time; whoever runs a server holds a shared lock
// on its Hearth.Server.dll.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installPackages } from './packages.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const store = path.join(root, '.cache/server');
const project = path.join(root, 'src/Hearth.Server');

/** What a build depends on; folders count with everything below them. */
const inputs = [
  'src',
  'web/app/src',
  'web/app/static',
  'web/peering/src',
  'web/build.mjs',
  'web/tsconfig.json',
  'tools/server.mjs',
  'tsconfig.base.json',
  'package-lock.json',
  'global.json',
  'Directory.Build.props',
  'Directory.Packages.props',
  '.editorconfig',
  'BannedSymbols.txt',
];

const notInputs = new Set(['bin', 'obj', 'node_modules', 'TestResults']);

async function filesBelow(entry) {
  const found = await stat(entry).catch(() => null);
  if (found === null) return [];
  if (!found.isDirectory()) return [entry];
  const names = (await readdir(entry)).filter((name) => !notInputs.has(name)).sort();
  return (await Promise.all(names.map((name) => filesBelow(path.join(entry, name))))).flat();
}

async function fingerprint() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of await filesBelow(path.join(root, input))) {
      hash.update(`${path.relative(root, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Runs a program to its end; what it prints goes to stderr. */
function run(what, command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
    child.on('error', (error) =>
      reject(new Error(`${what} could not be started: ${error.message}`)),
    );
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${what} failed`))));
  });
}

function requireTools() {
  const sdk = spawnSync('dotnet', ['--version'], { cwd: root, encoding: 'utf8' });
  if (sdk.error || sdk.status !== 0 || !/^10\./.test(sdk.stdout)) {
    throw new Error(
      'Hearth is built with the .NET 10 SDK, and `dotnet --version` does not find it here. ' +
        'Install it from https://dotnet.microsoft.com/download/dotnet/10.0',
    );
  }
}

/** Keeps the three newest builds and every build that is still running. */
async function prune(current) {
  const folders = await readdir(store).catch(() => []);
  const dated = await Promise.all(
    folders.map(async (name) => ({ name, at: (await stat(path.join(store, name))).mtimeMs })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(3);
  for (const { name } of old.filter((entry) => entry.name !== current)) {
    const folder = path.join(store, name);
    spawnSync('flock', ['-n', path.join(folder, 'Hearth.Server.dll'), 'rm', '-rf', folder]);
  }
}

/** Without the pages, which are built at the same time. */
async function buildServer() {
  const quiet = ['-v:q', '-nologo'];
  await run('dotnet restore', 'dotnet', ['restore', project, '--locked-mode', ...quiet]);
  const build = ['build', project, '-c', 'Release', '--no-restore', '-p:WithoutPages=true'];
  await run('dotnet build', 'dotnet', [...build, '-clp:ErrorsOnly', ...quiet]);
}

/** Returns the folder with the built server, building it first when its inputs changed. */
export async function builtServer() {
  const name = await fingerprint();
  const folder = path.join(store, name);
  if ((await stat(folder).catch(() => null)) !== null) return folder;

  requireTools();
  console.error('Building Hearth ...');
  await installPackages(root);
  const results = await Promise.allSettled([
    run('the build of the web app', process.execPath, [path.join(root, 'web/build.mjs')]),
    buildServer(),
  ]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;

  const unfinished = path.join(store, `.unfinished-${process.pid}`);
  await mkdir(store, { recursive: true });
  await rm(unfinished, { recursive: true, force: true });
  await cp(path.join(project, 'bin/Release/net10.0'), unfinished, { recursive: true });
  // Other builds may have left pages there; these are the ones that belong to it.
  await rm(path.join(unfinished, 'web'), { recursive: true, force: true });
  await cp(path.join(root, 'web/dist'), path.join(unfinished, 'web'), { recursive: true });
  await rename(unfinished, folder);
  await prune(name);
  return folder;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  builtServer().then(
    (folder) => process.stdout.write(folder),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
