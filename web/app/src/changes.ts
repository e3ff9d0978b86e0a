/** Tells its listeners that a snapshot they read from somewhere else has changed. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  /** Returns the function that stops listening. */
  readonly on = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly emit = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };
}
