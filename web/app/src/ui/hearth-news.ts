import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { News } from '../news.ts';
import { LightElement } from './lightElement.ts';
import { Listens } from './listens.ts';

/** The page's one status line. */
@customElement('hearth-news')
export class HearthNews extends LightElement {
  @property({ attribute: false }) accessor news: News | null = null;
  /** A topic that is only told to those who listen: it would be in the way here. */
  @property({ attribute: false }) accessor unseen = '';

  constructor() {
    super();
    new Listens(this, () => (this.news ? [this.news.changed] : []));
  }

  override render(): TemplateResult {
    const { standing = '', passing = '', topic = '' } = this.news ?? {};
    const look = topic !== '' && topic === this.unseen ? 'unseen' : 'news-line';
    return html`<div class="news" role="status">
      <span class="news-line" ?hidden=${standing === ''}>${standing}</span>
      <span class=${look} ?hidden=${passing === ''}>${passing}</span>
    </div>`;
  }
}
