/** Where the focus goes when the focused element leaves the page, in Chromium, Firefox and WebKitGTK. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fieldHelpers } from '../../harness/pages/field-helpers.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { type Typist, usualEngines } from '../../harness/browsers/typists.ts';

const patience = { timeout: 10_000 };

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({ CHATDOCK_DEMO_DELAY_MS: '1' });
  shop = await openShop(server, { '/': hostDocument({ head: fieldHelpers }) });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

for (const { name, isInstalled, open } of usualEngines) {
  describe.runIf(isInstalled)(`the focus in ${name}`, () => {
    let typist: Typist;
    beforeAll(async () => {
      typist = await open();
      await typist.go(shop.url);
      const isOpen = () =>
        typist.evaluate(() => {
          Reflect.get(globalThis, 'ChatDock')?.('open');
          const field: HTMLElement | undefined = Reflect.get(globalThis, 'field')();
          field?.focus();
          // The file with the focus rules has come.
          return Boolean(field) && (document.activeElement as HTMLElement).isContentEditable;
        });
      await vi.waitUntil(isOpen, patience);
    });
    afterAll(() => typist?.close());

    /** The class or the label of the focused element, through shadow roots. */
    const focused = () =>
      typist.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active?.getAttribute('aria-label') ?? active?.className ?? '';
      });
    const focus = (selector: string) =>
      typist.evaluate((selector) => Reflect.get(globalThis, 'find')(selector).focus(), selector);

    it('is on the history while it is open, and back on its button after Esc', async () => {
      await focus('button[aria-label="Conversation history"]');
      await typist.press('Enter');
      await expect.poll(focused, patience).toBe('Back to chat');
      await typist.press('Escape');
      await expect.poll(focused, patience).toBe('Conversation history');
    });

    it('moves to the text field when the focused element is removed; a focus elsewhere stays', async () => {
      const addButton = () =>
        typist.evaluate(() => {
          const button = document.createElement('button');
          button.className = 'passing';
          Reflect.get(globalThis, 'find')('[role=log], .start').append(button);
          button.focus();
        });
      await addButton();
      expect(await focused()).toBe('passing');
      await typist.evaluate(() => Reflect.get(globalThis, 'find')('.passing').remove());
      await expect.poll(focused, patience).toBe('Ask a question…');
      await addButton();
      await focus('button[aria-label="Conversation history"]');
      await typist.evaluate(() => Reflect.get(globalThis, 'find')('.passing').remove());
      await typist.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      expect(await focused()).toBe('Conversation history');
    });
  });
}
