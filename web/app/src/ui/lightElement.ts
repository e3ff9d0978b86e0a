import { LitElement } from 'lit';
import { wordsChanged } from '../words/words.ts';
import { Listens } from './listens.ts';

/**
 * A component in light DOM: one stylesheet carries the design, labels and ids work across. Renders
 * again when another language comes into use.
 */
export class LightElement extends LitElement {
  constructor() {
    super();
    new Listens(this, () => [wordsChanged]);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Tells whoever holds this component that something was asked for. */
  protected send<T>(type: string, detail?: T): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
