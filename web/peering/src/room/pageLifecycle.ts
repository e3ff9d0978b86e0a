export interface PageHandlers {
  /** The page goes away, perhaps into the back/forward cache. */
  left(): void;
  /** The page came back from the back/forward cache. */
  returned(): void;
  hidden(): void;
  /** The page is visible again, or a sleeping device woke. */
  woke(): void;
  networkChanged(): void;
}

/** What a page lives through. Returns the function that stops watching. */
export type WatchPage = (handlers: Partial<PageHandlers>) => () => void;

export const watchBrowserPage: WatchPage = (handlers) => {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  addEventListener('pagehide', () => handlers.left?.(), options);
  addEventListener('pageshow', ({ persisted }) => persisted && handlers.returned?.(), options);
  addEventListener('online', () => handlers.networkChanged?.(), options);
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'visible' ? handlers.woke?.() : handlers.hidden?.()),
    options,
  );
  return () => stop.abort();
};

/** What a room does about its page. */
export interface PageFollower extends Pick<PageHandlers, 'left' | 'returned' | 'networkChanged'> {
  /** Only a phone stops sending when its page is in the background. */
  slept(isAsleep: boolean): void;
  /** The connection to the server may have died meanwhile. */
  woke(): void;
}

export function followPage(
  watch: WatchPage,
  device: string | undefined,
  room: PageFollower,
): () => void {
  const sleeps = device !== 'desktop';
  return watch({
    left: () => room.left(),
    returned: () => room.returned(),
    hidden: () => sleeps && room.slept(true),
    woke: () => {
      room.woke();
      if (sleeps) room.slept(false);
    },
    networkChanged: () => {
      room.woke();
      room.networkChanged();
    },
  });
}
