import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & HTMLElement;

/** The inner size of an element inside a component, in CSS pixels; renders again when it changes. */
export class SizeOf implements ReactiveController {
  readonly #host: Host;
  readonly #selector: string;
  readonly #observer = new ResizeObserver((entries) => this.#handle(entries));
  #watched: Element | null = null;
  #width = 0;
  #height = 0;

  constructor(host: Host, selector: string) {
    this.#host = host;
    this.#selector = selector;
    host.addController(this);
  }

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  hostUpdated(): void {
    const element = this.#host.querySelector(this.#selector);
    if (element === this.#watched) return;
    this.#observer.disconnect();
    this.#watched = element;
    if (element) this.#observer.observe(element);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#watched = null;
  }

  #handle(entries: readonly ResizeObserverEntry[]): void {
    const box = entries.at(-1)?.contentRect;
    if (!box || (box.width === this.#width && box.height === this.#height)) return;
    this.#width = box.width;
    this.#height = box.height;
    this.#host.requestUpdate();
  }
}
