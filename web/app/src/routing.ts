/** Where the address bar points: home, the page about trust, or a room and the key text after `#`. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'trust' }
  | { readonly page: 'room'; readonly room: string; readonly keyText: string };

/** Room ids as in docs/protocol/signaling.md: 1-64 characters, beginning and ending with a word character. */
const roomPath = /^\/r\/([a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?)\/?$/;

/** Reads a route from a location. Every path that is nothing else is the home page. */
export function routeOf(location: { readonly pathname: string; readonly hash: string }): Route {
  if (location.pathname === '/trust') return { page: 'trust' };
  const room = roomPath.exec(safelyDecoded(location.pathname).toLowerCase())?.[1];
  if (room === undefined) return { page: 'home' };
  return { page: 'room', room, keyText: location.hash.replace(/^#/, '') };
}

/** The path of a room, with its key where it has one. */
export function pathOfRoom(room: string, keyText: string): string {
  return keyText === '' ? `/r/${room}` : `/r/${room}#${keyText}`;
}

export function sameRoute(a: Route, b: Route): boolean {
  if (a.page !== 'room' || b.page !== 'room') return a.page === b.page;
  return a.room === b.room && a.keyText === b.keyText;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
