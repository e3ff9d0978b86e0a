/** What the build puts in: the files of the shell, and a digest of them all. */
export interface Shell {
  readonly version: string;
  /** Paths, each of them the same for everybody: no page of a room, nothing from `/api`. */
  readonly files: readonly string[];
}

/** What a worker has of the browser; tests bring their own. */
export interface ShellPorts {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly origin: string;
}

const prefix = 'hearth-shell-';
const offlinePage = '/offline.html';

/** What a proxy answers while the server behind it is away. */
const awayBehindProxy: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * The worker's rules. It keeps the shell of one build and nothing else: no answer that it sees is
 * ever put into a cache. Pages come from the server whenever it answers, so that a new build is
 * there with the next load; a call that goes on in an old page keeps the old build's files.
 */
export class ShellCache {
  readonly #shell: Shell;
  readonly #ports: ShellPorts;

  constructor(shell: Shell, ports: ShellPorts) {
    this.#shell = shell;
    this.#ports = ports;
  }

  get #name(): string {
    return prefix + this.#shell.version;
  }

  async handleInstall(): Promise<void> {
    const cache = await this.#ports.caches.open(this.#name);
    const { origin } = this.#ports;
    await cache.addAll(
      this.#shell.files.map((path) => new Request(`${origin}${path}`, { cache: 'no-cache' })),
    );
  }

  /** No page of an older build is open any more. */
  async handleActivate(): Promise<void> {
    const { caches } = this.#ports;
    const old = (await caches.keys()).filter((n) => n.startsWith(prefix) && n !== this.#name);
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  /** The answer to a request, or null for one that is none of the shell's business. */
  answer(request: Request): Promise<Response> | null {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== this.#ports.origin) return null;
    if (request.mode === 'navigate') {
      return isPage(pathname) ? this.#fromServer(request, offlinePage) : null;
    }
    if (!this.#shell.files.includes(pathname)) return null;
    // Names under /assets carry a digest of their content.
    return pathname.startsWith('/assets/')
      ? this.#fromCache(pathname).then((kept) => kept ?? this.#ports.fetch(request))
      : this.#fromServer(request, pathname);
  }

  async #fromServer(request: Request, path: string): Promise<Response> {
    const answer = await this.#ports.fetch(request).catch((error: unknown) => ({ error }));
    if (answer instanceof Response && !awayBehindProxy.has(answer.status)) return answer;
    const kept = await this.#fromCache(path);
    if (kept !== undefined) return kept;
    if (answer instanceof Response) return answer;
    throw answer.error;
  }

  /** By path alone: what stands after a `?` or `#` opens no other door. */
  async #fromCache(path: string): Promise<Response | undefined> {
    const cache = await this.#ports.caches.open(this.#name);
    return cache.match(`${this.#ports.origin}${path}`);
  }
}

function isPage(pathname: string): boolean {
  return pathname === '/' || pathname === '/trust' || pathname.startsWith('/r/');
}
