import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps `--keyboard` on the root at the height of an on-screen keyboard that lies over the page,
 * where the browser does not shrink the page for it.
 */
export class KeyboardInset implements ReactiveController {
  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    visualViewport?.addEventListener('resize', this.#measure);
  }

  hostDisconnected(): void {
    visualViewport?.removeEventListener('resize', this.#measure);
    document.documentElement.style.removeProperty('--keyboard');
  }

  readonly #measure = (): void => {
    if (!visualViewport) return;
    const { height, offsetTop, scale } = visualViewport;
    // A page that was zoomed into has a smaller viewport, too, but no keyboard.
    const inset = scale > 1.01 ? 0 : Math.max(0, innerHeight - height - offsetTop);
    document.documentElement.style.setProperty('--keyboard', `${Math.round(inset)}px`);
  };
}
