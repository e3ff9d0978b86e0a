import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const limits = { peeringCore: 20_000, app: 90_000 };

interface Size {
  readonly plain: number;
  readonly brotli: number;
  readonly gzip: number;
}

function compressed(content: Uint8Array): Size {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return {
    plain: content.length,
    brotli: brotliCompressSync(content, { params }).length,
    gzip: gzipSync(content, { level: 9 }).length,
  };
}

/** What other code bundles of the SDK: everything reached without an `import()`. */
async function bundled(contents: string): Promise<Size> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: 'web/peering/src', loader: 'ts' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: ['chrome120', 'firefox121', 'safari17'],
    outdir: '.cache/size',
    metafile: true,
    write: false,
  });
  const wanted = new Set<string>();
  const follow = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const { path: next, kind } of metafile.outputs[name]?.imports ?? [])
      if (kind === 'import-statement') follow(next);
  };
  for (const [name, { entryPoint }] of Object.entries(metafile.outputs))
    if (entryPoint === '<stdin>') follow(name);
  const sizes = outputFiles
    .filter((file) => wanted.has(path.relative(process.cwd(), file.path)))
    .map((file) => compressed(file.contents));
  return total(sizes);
}

function total(sizes: readonly Size[]): Size {
  const sum = (field: keyof Size): number => sizes.reduce((all, size) => all + size[field], 0);
  return { plain: sum('plain'), brotli: sum('brotli'), gzip: sum('gzip') };
}

/** Session, link and channels: what every client of the wire needs. */
const core = `
  export { Session } from './session/session.ts';
  export { webSocketTransport } from './session/webSocketTransport.ts';
  export { Neighbour } from './link/neighbour.ts';
  export { PeerStock } from './link/peerStock.ts';
  export { Channels } from './channels/channels.ts';
`;

/** Bytes of every script the server may send, in the form it sends to a browser that takes it. */
async function scripts(folder: string): Promise<Record<string, Size>> {
  const names = (await readdir(path.join(folder, 'assets'))).filter((name) => /\.js$/.test(name));
  const sizes: Record<string, Size> = {};
  for (const name of names) {
    const file = path.join(folder, 'assets', name);
    const plain = (await stat(file)).size;
    const sent = async (suffix: string): Promise<number> =>
      (await stat(file + suffix).catch(() => ({ size: plain }))).size;
    sizes[name] = { plain, brotli: await sent('.br'), gzip: await sent('.gz') };
  }
  return sizes;
}

/** The scripts that a visit to home, lobby and room fetches: these pages, and what they import statically. */
async function visited(folder: string, names: readonly string[]): Promise<string[]> {
  const wanted = new Set<string>();
  const waiting = names.filter((name) => /^(main|room-door|room-page)-/.test(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (wanted.has(name)) continue;
    wanted.add(name);
    const text = await readFile(path.join(folder, 'assets', name), 'utf8');
    for (const [, next = ''] of text.matchAll(/(?:from|import)\s*"\/assets\/([^"]+\.js)"/g))
      waiting.push(next);
  }
  return [...wanted];
}

/** Sizes in bytes: the SDK, its core, and home, lobby and room together. */
export async function measure(): Promise<object> {
  const web = path.join(process.env.HEARTH_SERVER ?? '', 'web');
  const peeringCore = await bundled(core);
  const files = await scripts(web);
  const fetched = await visited(web, Object.keys(files));
  const app = total(fetched.flatMap((name) => files[name] ?? []));
  const style = (await readdir(path.join(web, 'assets'))).find((name) => name.endsWith('.css'));
  return {
    unit: 'bytes',
    peeringCore: {
      ...peeringCore,
      limit: limits.peeringCore,
      met: peeringCore.brotli <= limits.peeringCore,
    },
    peering: await bundled(`export * from './index.ts'`),
    homeLobbyRoom: { ...app, limit: limits.app, met: app.brotli <= limits.app },
    files,
    style: style && compressed(await readFile(path.join(web, 'assets', style))),
    page: compressed(await readFile(path.join(web, 'index.html'))),
  };
}
