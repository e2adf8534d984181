/**
 * Takes the pictures of docs/widgets.md from the gallery: one of each component, into docs/pictures/widgets. Build first, then run
 * `node scripts/docs/widget-pictures.ts`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { startServer } from '../../test/harness/servers/server-process.ts';
import { launchBrowser } from '../../test/harness/browsers/visitor.ts';

const FOLDER = 'docs/pictures/widgets';
const GROUPS = ['roots', 'layout', 'contents', 'controls'];
/** The pictures are sharp on most screens, and small. */
const SCALE = 1.5;
const QUALITY = 0.7;
/** Around each widget, so that its border is whole. */
const EDGE = 6;

const server = await startServer();
const browser = await launchBrowser();
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
let sum = 0;
try {
  const page = await browser.newPage({
    deviceScaleFactor: SCALE,
    // As high as all widgets together, because a long thread draws only what is near the view.
    viewport: { width: 480, height: 6400 },
    reducedMotion: 'reduce',
  });
  for (const group of GROUPS) {
    await page.goto(`${server.url}gallery?state=components-${group}`);
    await page.locator('figure > .stage').evaluate((stage) => (stage.style.height = '6000px'));
    const widgets = page.locator('figure openai-chatkit .widget-place');
    await widgets.last().waitFor();
    await page.waitForLoadState('networkidle');
    await page.evaluate(scrollToTop);
    for (const widget of await widgets.all()) {
      const name = await widget.evaluate((place) => place.closest('[data-item]')?.getAttribute('data-item') ?? '');
      if (!/^[A-Z]\w*$/.test(name)) continue;
      const box = await widget.boundingBox();
      if (!box) throw new Error(`${name} is not drawn.`);
      const clip = { x: box.x - EDGE, y: box.y - EDGE, width: box.width + 2 * EDGE, height: box.height + 2 * EDGE };
      const png = await page.screenshot({ animations: 'disabled', clip });
      const webp = await page.evaluate(toWebp, { png: png.toString('base64'), quality: QUALITY });
      const bytes = Buffer.from(webp, 'base64');
      sum += bytes.length;
      writeFileSync(`${FOLDER}/${name}.webp`, bytes);
    }
  }
} finally {
  await browser.close();
  await server.dispose();
}
console.log(`${(sum / 1000).toFixed(0)} KB of pictures in ${FOLDER}`);

/** Runs in the page: a thread opens at its end. */
async function scrollToTop() {
  const log = document.querySelector('figure > .stage > openai-chatkit')?.shadowRoot?.querySelector('[role=log]');
  if (!log) return;
  for (let frame = 0; frame < 30; frame++) {
    log.scrollTop = 0;
    await new Promise(requestAnimationFrame);
  }
}

/** Runs in the page: browsers write WebP, and Playwright writes PNG. */
async function toWebp({ png, quality }: { png: string; quality: number }): Promise<string> {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', quality).replace(/^.*,/, '');
}
