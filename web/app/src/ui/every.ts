import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Calls back at a steady pace, in milliseconds, while its component is in the page. */
export class Every implements ReactiveController {
  readonly #ms: number;
  readonly #run: (now: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, ms: number, run: (now: number) => void) {
    this.#ms = ms;
    this.#run = run;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#run(performance.now()), this.#ms);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
