import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Changes } from '../changes.ts';

/** Renders a component again whenever one of its sources says that it changed. */
export class Listens implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #sources: () => readonly Changes[];
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost, sources: () => readonly Changes[]) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stops = this.#sources().map((source) => source.on(() => this.#host.requestUpdate()));
  }

  hostDisconnected(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
