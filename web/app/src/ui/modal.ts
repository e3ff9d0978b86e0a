import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & HTMLElement;

/** Opens a component's `<dialog>` as a modal one and reports once when it was closed. */
export class Modal implements ReactiveController {
  readonly #host: Host;
  readonly #onClosed: () => void;
  #dialog: HTMLDialogElement | null = null;

  constructor(host: Host, onClosed: () => void) {
    this.#host = host;
    this.#onClosed = onClosed;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#dialog) return;
    const dialog = this.#host.querySelector('dialog');
    if (!dialog) return;
    this.#dialog = dialog;
    dialog.addEventListener('close', this.#onClosed, { once: true });
    dialog.addEventListener('click', (event) => {
      // Outside the dialog's content there is only its backdrop.
      if (event.target === dialog) this.close();
    });
    dialog.showModal();
  }

  /** The browser gives the focus back to where it was. */
  readonly close = (): void => this.#dialog?.close();
}
