// Builds the web app into web/dist: bundle, type check and compression.
//
//   node web/build.mjs              builds when something changed since the last build
//   node web/build.mjs --force      builds in any case
//   node web/build.mjs --no-check   leaves the type check out (it then runs with the next build)
//
// web/app/src/index.html is the shell. In it, `<script type="module" src="main.ts">` and
// `<link rel="stylesheet" href="app.css">` name the two entries; the build puts the hashed
// addresses in their place and adds a modulepreload link for every chunk `main` needs at once.
// offline.html is made the same way. The service worker, /sw.js, is built last: it is told which
// files make up the shell, and a digest of them all.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = path.join(root, 'web/app/src');
const dist = path.join(root, 'web/dist');
const cache = path.join(root, '.cache');
const stampFile = path.join(cache, 'web-build.stamp');

/** What the result depends on; folders count with everything below them. */
const inputs = [
  'web/app/src',
  'web/app/static',
  'web/peering/src',
  'web/build.mjs',
  'web/tsconfig.json',
  'tsconfig.base.json',
  'package-lock.json',
];

const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);

/** Smaller files fit into one packet as they are. */
const smallestCompressedBytes = 256;

async function filesBelow(entry) {
  const found = await stat(entry).catch(() => null);
  if (found === null) return [];
  if (!found.isDirectory()) return [entry];
  const names = await readdir(entry, { recursive: true, withFileTypes: true });
  return names.filter((e) => e.isFile()).map((e) => path.join(e.parentPath ?? e.path, e.name));
}

/** A digest of the contents of all inputs: a touched but equal file is no change. */
async function fingerprint(flags) {
  const hash = createHash('sha256').update(flags);
  for (const input of inputs) {
    for (const file of (await filesBelow(path.join(root, input))).sort()) {
      hash.update(`${path.relative(root, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

function typeCheck() {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '-p', path.join(root, 'web/tsconfig.json')], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('the type check of web/ failed')),
    );
  });
}

/** Bundles both entries into `target` and returns esbuild's metafile. */
async function bundle(target) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['main.ts', 'shell/offline.ts', 'app.css'].map((file) => path.join(source, file)),
    outdir: target,
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    publicPath: '/',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome120', 'firefox121', 'safari17'],
    minify: true,
    sourcemap: false,
    // The licences of bundled packages travel in a file beside the chunk.
    legalComments: 'linked',
    loader: { '.svg': 'file', '.woff2': 'file', '.png': 'file' },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

/** The address of the output made from `entry`, and of every chunk it imports statically. */
function addresses(metafile, target, entry) {
  const relativeEntry = path.relative(root, path.join(source, entry));
  const outputs = Object.entries(metafile.outputs);
  const start = outputs.find(([, output]) => output.entryPoint === relativeEntry)?.[0];
  if (start === undefined) throw new Error(`esbuild made nothing from ${relativeEntry}`);
  const seen = new Set([start]);
  for (const name of seen) {
    for (const imported of metafile.outputs[name]?.imports ?? []) {
      if (imported.kind === 'import-statement' && !imported.external) seen.add(imported.path);
    }
  }
  const [main, ...chunks] = [...seen].map(
    (name) => `/${path.relative(target, path.join(root, name)).replaceAll(path.sep, '/')}`,
  );
  return { main, chunks };
}

function replaceOnce(html, wanted, replacement) {
  if (html.split(wanted).length !== 2) throw new Error(`a page must have ${wanted} once`);
  return html.replace(wanted, replacement);
}

/** Writes a page with the addresses of its script, of what that needs at once, and of the style. */
async function writePage(target, metafile, page, entry) {
  const script = addresses(metafile, target, entry);
  const style = addresses(metafile, target, 'app.css');
  let html = await readFile(path.join(source, page), 'utf8');
  html = replaceOnce(html, `src="${entry}"`, `src="${script.main}"`);
  html = replaceOnce(html, 'href="app.css"', `href="${style.main}"`);
  const preloads = script.chunks.map((chunk) => `<link rel="modulepreload" href="${chunk}">`);
  html = replaceOnce(html, '</head>', [...preloads, '</head>'].join('\n'));
  await writeFile(path.join(target, page), html);
}

/** Everything that is the same for everybody and for every room; the start page is not among it. */
async function shellOf(target) {
  const assets = await filesBelow(path.join(target, 'assets'));
  const files = [...assets, ...['offline.html', 'mark.svg'].map((name) => path.join(target, name))]
    .filter((file) => !file.endsWith('.LEGAL.txt'))
    .sort();
  const hash = createHash('sha256');
  const paths = [];
  for (const file of files) {
    const name = `/${path.relative(target, file).replaceAll(path.sep, '/')}`;
    hash.update(`${name}\0`).update(await readFile(file));
    paths.push(name);
  }
  return { version: hash.digest('hex').slice(0, 16), files: paths };
}

async function writeWorker(target) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(source, 'shell/serviceWorker.ts')],
    outfile: path.join(target, 'sw.js'),
    define: { SHELL: JSON.stringify(await shellOf(target)) },
    bundle: true,
    format: 'iife',
    target: ['chrome120', 'firefox121', 'safari17'],
    minify: true,
    logLevel: 'warning',
  });
}

async function compress(target) {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  const work = (await filesBelow(target)).map(async (file) => {
    if (!compressible.has(path.extname(file))) return;
    const content = await readFile(file);
    if (content.length < smallestCompressedBytes) return;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    await writeFile(`${file}.br`, await brotli(content, { params }));
    await writeFile(`${file}.gz`, await zip(content, { level: 9 }));
  });
  await Promise.all(work);
}

/** Puts the finished folder in place of the old one by renaming: nobody sees half a build. */
async function publish(target) {
  const old = path.join(cache, `web-old-${process.pid}`);
  await rename(dist, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(target, dist);
  await rm(old, { recursive: true, force: true });
}

async function build(check) {
  const target = path.join(cache, `web-dist-${process.pid}`);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  try {
    const checked = check ? typeCheck() : Promise.resolve();
    const bundled = (async () => {
      const statics = path.join(root, 'web/app/static');
      if ((await filesBelow(statics)).length > 0) await cp(statics, target, { recursive: true });
      const metafile = await bundle(target);
      await writePage(target, metafile, 'index.html', 'main.ts');
      await writePage(target, metafile, 'offline.html', 'shell/offline.ts');
      await writeWorker(target);
      await compress(target);
    })();
    const failed = (await Promise.allSettled([checked, bundled])).find(
      (result) => result.status === 'rejected',
    );
    if (failed) throw failed.reason;
    await publish(target);
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

async function main() {
  const check = !process.argv.includes('--no-check');
  await mkdir(cache, { recursive: true });
  const now = await fingerprint(`check=${check}`);
  const before = await readFile(stampFile, 'utf8').catch(() => '');
  const present = await stat(path.join(dist, 'index.html')).catch(() => null);
  if (!process.argv.includes('--force') && present !== null && before === now) return;
  const started = performance.now();
  await rm(stampFile, { force: true });
  await build(check);
  await writeFile(stampFile, now);
  console.error(`web/dist built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

main().catch((error) => {
  console.error(`web build failed: ${error.message}`);
  process.exitCode = 1;
});
