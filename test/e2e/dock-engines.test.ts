/** Which engine draws the chat, and what happens when the official one fails: against a stand-in for OpenAI's script, in every failure. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { HostPage } from '../harness/host-page.ts';
import { officialSrc, serveOfficial, type OfficialMode } from '../harness/official-stand-in.ts';
import { setUpSite } from '../harness/site.ts';
import type { Visitor } from '../harness/visitor.ts';

const site = setUpSite();

/** Keeps every dock event in `window.seen`, as `name reason`. */
const listen = `
  window.seen = [];
  for (const name of ['ready', 'open', 'chat-ready', 'engine-fallback', 'error', 'message-sent', 'thread-change'])
    addEventListener('chat-dock:' + name, ({ detail }) => window.seen.push([name, detail?.reason ?? detail?.engine ?? detail?.text ?? ''].join(' ').trim()));`;

async function openPage(mode: OfficialMode, { options = {}, ...host }: HostPage = {}) {
  const visitor = await site.visitHost({ before: listen, options: { 'engine-timeout': '3s', ...options }, ...host, tag: '<script></script>' });
  const { page } = visitor;
  await serveOfficial(page, mode);
  await page.evaluate((attributes) => {
    const script = document.createElement('script');
    script.src = '/dist/chatdock.umd.js';
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(`data-${name}`, value);
    document.body.append(script);
  }, { 'api-url': '/chatkit', 'engine-timeout': '3s', ...options });
  await page.getByRole('button', { name: 'Open chat' }).waitFor();
  return visitor;
}
/** The machine may be slow; what is waited for is a condition. */
const eventually = { timeout: 20_000 };
const openChat = (page: Page) => page.getByRole('button', { name: 'Open chat' }).click();
const seen = (page: Page) => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
const ours = (page: Page) => page.getByRole('textbox', { name: 'Message the AI' });
const official = (page: Page) => page.locator('openai-chatkit');
const warnings = ({ console }: Visitor) => console.filter((line) => line.startsWith('warning: ChatDock'));

describe('auto', () => {
  it('takes ours without a domain key, and asks nobody else for anything', async () => {
    const visitor = await openPage('works');
    await openChat(visitor.page);
    await ours(visitor.page).waitFor();
    expect(visitor.requests.filter((request) => !request.includes(site.server.url))).toEqual([]);
    expect(await official(visitor.page).count()).toBe(0);
  });

  it('takes the official one with a domain key, loads its script once, and hands it the key', async () => {
    const visitor = await openPage('works', { options: { 'domain-key': 'dk_shop' } });
    const { page } = visitor;
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    expect(visitor.requests.filter((request) => request.includes(officialSrc))).toHaveLength(1);
    expect(await official(page).evaluate((element) => (element as unknown as { options: { api: { domainKey: string } } }).options.api.domainKey)).toBe('dk_shop');
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
    it(`goes on with ours when the official one fails: ${mode}`, async () => {
      const visitor = await openPage(mode, { options: { 'domain-key': 'dk_shop' } });
      const { page } = visitor;
      await openChat(page);
      await ours(page).waitFor();
      await expect.poll(() => seen(page), eventually).toContain('chat-ready local');
      expect((await seen(page)).filter((event) => event.startsWith('engine-fallback'))).toEqual([`engine-fallback ${reason}`]);
      expect(await official(page).count()).toBe(0);
      expect(warnings(visitor)).toHaveLength(1);
    });
  }

  it('says which domain to register, where, and in which attribute the key goes', async () => {
    const visitor = await openPage('verification-error', { options: { 'domain-key': 'dk_shop' } });
    await openChat(visitor.page);
    await ours(visitor.page).waitFor();
    expect(warnings(visitor)[0]).toContain('127.0.0.1');
    expect(warnings(visitor)[0]).toContain('platform.openai.com/settings/organization/security/domain-allowlist');
    expect(warnings(visitor)[0]).toContain('data-domain-key');
  });

  it('keeps the draft and the thread over the change', async () => {
    const { page } = await openPage('never-ready', { options: { 'domain-key': 'dk_shop' } });
    await page.evaluate(() => (window as unknown as { ChatDock: { open(options: object): void } }).ChatDock.open({ text: 'half a thought' }));
    await ours(page).filter({ hasText: 'half a thought' }).waitFor();
    expect(await seen(page)).toContain('chat-ready local');
  });

  it('sends a message that was waiting for the official one through ours, once', async () => {
    const visitor = await openPage('never-ready', { options: { 'domain-key': 'dk_shop' } });
    const { page } = visitor;
    await page.evaluate(() => (window as unknown as { ChatDock: { sendMessage(text: string): void; open(): void } }).ChatDock.open());
    await page.evaluate(() => (window as unknown as { ChatDock: { sendMessage(text: string): void } }).ChatDock.sendMessage('Do you deliver?'));
    await expect.poll(() => seen(page), eventually).toContain('message-sent Do you deliver?');
    expect((await seen(page)).filter((event) => event.startsWith('message-sent'))).toHaveLength(1);
  });
});

describe('one engine by name', () => {
  it('local: needs no key, and takes none to OpenAI', async () => {
    const visitor = await openPage('works', { options: { engine: 'local', 'domain-key': 'dk_shop' } });
    await openChat(visitor.page);
    await ours(visitor.page).waitFor();
    expect(visitor.requests.filter((request) => request.includes('openai.com'))).toEqual([]);
  });

  it('openai: says what is wrong in place of the chat, and never changes engines by itself', async () => {
    const visitor = await openPage('verification-401', { options: { engine: 'openai', 'domain-key': 'dk_shop' } });
    const { page } = visitor;
    await openChat(page);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await ours(page).count()).toBe(0);
    expect(await seen(page)).not.toContain('engine-fallback domain-verification');
    expect(warnings(visitor)[0]).toContain('domain-allowlist');
  });

  it('hosted mode: gets its secret from the owner’s address', async () => {
    const visitor = await openPage('works', { options: { 'client-secret-url': '/secret' } });
    const { page } = visitor;
    await page.route('**/secret', (route) => route.fulfill({ json: { client_secret: 'cs_1' } }));
    await openChat(page);
    await expect.poll(() => seen(page), eventually).toContain('chat-ready openai');
    const secret = await official(page).evaluate((element) => (element as unknown as { options: { api: { getClientSecret(current: null): Promise<string> } } }).options.api.getClientSecret(null));
    expect(secret).toBe('cs_1');
  });
});
