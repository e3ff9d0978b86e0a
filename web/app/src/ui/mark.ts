import { html, type TemplateResult } from 'lit';

const flame =
  'M32 50c-5.2 0-8.5-3.3-8.5-8 0-5 4.3-6.6 6.2-12.6.3-1 1.5-1.2 2.1-.4 1.5 2 1.7 4 1.5 6 1-.4 1.6-1.2 1.9-2.1.3-.8 1.3-.9 1.8-.2 2.3 3.1 3.5 6 3.5 9.3 0 4.7-3.3 8-8.5 8Z';

/** Hearth's mark: an arch with a small flame. The name beside it is the caller's. */
export function mark(): TemplateResult {
  return html`<svg class="mark" viewBox="8 10 48 44" aria-hidden="true">
    <path class="mark-arch" d="M14 50V32a18 18 0 0 1 36 0v18"></path>
    <path class="mark-flame" d=${flame}></path>
  </svg>`;
}
