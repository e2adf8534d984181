/** Pages that come from another chat: its calls, as its documentation has them, on built files and with a real dock. */
import { expect, it } from 'vitest';
import { composer, eventually, launcher, panel } from '../../harness/pages/dock-page.ts';
import { scriptTag } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { snippets } from '../../harness/pages/vendor-snippets.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

/** Our two scripts, before or after the page's own. */
async function visitFrom(vendor: keyof typeof snippets, isBefore: boolean) {
  const file = `<script src="/dist/switching.js" data-from="${vendor}"></script>`;
  const own = `<script>${snippets[vendor]}</script>`;
  const tag = isBefore ? file + own + scriptTag() : own + scriptTag() + file;
  const visitor = await site.visitHost({ tag });
  return { ...visitor, seen: () => visitor.page.evaluate('window.seen ?? []') };
}

it.each([true, false])(
  'a page for Intercom starts a conversation and gets its events; our script first: %s',
  async (isBefore) => {
    const { page, seen, console } = await visitFrom('intercom', isBefore);
    await expect.poll(() => composer(page).innerText(), eventually).toBe('I have a question about my order');
    await expect.poll(seen, eventually).toEqual(['shown']);
    await expect
      .poll(
        () =>
          launcher(page)
            .or(panel(page))
            .first()
            .evaluate((node) => node.getBoundingClientRect().left < 100),
        eventually,
      )
      .toBe(true);
    await page.evaluate("Intercom('hide')");
    await expect.poll(seen, eventually).toEqual(['shown', 'hidden']);
    await page.evaluate("Intercom('shutdown')");
    await expect.poll(() => launcher(page).isVisible(), eventually).toBe(false);
    await page.evaluate("Intercom('boot', { app_id: 'abc12345' })");
    await launcher(page).waitFor();
    expect(console).toEqual([]);
  },
);

it('a page for Crisp sends a message and gets the events of its answer', async () => {
  const { page, seen, console } = await visitFrom('crisp', true);
  await panel(page).getByText('Where is my order?').first().waitFor();
  await expect.poll(seen, eventually).toEqual(['loaded', 'opened', 'echo Where is my order?']);
  await page.getByRole('button', { name: 'Chat schließen' }).waitFor();
  expect(
    await page.evaluate("[$crisp.is('chat:opened'), $crisp.is('session:ongoing'), $crisp.get('chat:unread:count')]"),
  ).toEqual([true, true, 0]);
  await page.evaluate("$crisp.push(['do', 'chat:close'])");
  await expect.poll(() => page.evaluate("$crisp.is('chat:closed')"), eventually).toBe(true);
  expect(console).toEqual([expect.stringContaining('["set", "user:email"]) does nothing')]);
});

it('a page for Chatwoot opens the chat when it is ready', async () => {
  const { page, seen, console } = await visitFrom('chatwoot', false);
  await panel(page).waitFor();
  await expect.poll(seen, eventually).toEqual(['ready', true]);
  expect(await page.evaluate('$chatwoot.isOpen')).toBe(true);
  await page.evaluate("$chatwoot.toggle('close')");
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  expect(console).toEqual([expect.stringContaining('$chatwoot.setUser() does nothing')]);
});

it('a page for Kapa sends its question', async () => {
  const { page, seen, console } = await visitFrom('kapa', false);
  await panel(page).getByText('How to get started?').first().waitFor();
  await expect.poll(seen, eventually).toEqual(['ai', 'echo How to get started?']);
  await page.evaluate("Kapa.open({ query: 'And then?' })");
  await expect.poll(() => composer(page).innerText(), eventually).toBe('And then?');
  await page.evaluate('Kapa.close()');
  await launcher(page).waitFor();
  expect(console).toEqual([]);
});
