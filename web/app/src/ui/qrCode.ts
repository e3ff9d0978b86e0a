import { html, type TemplateResult } from 'lit';
import { encode } from 'uqr';
import { words } from '../words/words.ts';

/** A light border of this many modules, without which many cameras do not see the code. */
const border = 3;

/** A link as a QR code, dark on light in both themes: cameras want it so. */
export function qrCode(link: string): TemplateResult {
  const { data, size } = encode(link, { ecc: 'M', border });
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${words().invite.qrCode}>
    <path d=${outline(data)}></path>
  </svg>`;
}

/** One path for all dark modules; neighbours in a row are drawn as one bar. */
export function outline(modules: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      let end = x + 1;
      while (row[end] === true) end += 1;
      path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  }
  return path;
}
