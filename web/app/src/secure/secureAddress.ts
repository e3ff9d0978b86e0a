import { routeOf } from '../routing.ts';

/** What the server says about its address with https. */
export interface SecureAddress {
  /** Where https is served, on the same host; null when it is not. */
  readonly port: number | null;
  /** Path of the authority this device has to trust first; null when it knows the certificate. */
  readonly authority: string | null;
  /** SHA-256 of the authority, to compare; empty when there is none. */
  readonly fingerprint: string;
}

/** What somebody types to have a secure address at all. */
export const startCommand = './run --https';

type Place = Pick<Location, 'hostname' | 'pathname' | 'hash'>;

/** Asks the server. Null: it cannot be reached, or says something else. */
export async function askSecureAddress(
  ask: typeof fetch = (...request) => fetch(...request),
): Promise<SecureAddress | null> {
  try {
    const response = await ask('/api/secure-address');
    return response.ok ? readSecureAddress(await response.json()) : null;
  } catch {
    return null;
  }
}

/** Anything may come: only a port and a path of the server's own count. */
export function readSecureAddress(answer: unknown): SecureAddress | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { port, authority, fingerprint } = answer as Record<string, unknown>;
  const isPort = Number.isInteger(port) && (port as number) > 0 && (port as number) < 65_536;
  const isPath = typeof authority === 'string' && /^\/trust\/[\w.-]+$/.test(authority);
  const isPrint =
    typeof fingerprint === 'string' && /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(fingerprint);
  return {
    port: isPort ? (port as number) : null,
    authority: isPath ? authority : null,
    fingerprint: isPrint ? fingerprint : '',
  };
}

/**
 * The same place on the secure address of the same host. It is put together here, because no
 * server may see what stands after `#`.
 */
export function secureLink({ hostname, pathname, hash }: Place, port: number): string {
  return `https://${hostname}${port === 443 ? '' : `:${port}`}${pathname}${hash}`;
}

/** The page that explains the three steps; it leads back to where one came from, by the fragment. */
export function trustLink({ pathname, hash }: Place): string {
  return pathname === '/' ? '/trust' : `/trust#${pathname}${hash}`;
}

/** Where the explaining page leads to: the room it was opened for, or the start. */
export function placeAfterTrust({ hostname, hash }: Place): Place {
  const [, pathname = '/', key = ''] = /^#(\/r\/[^#]*)(#.*)?$/.exec(hash) ?? [];
  const to = { hostname, pathname, hash: key };
  return routeOf(to).page === 'room' ? to : { hostname, pathname: '/', hash: '' };
}
