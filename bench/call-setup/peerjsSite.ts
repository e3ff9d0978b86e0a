import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { PeerServer } from 'peer';

const page =
  '<!doctype html><html lang="en"><title>wait</title><button>Call</button>' +
  '<video autoplay playsinline></video><script type="module" src="/page.js"></script>';

export interface PeerJsSite {
  readonly origin: string;
  /** Port of PeerServer, which the page takes from its address. */
  readonly port: number;
  close(): void;
}

function startPeerServer(): Promise<{ port: number; close(): void }> {
  return new Promise((resolve) => {
    PeerServer({ port: 0, host: '127.0.0.1', path: '/peerjs' }, (server) => {
      const { port } = server.address() as AddressInfo;
      resolve({ port, close: () => server.close() });
    });
  });
}

/** PeerServer and a page on peerjs, each on a free port. */
export async function servePeerJs(): Promise<PeerJsSite> {
  const { outputFiles } = await build({
    entryPoints: ['bench/call-setup/peerjsPage.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const peerServer = await startPeerServer();
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: peerServer.port,
    close: () => {
      server.closeAllConnections();
      server.close();
      peerServer.close();
    },
  };
}
