/** The element as a module: `dist/chatkit.js` as `<script type="module">` or in an import, and the package in a bundler. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { site as installed } from '../../harness/packages/packed.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

const body = '<openai-chatkit style="height: 500px"></openai-chatkit>';
const setOptions = `
  customElements.whenDefined('openai-chatkit').then(() =>
    document.querySelector('openai-chatkit').setOptions({ api: { url: '/chatkit', domainKey: 'own' } }));`;

/** Sends a message and waits for the answer. Returns the console's messages. */
async function visitAndAsk(tag: string, files: Record<string, string> = {}) {
  const { page, console } = await site.visitHost({ body, tag, files: { '/page.js': setOptions, ...files } });
  await page.getByRole('textbox').click();
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await page.locator('.turn-actions:not(.own)').waitFor();
  return console;
}

it.each([
  '<script type="module" src="/dist/chatkit.js"></script>',
  '<script type="module" src="/dist/chatkit.js?v=1:2:3"></script>',
  '<script type="module">import "/dist/chatkit.js";</script>',
  '<script type="module" async>await import("/dist/chatkit.js");</script>',
  '<script>import("/dist/chatkit.js");</script>',
  '<script>document.head.append(Object.assign(document.createElement("script"), { type: "module", src: "/dist/chatkit.js" }));</script>',
  '<script async src="/dist/chatkit.js"></script>',
])('draws the chat with %s', async (tag) => {
  expect(await visitAndAsk(`${tag}<script src="/page.js"></script>`)).toEqual([]);
});

it('draws the chat when a bundler has built it into a site, from files of the site', async () => {
  writeFileSync(join(installed, 'element-page.js'), `import 'chatdock/chatkit.js';${setOptions}`);
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: installed,
    base: '/built/',
    build: {
      write: false,
      rolldownOptions: { input: 'element-page.js', output: { entryFileNames: 'page.js' } },
    },
  });
  const files = [built]
    .flat()
    .flatMap((one) => ('output' in one ? one.output : []))
    .flatMap((file) => (file.type === 'chunk' ? [[`/built/${file.fileName}`, file.code] as const] : []));
  const tag = '<script type="module" src="/built/page.js"></script>';
  expect(await visitAndAsk(tag, Object.fromEntries(files))).toEqual([]);
});

it('does nothing on a server', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', "await import('chatdock/chatkit.js')"],
    {
      cwd: installed,
      encoding: 'utf8',
    },
  );
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
});
