import { html, type TemplateResult } from 'lit';

/** One path each on a 24 by 24 grid, drawn as lines. */
const paths = {
  microphone: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM6 11a6 6 0 0 0 12 0M12 17v4',
  'microphone-off':
    'M9 9v2a3 3 0 0 0 4.8 2.4M15 11V6a3 3 0 0 0-5.8-1M6 11a6 6 0 0 0 9.8 4.6M18 11a6 6 0 0 1-.6 2.6M12 17v4M4 4l16 16',
  camera:
    'M4 7.5A1.5 1.5 0 0 1 5.5 6h8A1.5 1.5 0 0 1 15 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 4 16.5ZM15 10.5l5-3v9l-5-3',
  'camera-off':
    'M15 15v1.5a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 4 16.5v-9a1.5 1.5 0 0 1 .6-1.2M9 6h4.5A1.5 1.5 0 0 1 15 7.5v3l5-3v9l-1.5-.9M4 4l16 16',
  screen: 'M4 5h16v11H4ZM9 20h6M12 16v4M12 13V8M9.5 10.5 12 8l2.5 2.5',
  'screen-off': 'M4 5h16v11H4ZM9 20h6M12 16v4M9.8 8.3l4.4 4.4M14.2 8.3l-4.4 4.4',
  chat: 'M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 19 16h-7l-4.5 4v-4H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5Z',
  people:
    'M9 11.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM3 19a6 6 0 0 1 12 0M16 5.4a3.25 3.25 0 0 1 0 5.7M17.5 13.6A6 6 0 0 1 21 19',
  invite:
    'M10 11.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM4 19a6 6 0 0 1 12 0M18.5 7v6M15.5 10h6',
  settings:
    'M4 8h9M17 8h3M13 8a2 2 0 1 0 4 0a2 2 0 1 0-4 0M4 16h3M11 16h9M7 16a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  leave: 'M14 4H6v16h8M10 12h10M16.5 8.5 20 12l-3.5 3.5',
  flip: 'M4 8h3l1.5-2h7L17 8h3v11H4ZM9.2 13.8a2.9 2.9 0 0 1 5-2.3M14.8 13.2a2.9 2.9 0 0 1-5 2.3M14.4 9.7v1.9h-1.9M9.6 17.3v-1.9h1.9',
  copy: 'M9 9h10v11H9ZM15 9V4H5v11h4',
  share: 'M12 15V4M8 7.5 12 3.8l4 3.7M6 11v9h12v-9',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  lock: 'M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  'lock-open': 'M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 6.8-1.2',
  speaker: 'M4 10v4h3.5L12 18V6L7.5 10ZM15.5 9.5a3.5 3.5 0 0 1 0 5M18 7a7 7 0 0 1 0 10',
  send: 'M5 12h13M13 6.5 18.5 12 13 17.5',
  waves: 'M6 10v4M10 7v10M14 9v6M18 6v12',
  pause: 'M9 6v12M15 6v12',
  pin: 'M9.5 4h5M10.5 4v6l-3 3.5h9l-3-3.5V4M12 13.5V20',
  grid: 'M4 5h7v6H4ZM13 5h7v6h-7ZM4 13h7v6H4ZM13 13h7v6h-7Z',
  'speaker-view': 'M4 5h16v9H4ZM4 17h4v3H4ZM10 17h4v3h-4ZM16 17h4v3h-4Z',
  check: 'M5.5 12.5l4.2 4.2L18.5 8',
  door: 'M7 20V4h10v16M4.5 20h15M13.8 12v.4',
  'door-open': 'M10 20V6.5L17 4v16M4.5 20h15M7 20V6h3M13.2 12v.4',
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside words or an accessible name; it says nothing by itself. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]}></path></svg>`;
}
