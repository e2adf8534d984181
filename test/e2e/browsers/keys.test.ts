/** Keys that a visitor types in our fields on pages with keyboard shortcuts, in Chromium, Firefox and WebKitGTK. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fieldHelpers } from '../../harness/pages/field-helpers.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { type Typist, usualEngines } from '../../harness/browsers/typists.ts';

const patience = { timeout: 20_000 };

/**
 * Shortcuts as sites have them: on window, document and body, for each kind of key event. In the bubble phase, none
 * checks anything; in the capture phase, each checks in one of the usual ways that the visitor is not in a text field.
 * A shortcut takes the key and moves the focus to the site's search field.
 */
const shortcuts = `<script>
  fired = [];
  const isEditable = (element) => Boolean(element) && (/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) || element.isContentEditable);
  const checks = {
    target: ({ target }) => isEditable(target),
    path: (event) => isEditable(event.composedPath()[0]),
    active: () => isEditable(document.activeElement),
    inner: () => isEditable(document.activeElement?.shadowRoot?.activeElement ?? document.activeElement),
  };
  addEventListener('DOMContentLoaded', () => {
    const places = { window, document, body: document.body, root: document.documentElement };
    for (const [name, place] of Object.entries(places))
      for (const type of ['keydown', 'keypress', 'keyup']) {
        const listen = (phase, check) =>
          place.addEventListener(type, (event) => {
            if (check(event) || event.ctrlKey || event.metaKey || event.altKey || ['Tab', 'Escape', 'Shift', 'Control', 'Alt'].includes(event.key)) return;
            fired.push([name, type, phase, event.key].join(' '));
            document.querySelector('#search').focus();
            event.preventDefault();
          }, phase !== 'bubble');
        listen('bubble', () => false);
        for (const [way, check] of Object.entries(checks)) listen('capture, ' + way, check);
      }
  });
</script>`;
const recordKeys = `<script>
  heard = [];
  addEventListener('keydown', ({ key }) => heard.push(key.toLowerCase()));
</script>`;

const search = '<main><h1>A shop</h1><input id="search" aria-label="Search"></main>';
const element = `<script type="module" src="/dist/chatkit.js"></script><script type="module">
  const chat = document.createElement('openai-chatkit');
  chat.style.height = '400px';
  chat.setOptions({ api: { url: '/chatkit', domainKey: 'own' } });
  document.body.append(chat);
</script>`;

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({
    CHATDOCK_DEMO_DELAY_MS: '1',
    CHATDOCK_LIMIT_TURNS_PER_USER: '0',
    CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
  });
  const head = fieldHelpers + recordKeys + shortcuts;
  shop = await openShop(server, {
    '/dock': hostDocument({ head, body: search }),
    '/configured': hostDocument({ head: fieldHelpers + recordKeys, options: { 'fullscreen-shortcut': 'Shift+Enter' } }),
    '/element': hostDocument({ head, body: search, tag: element }),
  });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

for (const { name, isInstalled, open } of usualEngines) {
  describe.runIf(isInstalled)(`a page with shortcuts in ${name}`, () => {
    let typist: Typist;
    beforeAll(async () => {
      typist = await open();
    });
    afterAll(() => typist?.close());

    const fieldText = () => typist.evaluate(() => Reflect.get(globalThis, 'held')() as string);
    const fired = () => typist.evaluate(() => Reflect.get(globalThis, 'fired') as string[]);
    const keysOfPage = () => typist.evaluate(() => Reflect.get(globalThis, 'heard').splice(0) as string[]);
    const isAnswered = () => typist.evaluate(() => Boolean(Reflect.get(globalThis, 'find')('.turn-actions:not(.own)')));
    async function visit(path: string) {
      await typist.go(`${shop.url}${path}`);
      const isReady = () =>
        typist.evaluate(() => {
          Reflect.get(globalThis, 'ChatDock')?.('open');
          const field: HTMLElement | undefined = Reflect.get(globalThis, 'field')();
          field?.focus();
          return Boolean(field) && (document.activeElement as HTMLElement).isContentEditable;
        });
      await vi.waitUntil(isReady, patience);
    }

    it.each(['dock', 'element'])(
      'does not get what is typed in the %s, but Tab and Ctrl combinations',
      async (path) => {
        await visit(path);
        await typist.type('ask /s j? Für');
        for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'Delete', 'End', 'Backspace', 'Shift+A'])
          await typist.press(key);
        expect([await fieldText(), await fired()]).toEqual(['sk /s j? FüA', []]);
        expect((await keysOfPage()).filter((key) => key !== 'shift')).toEqual([]);
        await typist.press('Control+K');
        await typist.press('Enter'); // sends
        await expect.poll(isAnswered, patience).toBe(true);
        expect(await fieldText()).toBe('');
        await typist.press('Tab');
        expect((await keysOfPage()).filter((key) => key !== 'control')).toEqual(['k', 'tab']);
        expect(await fired()).toEqual([]);
      },
    );

    it('gets its keys while the focus is on a button of the chat, or outside it', async () => {
      await visit('dock');
      await typist.evaluate(() => Reflect.get(globalThis, 'find')('.panel button').focus());
      await typist.press('k');
      expect((await fired()).length).toBeGreaterThan(0);
      await typist.type('shoes');
      expect(await typist.evaluate(() => Reflect.get(globalThis, 'find')('#search').value as string)).not.toBe('shoes');
    });

    it('gets the key that the owner has configured, which also does its work', async () => {
      await visit('configured');
      await typist.press('Shift+Enter');
      expect((await keysOfPage()).filter((key) => key !== 'shift')).toEqual(['enter']);
      const isFullscreen = () =>
        typist.evaluate(() => Boolean(Reflect.get(globalThis, 'find')('.panel[data-fullscreen]')));
      await expect.poll(isFullscreen, patience).toBe(true);
    });
  });
}
