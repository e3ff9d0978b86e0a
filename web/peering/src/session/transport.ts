/** How messages travel. */
export type TransportKind = 'websocket' | 'http-stream' | 'long-polling';

/** What a transport tells its owner. After `closed`, or after its `close()` was called, it says nothing more. */
export interface TransportHandlers {
  /** Messages may go out. Comes again when they take another way from now on: those under way may be lost. */
  opened(): void;
  message(text: string): void;
  closed(): void;
}

/** One ordered connection to the server. `send` may be called between `opened` and `closed`. */
export interface Transport {
  readonly kind: TransportKind;
  send(text: string): void;
  /** What was sent before still goes out, as far as the network allows. */
  close(): void;
}

export type OpenTransport = (handlers: TransportHandlers) => Transport;
