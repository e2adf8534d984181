/**
 * The journey of a visitor under every policy a page can have: nothing is refused, nothing is said in the
 * console, no other host is asked, the page's world stays as it was.
 */
import type { FrameLocator } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { command, composer, eventually, launcher } from '../../harness/pages/dock-page.ts';
import { hostDocument, type HostPage } from '../../harness/pages/host-page.ts';
import {
  journeyOptions,
  journeySettings,
  shortJourney,
  strictPolicy,
  walkJourney,
} from '../../harness/pages/journey.ts';
import { noteWorld, worldChanges } from '../../harness/pages/page-world.ts';
import { buildReactPage, type ReactPage } from '../../harness/pages/react/react-page.ts';
import type { HostWindow } from '../../harness/pages/react/react-page/page.tsx';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { visitorHands } from '../../harness/browsers/visitor-hands.ts';
import { launchBrowser, type Visitor } from '../../harness/browsers/visitor.ts';

const shops: Shop[] = [];
// Registered first, runs last: the visitors leave before the shop shuts.
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
});

const site = setUpSite({
  // Any origin may use the chat: a sandboxed frame has none.
  env: {
    ...journeySettings,
    CHATDOCK_ALLOWED_ORIGINS: '*',
  },
  launch: () => launchBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']),
});

/** Says in the console what a policy refuses; and takes away the browser's own recogniser, which would ask its maker's server. */
const before = `
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => console.error('violation', violatedDirective, blockedURI, sample));
  delete window.webkitSpeechRecognition; delete window.SpeechRecognition;`;

const asAllowed = { permissions: ['microphone', 'clipboard-write'] };
const visit = (page: HostPage) => site.visitHost({ options: journeyOptions, before, context: asAllowed, ...page });

/**
 * A page with the dock in a separate frame, which has its own policy. Served for real: what a made-up page may fetch is
 * another matter.
 */
async function visitFramed(sandbox: string) {
  const frame = `<iframe title="A shop in a frame" src="/framed" sandbox="${sandbox}" allow="microphone *; clipboard-write *" style="width:1000px;height:700px;border:0"></iframe>`;
  const shop = await openShop(site.server, {
    '/': hostDocument({ body: frame, tag: '' }),
    '/framed': {
      html: hostDocument({ options: journeyOptions }),
      headers: { 'content-security-policy': strictPolicy },
    },
  });
  shops.push(shop);
  const visitor = await site.visit(shop.url, {
    ...asAllowed,
    prepare: async (page) => void (await page.addInitScript(before)),
  });
  return { ...visitor, frame: visitor.page.frameLocator('iframe'), asked: () => elsewhere(visitor, shop.url) };
}

/** The requests to other hosts. */
const elsewhere = ({ requests }: Visitor, own = site.server.url) =>
  requests
    .map((request) => request.split(' ')[1])
    .filter((url) => !url?.startsWith(own) && !/^(blob|data):/.test(url ?? ''));

const worlds: [name: string, headers: Record<string, string>][] = [
  ['a strict Content-Security-Policy with Trusted Types', {}],
  [
    'isolated from other origins, by require-corp',
    { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
  ],
  [
    'isolated from other origins, by credentialless',
    { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'credentialless' },
  ],
];
it.each(inLongRun(worlds, worlds.slice(0, 2)))(
  '%s: the journey',
  async (_, headers) => {
    const visitor = await visit({ csp: strictPolicy, headers, before: before + noteWorld });
    const { page, console } = visitor;
    await launcher(page).waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe('cross-origin-embedder-policy' in headers);
    expect(await visitor.stored()).toEqual([]);
    await walkJourney(visitorHands(page), headers === worlds[0]?.[1] ? {} : shortJourney);
    expect(await worldChanges(page)).toEqual({ added: ['ChatDock'], changed: [] });
    await page.reload();
    await expect.poll(() => page.getByRole('log').innerText(), eventually).toContain('here it is');
    // The second is that of the tab: its drafts are sent.
    expect(await visitor.stored()).toEqual(['chatdock:default', 'chatdock:default', 'cookie chatdock-visitor']);
    await command(page, 'destroy');
    expect(await page.locator('chat-dock').count()).toBe(0);
    expect(elsewhere(visitor)).toEqual([]);
    expect(console).toEqual([]);
  },
  120_000,
);

describe('in a sandboxed frame', () => {
  const reload = (frame: FrameLocator) => frame.locator('body').evaluate(() => location.reload());

  it('without an origin and storage: the journey, and a new one after a reload', async () => {
    const { page, frame, console, asked } = await visitFramed('allow-scripts');
    await walkJourney(visitorHands(page, frame), { microphone: 'refused', ...shortJourney });
    await reload(frame);
    await frame.getByRole('button', { name: 'Open chat' }).click();
    await frame.getByRole('textbox', { name: 'Ask a question…' }).waitFor();
    expect(asked()).toEqual([]);
    expect(console).toEqual([]);
  }, 120_000);

  it("with the page's origin: the journey, restored after a reload", async () => {
    const { page, frame, console, asked } = await visitFramed('allow-scripts allow-same-origin allow-forms');
    await walkJourney(visitorHands(page, frame), shortJourney);
    await reload(frame);
    await expect.poll(() => frame.getByRole('log').innerText(), eventually).toContain('here it is');
    expect(asked()).toEqual([]);
    // Chromium's warning to the author of such a frame.
    expect(console.filter((line) => !line.includes('can escape its sandboxing'))).toEqual([]);
  }, 120_000);
});

describe('a React page', () => {
  let reactPage: ReactPage;
  beforeAll(async () => {
    reactPage = await buildReactPage(19);
  });

  it('completes the journey, under the strict policy', async () => {
    const props = {
      ...journeyOptions,
      apiUrl: '/chatkit',
      prompts: journeyOptions.prompts.split('|'),
      attachments: true,
    };
    const body = `<div id="root" data-props='${JSON.stringify(props)}'>${reactPage.render(props)}</div>`;
    const visitor = await visit({
      csp: strictPolicy,
      body,
      tag: '<script type="module" src="/host-page.js"></script>',
      script: reactPage.script,
    });
    const { page } = visitor;
    await walkJourney(visitorHands(page), shortJourney);
    await page.reload();
    await composer(page).waitFor();
    await page.evaluate(() => (window as unknown as HostWindow).host.setMounted(false));
    await expect.poll(() => page.locator('chat-dock').count(), eventually).toBe(0);
    expect(elsewhere(visitor)).toEqual([]);
    // React's development build advertises its tools.
    expect(visitor.console.filter((line) => !line.includes('Download the React DevTools'))).toEqual([]);
  }, 120_000);
});
