/** Takes the pictures of README.md from the running product, light and dark. Build first, then `node scripts/docs/readme-picture.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { startServer } from '../../test/harness/servers/server-process.ts';
import { launchBrowser, visit } from '../../test/harness/browsers/visitor.ts';

const FOLDER = 'docs/pictures';
const SIZE = { width: 1280, height: 760 };

const server = await startServer();
const browser = await launchBrowser();
mkdirSync(FOLDER, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  const { page, context } = await visit(browser, server.url, {
    viewport: SIZE,
    colorScheme,
    reducedMotion: 'reduce',
    deviceScaleFactor: 1.5,
  });
  const live = page.frameLocator('iframe.live');
  await live.getByRole('textbox').waitFor();
  await page.getByRole('button', { name: 'Open chat' }).waitFor();
  // Hide the address of the test server, which means nothing to a reader.
  await page
    .locator('#snippet')
    .evaluate(
      (code, url) => (code.textContent = code.textContent.replaceAll(url, 'https://chat.example/')),
      server.url,
    );
  await page.waitForLoadState('networkidle');
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  const file = `${FOLDER}/front-page-${colorScheme}.webp`;
  const bytes = Buffer.from(data, 'base64');
  writeFileSync(file, bytes);
  console.log(`${file}: ${Math.round(bytes.length / 1000)} KB`);
  await context.close();
}
await browser.close();
await server.dispose();
