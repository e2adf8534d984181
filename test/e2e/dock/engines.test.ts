/** Which engine draws the chat, and what happens when the official one fails: against a stand-in for OpenAI's script, in every failure. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { command, focused } from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import {
  officialScript,
  officialSrc,
  serveOfficial,
  type OfficialMode,
} from '../../harness/providers/official-stand-in.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite();

/** Keeps every dock event in `window.seen`, as `name reason`. */
const listen = `
  window.seen = [];
  for (const name of ['ready', 'open', 'chat-ready', 'engine-fallback', 'error', 'message-sent', 'response-end', 'thread-change'])
    addEventListener('chat-dock:' + name, ({ detail }) => window.seen.push([name, detail?.reason ?? detail?.error?.reason ?? detail?.engine ?? detail?.text ?? ''].join(' ').trim()));`;

async function openPage(mode: OfficialMode, { options = {}, ...host }: HostPage = {}) {
  // In every other mode the time must not be up first, also on a busy machine.
  const timeout = mode === 'defines-nothing' ? '1s' : '20s';
  const visitor = await site.visitHost({
    before: listen,
    ...host,
    tag: '<script></script>',
  });
  const { page } = visitor;
  await serveOfficial(page, mode);
  await page.evaluate(
    (attributes) => {
      const script = document.createElement('script');
      script.src = '/dist/chatdock.umd.js';
      for (const [name, value] of Object.entries(attributes)) script.setAttribute(`data-${name}`, value);
      document.body.append(script);
    },
    { 'api-url': '/chatkit', 'engine-timeout': timeout, ...options },
  );
  await page.getByRole('button', { name: 'Open chat' }).waitFor();
  return visitor;
}
/** The machine may be slow; what is waited for is a condition. */
const eventually = { timeout: 20_000 };
const openChat = (page: Page) => page.getByRole('button', { name: 'Open chat' }).click();
/** Lets the time be up for a frame that is never ready. If it were short from the start, the script might not come in it. */
async function endTime(page: Page) {
  await official(page).waitFor({ state: 'attached' });
  await command(page, 'update', { engineTimeout: 1000 });
}
const seen = (page: Page) => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
const ours = (page: Page) => page.getByRole('textbox', { name: 'Ask a question…' });
const official = (page: Page) => page.locator('openai-chatkit');
const warnings = ({ console }: Visitor) => console.filter((line) => line.startsWith('warning: ChatDock'));

/** The domain, where to register it, the key that comes of it, and where that goes. */
const whatToDo = [
  '127.0.0.1',
  'platform.openai.com/settings/organization/security/domain-allowlist',
  'take the key it shows (it begins with "domain_pk_" or "dk_")',
  'data-domain-key',
  'data-engine="local"',
];

describe('engine auto', () => {
  it('uses our engine without a domain key, and contacts nobody else', async () => {
    const visitor = await openPage('works');
    await openChat(visitor.page);
    await ours(visitor.page).waitFor();
    expect(visitor.requests.filter((request) => !request.includes(site.server.url))).toEqual([]);
    expect(await official(visitor.page).count()).toBe(0);
  });

  it('uses the official engine with a domain key, and loads its script once', async () => {
    const visitor = await openPage('works', { options: { 'domain-key': 'dk_shop' } });
    const { page } = visitor;
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    expect(visitor.requests.filter((request) => request.includes(officialSrc))).toHaveLength(1);
    expect(
      await official(page).evaluate(
        (element) => (element as unknown as { options: { api: { domainKey: string } } }).options.api.domainKey,
      ),
    ).toBe('dk_shop');
    expect(await seen(page)).not.toContain('engine-fallback');
  });

  for (const [mode, reason] of [
    ['unreachable', 'script-blocked'],
    ['defines-nothing', 'script-timeout'],
    ['never-ready', 'not-ready'],
    ['verification-error', 'domain-verification'],
    ['verification-401', 'domain-verification'],
    ['verification-400', 'domain-verification'],
    ['invalid-options', 'invalid-options'],
  ] as const) {
    it(`continues with ours if the official one fails: ${mode}`, async () => {
      const visitor = await openPage(mode, { options: { 'domain-key': 'dk_shop' } });
      const { page } = visitor;
      await openChat(page);
      if (mode === 'never-ready') await endTime(page);
      await ours(page).waitFor();
      await expect.poll(() => seen(page), eventually).toContain('chat-ready local');
      expect((await seen(page)).filter((event) => event.startsWith('engine-fallback'))).toEqual([
        `engine-fallback ${reason}`,
      ]);
      expect(await official(page).count()).toBe(0);
      await expect.poll(() => warnings(visitor).length, eventually).toBeGreaterThan(0);
      expect(warnings(visitor)).toHaveLength(1);
    });
  }

  it("detects errors of a script copy on the page's own server, too", async () => {
    const { page } = await openPage('works', {
      options: { 'domain-key': 'dk_shop', 'engine-src': '/their/chatkit.js' },
    });
    await page.route('**/their/chatkit.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: officialScript('verification-thrown') }),
    );
    await openChat(page);
    await ours(page).waitFor();
    expect(await seen(page)).toContain('engine-fallback domain-verification');
  });

  it('reports which domain to register, where, and in which attribute the key goes', async () => {
    const visitor = await openPage('verification-error', { options: { 'domain-key': 'dk_shop' } });
    await openChat(visitor.page);
    await ours(visitor.page).waitFor();
    await expect.poll(() => warnings(visitor).length, eventually).toBeGreaterThan(0);
    for (const words of whatToDo) expect(warnings(visitor)[0]).toContain(words);
  });

  it('keeps a draft while the official engine loads', async () => {
    const { page } = await openPage('never-ready', { options: { 'domain-key': 'dk_shop' } });
    await command(page, 'setComposerValue', { text: 'half a thought' });
    await command(page, 'open');
    await endTime(page);
    await ours(page).filter({ hasText: 'half a thought' }).waitFor();
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
  });

  it('shows the thread and continues in it when the official engine fails during it', async () => {
    const { page } = await openPage('loses-frame', { options: { 'domain-key': 'dk_shop' } });
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    await command(page, 'sendUserMessage', { text: 'echo periwinkle' });
    await expect.poll(() => seen(page), eventually).toContain('response-end');
    await official(page).evaluate((element) => (element as unknown as { loseFrame(): void }).loseFrame());
    await expect
      .poll(
        () =>
          page
            .getByRole('log')
            .innerText()
            .catch(() => ''),
        eventually,
      )
      .toMatch(/echo periwinkle[^]*periwinkle/);
    await ours(page).click();
    const thread = await page.evaluate(
      () => JSON.parse(localStorage.getItem('chatdock:default') ?? '{}').threadId as string,
    );
    const next = page.waitForRequest((request) => request.postData()?.includes('threads.add_user_message') ?? false);
    await page.keyboard.type('and on');
    await page.keyboard.press('Enter');
    expect((await next).postDataJSON()).toMatchObject({ params: { thread_id: thread } });
  });

  it('retries the official engine only when the owner changes an option', async () => {
    const visitor = await openPage('verification-401', { options: { 'domain-key': 'dk_old' } });
    const { page, requests } = visitor;
    await openChat(page);
    await ours(page).waitFor();
    const checks = () =>
      requests.filter((request) => request.startsWith('POST') && request.includes('domain_keys/verify'));
    expect(checks()).toHaveLength(1);
    for (const words of [['close'], ['open'], ['setThreadId', null]]) await command(page, ...words);
    await command(page, 'update', { title: 'Another' });
    await page.getByRole('dialog', { name: 'Another' }).waitFor();
    expect(checks()).toHaveLength(1);
    await command(page, 'update', { domainKey: 'dk_new' });
    await expect
      .poll(
        () => seen(page).then((events) => events.filter((event) => event.startsWith('engine-fallback'))),
        eventually,
      )
      .toHaveLength(2);
    await ours(page).waitFor();
    expect(checks()).toHaveLength(2);
  });

  it('does not mistake a page error for an engine failure', async () => {
    const { page } = await openPage('works', { options: { 'domain-key': 'dk_shop' } });
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    await page.evaluate(async () => {
      setTimeout(() => {
        throw new Error('The domain_key of this shop is wrong');
      });
      void Promise.reject(new Error('no domainKey'));
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(await seen(page)).not.toContain('engine-fallback domain-verification');
    expect(await official(page).count()).toBe(1);
  });

  it("loads the script once for two docks, from the owner's address", async () => {
    const { page, requests } = await openPage('works', {
      options: { 'domain-key': 'dk_shop', 'engine-src': '/their/chatkit.js' },
    });
    await page.route('**/their/chatkit.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: officialScript('works') }),
    );
    await page.evaluate(() => {
      const { ChatDock } = window as unknown as { ChatDock: { boot(options: object): { open(): void }; open(): void } };
      ChatDock.boot({
        name: 'other',
        apiUrl: '/chatkit',
        domainKey: 'dk_shop',
        engineSrc: '/their/chatkit.js',
        position: 'bottom-left',
      }).open();
      ChatDock.open();
    });
    await expect
      .poll(() => seen(page).then((events) => events.filter((event) => event === 'chat-ready openai')), eventually)
      .toHaveLength(2);
    // Two tags might still be one request.
    expect(await page.evaluate(() => [...document.scripts].filter(({ src }) => src.includes('/their/')).length)).toBe(
      1,
    );
    expect(requests.filter((request) => request.includes('cdn.platform.openai.com'))).toEqual([]);
  });

  it('runs one dock on each engine on one page, each with its own thread', async () => {
    const { page } = await openPage('works', { options: { 'domain-key': 'dk_shop' } });
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    await page.evaluate(() =>
      (window as unknown as { ChatDock: { boot(options: object): { open(): void } } }).ChatDock.boot({
        name: 'help',
        apiUrl: '/chatkit',
        position: 'bottom-left',
        title: 'Help',
      }).open(),
    );
    await ours(page).waitFor();
    await command(page, 'help.sendUserMessage', { text: 'echo to ours' });
    await command(page, 'default.sendUserMessage', { text: 'echo to theirs' });
    await expect
      .poll(() => seen(page).then((events) => events.filter((event) => event === 'response-end')), eventually)
      .toHaveLength(2);
    expect(await page.getByRole('log').innerText()).not.toContain('theirs');
    const threads = await page.evaluate(() =>
      ['default', 'help'].map(
        (name) => JSON.parse(localStorage.getItem(`chatdock:${name}`) ?? '{}').threadId as string,
      ),
    );
    expect(new Set(threads).size).toBe(2);
    expect(threads).toEqual([expect.stringMatching(/^thr_/), expect.stringMatching(/^thr_/)]);
  });

  it('shows progress until the official engine is ready', async () => {
    const { page } = await openPage('never-ready', { options: { 'domain-key': 'dk_shop' } });
    await openChat(page);
    await page.getByRole('progressbar').waitFor();
    await endTime(page);
    await ours(page).waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('continues with ours if our adapter for the official one fails to load', async () => {
    const { page } = await openPage('works', { options: { 'domain-key': 'dk_shop' } });
    await page.route('**/OfficialSurface*', (route) => route.abort());
    await openChat(page);
    await ours(page).waitFor();
    expect(await seen(page)).toContain('engine-fallback script-blocked');
  });

  it('sends a message once through ours if it was waiting for the official engine', async () => {
    const { page } = await openPage('never-ready', { options: { 'domain-key': 'dk_shop' } });
    await command(page, 'open');
    await command(page, 'sendUserMessage', { text: 'Do you deliver?' });
    await endTime(page);
    await expect.poll(() => seen(page), eventually).toContain('message-sent Do you deliver?');
    expect((await seen(page)).filter((event) => event.startsWith('message-sent'))).toHaveLength(1);
  });
});

describe('an explicit engine', () => {
  it('local: needs no key, and sends none to OpenAI', async () => {
    const visitor = await openPage('works', { options: { engine: 'local', 'domain-key': 'dk_shop' } });
    await openChat(visitor.page);
    await ours(visitor.page).waitFor();
    expect(visitor.requests.filter((request) => request.includes('openai.com'))).toEqual([]);
  });

  it('openai: shows an error instead of the chat, and never switches engines', async () => {
    const visitor = await openPage('verification-401', { options: { engine: 'openai', 'domain-key': 'dk_shop' } });
    const { page } = visitor;
    await openChat(page);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await ours(page).count()).toBe(0);
    expect(await seen(page)).not.toContain('engine-fallback domain-verification');
    await expect.poll(() => warnings(visitor)[0], eventually).toContain('domain-allowlist');
    expect(await seen(page)).toContain('error domain-verification');
    // The panel shows the same, for an owner who does not look into the console.
    await page.getByText('domain-verification', { exact: true }).click();
    for (const words of whatToDo) expect(await page.getByRole('alert').innerText()).toContain(words);
  });

  it.each([
    ['unreachable', 'script-blocked'],
    ['defines-nothing', 'script-timeout'],
    ['never-ready', 'not-ready'],
    ['verification-400', 'domain-verification'],
    ['invalid-options', 'invalid-options'],
  ] as const)('openai: stays, and reports: %s', async (mode, reason) => {
    const visitor = await openPage(mode, { options: { engine: 'openai', 'domain-key': 'dk_shop' } });
    const { page } = visitor;
    await openChat(page);
    if (mode === 'never-ready') await endTime(page);
    await page.getByText(reason, { exact: true }).waitFor();
    await expect.poll(() => warnings(visitor).length, eventually).toBeGreaterThan(0);
    expect(warnings(visitor)).toHaveLength(1);
    expect((await seen(page)).filter((event) => /^error .|fallback/.test(event))).toEqual([`error ${reason}`]);
    // Repair the cause.
    await page.unroute(officialSrc);
    await page.unroute('https://api.openai.com/**');
    if (mode !== 'unreachable' && mode !== 'defines-nothing') return;
    await serveOfficial(page, 'works');
    // The attempt that works has the time that a busy machine may need.
    await command(page, 'update', { engineTimeout: 20_000 });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('reports once which options the frame cannot support', async () => {
    const visitor = await openPage('works', {
      options: {
        engine: 'openai',
        'domain-key': 'dk_shop',
        feedback: 'comment',
        font: 'Georgia',
        dir: 'rtl',
        voice: 'insert',
        persist: 'session',
        shortcut: 'Alt+K',
        'fullscreen-shortcut': 'Alt+F',
        esc: 'no',
      },
    });
    const { page } = visitor;
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    const named = () => warnings(visitor).map((line) => /ChatDock: (\w+) with OpenAI's engine/.exec(line)?.[1] ?? line);
    expect(named()).toEqual(['font', 'dir', 'feedback', 'voice', 'persist', 'shortcut', 'fullscreenShortcut']);
    await command(page, 'update', { title: 'Again' });
    await page.getByRole('dialog', { name: 'Again' }).waitFor();
    expect(named()).toHaveLength(7);

    const quiet = await openPage('works', {
      options: {
        engine: 'openai',
        'domain-key': 'dk_shop',
        feedback: 'off',
        voice: 'off',
        persist: 'none',
        shortcut: 'none',
        'fullscreen-shortcut': 'none',
        esc: 'no',
        headers: '{"x-shop":"1"}',
      },
    });
    await openChat(quiet.page);
    await expect.poll(() => seen(quiet.page), eventually).toContain('chat-ready openai');
    expect(warnings(quiet)).toEqual([]);
  });

  /** The options with which the element gets a secret. */
  const secret = (page: Page, current: string | null) =>
    official(page).evaluate(
      (element, current) =>
        (
          element as unknown as { options: { api: { getClientSecret(current: string | null): Promise<string> } } }
        ).options.api
          .getClientSecret(current)
          .catch(String),
      current,
    );

  it("hosted mode: gets secrets from the owner's address, sends the expired one, reports errors", async () => {
    const visitor = await openPage('works', { options: { 'client-secret-url': '/secret', headers: '{"x-shop":"1"}' } });
    const { page } = visitor;
    await page.route('**/secret', async (route) => {
      const { currentClientSecret } = route.request().postDataJSON() as { currentClientSecret: string | null };
      if (route.request().headers()['x-shop'] !== '1') return route.fulfill({ status: 403 });
      if (currentClientSecret === 'cs_1') return route.fulfill({ json: { client_secret: 'cs_2' } });
      if (currentClientSecret === 'cs_2') return route.fulfill({ json: { secret: 'cs_3' } });
      return currentClientSecret === null
        ? route.fulfill({ json: { client_secret: 'cs_1' } })
        : route.fulfill({ status: 500 });
    });
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    expect(await secret(page, null)).toBe('cs_1');
    expect(await secret(page, 'cs_1')).toBe('cs_2');
    expect(await secret(page, 'cs_2')).toContain('answered without a "client_secret"');
    expect(await secret(page, 'cs_3')).toContain('answered 500 instead of a client secret. Check clientSecretUrl.');
    await expect.poll(() => warnings(visitor).join(), eventually).toContain('headers with OpenAI');
    expect(warnings(visitor).filter((line) => line.includes('switched off hosted ChatKit'))).toHaveLength(1);
  });

  it("hosted mode: stays with OpenAI's element on failure, since ours cannot use its servers", async () => {
    const { page } = await openPage('never-ready', { options: { 'client-secret-url': '/secret' } });
    await openChat(page);
    await endTime(page);
    await page.getByText('not-ready', { exact: true }).waitFor();
    expect((await seen(page)).filter((event) => /fallback/.test(event))).toEqual([]);
    expect(await ours(page).count()).toBe(0);
  });
});
