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

/** The SDK alone, as somebody else's page would bundle it. */
async function peeringCore(): Promise<Size> {
  const { outputFiles, metafile } = await build({
    entryPoints: ['web/peering/src/index.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    // What a page fetches only when it needs it is a chunk of its own.
    splitting: true,
    outdir: 'core',
    target: ['chrome120', 'firefox121', 'safari17'],
    metafile: true,
    write: false,
  });
  const entry = Object.keys(metafile.outputs).find(
    (name) => metafile.outputs[name]?.entryPoint === 'web/peering/src/index.ts',
  );
  const needed = new Set(entry === undefined ? [] : [entry]);
  for (const name of needed) {
    for (const { kind, path: imported } of metafile.outputs[name]?.imports ?? []) {
      if (kind === 'import-statement') needed.add(imported);
    }
  }
  const core = outputFiles.filter((file) =>
    needed.has(path.relative(process.cwd(), file.path).replaceAll(path.sep, '/')),
  );
  if (core.length === 0) throw new Error('esbuild made nothing from the SDK');
  return compressed(Buffer.concat(core.map((file) => file.contents)));
}

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

/** Sizes in bytes: the SDK's core, and home, lobby and room together. */
export async function measure(): Promise<object> {
  const web = path.join(process.env.HEARTH_SERVER ?? '', 'web');
  const core = await peeringCore();
  const files = await scripts(web);
  const sum = (field: keyof Size): number =>
    Object.values(files).reduce((total, size) => total + size[field], 0);
  const app: Size = { plain: sum('plain'), brotli: sum('brotli'), gzip: sum('gzip') };
  const style = (await readdir(path.join(web, 'assets'))).find((name) => name.endsWith('.css'));
  return {
    unit: 'bytes',
    peeringCore: { ...core, limit: limits.peeringCore, met: core.brotli <= limits.peeringCore },
    homeLobbyRoom: { ...app, limit: limits.app, met: app.brotli <= limits.app },
    files,
    style: style && compressed(await readFile(path.join(web, 'assets', style))),
    page: compressed(await readFile(path.join(web, 'index.html'))),
  };
}
