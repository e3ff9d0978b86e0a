// Draws the icons of the installed app from the mark, web/app/static/mark.svg, with Chromium.
//
//   node tools/icons.mjs     writes web/app/static/*.png; run it when the mark has changed
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../web/app/static');
const ground = '#221C19';

/** `part`: how much of the square the mark takes; systems cut maskable icons to a circle of 80 %. */
const icons = [
  { name: 'icon-192.png', size: 192, part: 1 },
  { name: 'icon-512.png', size: 512, part: 1 },
  { name: 'icon-maskable-512.png', size: 512, part: 0.9, ground },
  { name: 'apple-touch-icon.png', size: 180, part: 1, ground },
];

async function main() {
  const mark = await readFile(path.join(folder, 'mark.svg'), 'base64');
  const browser = await chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: ['--no-sandbox'],
  });
  for (const { name, size, part, ground: color = 'transparent' } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const side = Math.round(size * part);
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${color}">` +
        `<img src="data:image/svg+xml;base64,${mark}" width="${side}" height="${side}">`,
    );
    await writeFile(path.join(folder, name), await page.screenshot({ omitBackground: true }));
  }
  await browser.close();
}

await main();
