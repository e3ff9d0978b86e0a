import { LitElement } from 'lit';

/** A component in light DOM: one stylesheet carries the design, labels and ids work across. */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Tells whoever holds this component that something was asked for. */
  protected send<T>(type: string, detail?: T): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
