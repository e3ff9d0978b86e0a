/** Keeps the token of this page's place over a reload. */
export interface PlaceStore {
  /** Takes the token out: whoever loads it owns the place, so a duplicated tab finds nothing. */
  load(room: string): string | null;
  save(room: string, token: string): void;
  clear(room: string): void;
}

const name = (room: string) => `hearth.place.${room}`;

/**
 * The tab's sessionStorage. The token lies there only while the page is going away (`pagehide`
 * saves, the next page takes it): browsers copy sessionStorage into duplicated tabs, and a copy
 * must not push the original out of its place.
 */
export const previousPlace: PlaceStore = {
  load(room) {
    const token = attempt(() => sessionStorage.getItem(name(room)));
    previousPlace.clear(room);
    return token ?? null;
  },
  save: (room, token) => attempt(() => sessionStorage.setItem(name(room), token)),
  clear: (room) => attempt(() => sessionStorage.removeItem(name(room))),
};

/** The first look into the storage waits for another process, some 20 ms: to be done before anybody waits. */
export function openStorage(): void {
  attempt(() => sessionStorage.length);
}

/** Storage may be switched off; then a reload is a plain new member. */
function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
