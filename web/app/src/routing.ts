/** Where the address bar points: the home page, or a room and the key text that stands after `#`. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'room'; readonly room: string; readonly keyText: string };

/** Room ids as in docs/protocol/signaling.md: 1-64 characters, beginning and ending with a word character. */
const roomPath = /^\/r\/([a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?)\/?$/;

/** Reads a route from a location. Everything that is not a room's path is the home page. */
export function routeOf(location: { readonly pathname: string; readonly hash: string }): Route {
  const room = roomPath.exec(safelyDecoded(location.pathname).toLowerCase())?.[1];
  if (room === undefined) return { page: 'home' };
  return { page: 'room', room, keyText: location.hash.replace(/^#/, '') };
}

/** The path of a room, with its key where it has one. */
export function pathOfRoom(room: string, keyText: string): string {
  return keyText === '' ? `/r/${room}` : `/r/${room}#${keyText}`;
}

export function sameRoute(a: Route, b: Route): boolean {
  if (a.page === 'home' || b.page === 'home') return a.page === b.page;
  return a.room === b.room && a.keyText === b.keyText;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
