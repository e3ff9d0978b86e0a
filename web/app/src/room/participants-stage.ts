import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LightElement } from '../ui/lightElement.ts';
import { SizeOf } from '../ui/sizeOf.ts';
import { words } from '../words/words.ts';
import './member-tile.ts';
import { arrangeTiles } from './tileLayout.ts';
import type { TileView } from './tileView.ts';

const gap = 12;

/** All tiles, placed so that the faces fill the stage. */
@customElement('participants-stage')
export class ParticipantsStage extends LightElement {
  @property({ attribute: false }) accessor tiles: readonly TileView[] = [];
  @property({ attribute: false }) accessor speaker = '';
  /** The place of the tile that stands large, or null. */
  @property({ attribute: false }) accessor featured: number | null = null;
  readonly #size = new SizeOf(this, '.participants');

  override render(): TemplateResult {
    return html`<section class="participants" aria-label=${words().room.participants}>
      ${repeat(
        this.tiles,
        (view) => view.id,
        (view) => html`<member-tile .view=${view} .speaker=${this.speaker}></member-tile>`,
      )}
    </section>`;
  }

  /** Inline styles are set through the object model: the page's policy allows no style attributes. */
  override updated(): void {
    const places = arrangeTiles({
      width: this.#size.width,
      height: this.#size.height,
      count: this.tiles.length,
      featured: this.featured,
      gap,
    });
    const elements = this.querySelectorAll<HTMLElement>('member-tile');
    for (const [index, place] of places.entries()) {
      const style = elements[index]?.style;
      style?.setProperty('transform', `translate(${place.x}px, ${place.y}px)`);
      style?.setProperty('width', `${place.width}px`);
      style?.setProperty('height', `${place.height}px`);
    }
  }
}
