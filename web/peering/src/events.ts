/** The handlers an emitter may call, by event name. */
export type Handlers<M> = { [K in keyof M]: (...values: never[]) => void };

/** A typed emitter. A handler that throws is our bug: it is reported, and the others still run. */
export class Emitter<M extends Handlers<M>> {
  readonly #handlers = new Map<keyof M, Set<M[keyof M]>>();

  /** Returns the function that unsubscribes. */
  on<K extends keyof M>(type: K, handler: M[K]): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  emit<K extends keyof M>(type: K, ...values: Parameters<M[K]>): void {
    for (const handler of [...(this.#handlers.get(type) ?? [])]) {
      try {
        handler(...(values as never[]));
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** Surfaces a bug as an uncaught error without breaking the caller's loop. */
export function reportError(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
