/** What a transport tells its owner. After `closed`, or after its `close()` was called, it says nothing more. */
export interface TransportHandlers {
  opened(): void;
  message(text: string): void;
  closed(): void;
}

/** One ordered connection to the server. `send` may be called between `opened` and `closed`. */
export interface Transport {
  send(text: string): void;
  /** What was sent before still goes out, as far as the network allows. */
  close(): void;
}

export type OpenTransport = (handlers: TransportHandlers) => Transport;
