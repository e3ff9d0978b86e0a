import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of the tests' own under the policy Hearth sends; it proves that the harness sees faults. */
export async function servePage(
  script: string,
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/main.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'",
    );
    response.end(
      isScript
        ? script
        : '<!doctype html><html lang="en"><title>Page</title><link rel="icon" href="data:,"><h1>Page</h1><script type="module" src="/main.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
