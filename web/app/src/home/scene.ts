import { html, type TemplateResult } from 'lit';

const flame =
  'M160 330c-37 0-62-24-62-58 0-36 31-47 45-91 2-7 11-9 15-3 11 14 13 29 11 43 7-3 12-8 14-15 2-6 9-7 13-2 17 22 26 43 26 68 0 34-25 58-62 58Z';
const heart =
  'M160 330c-17 0-29-11-29-27 0-17 15-23 21-43 1-4 6-5 8-1 6 8 7 14 6 21 4-1 6-4 7-8 1-3 5-3 6-1 8 11 10 21 10 32 0 16-12 27-29 27Z';

/** The fireplace beside the words of the home page: decoration only. */
export function hearthScene(): TemplateResult {
  return html`<div class="scene" aria-hidden="true">
    <svg viewBox="0 0 320 372">
      <defs>
        <radialGradient id="scene-light" cx="50%" cy="86%" r="72%">
          <stop class="scene-light-near" offset="0"></stop>
          <stop class="scene-light-far" offset="1"></stop>
        </radialGradient>
        <linearGradient id="scene-fire" x1="0" y1="0" x2="0" y2="1">
          <stop class="scene-fire-tip" offset="0"></stop>
          <stop class="scene-fire-base" offset="1"></stop>
        </linearGradient>
      </defs>
      <path class="scene-wall" d="M8 352V160a152 152 0 0 1 304 0v192Z"></path>
      <path class="scene-opening" d="M52 352V160a108 108 0 0 1 216 0v192Z"></path>
      <path class="scene-glow" d="M52 352V160a108 108 0 0 1 216 0v192Z"></path>
      <path class="scene-flame" d=${flame}></path>
      <path class="scene-heart" d=${heart}></path>
      <path class="scene-log" d="M96 344h128M108 330l108 12"></path>
      <path class="scene-floor" d="M0 352h320"></path>
    </svg>
  </div>`;
}
