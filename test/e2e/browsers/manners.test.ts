/** How the dock behaves in a page, in Chromium, Firefox and WebKitGTK: focus, Esc, scrolling, modals, and pages that change. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fieldHelpers } from '../../harness/pages/field-helpers.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { reactDocument } from '../../harness/pages/react/react-document.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { typistHands } from '../../harness/browsers/typist-hands.ts';
import { isLongRun } from '../../harness/long-run.ts';
import { type Typist, usualEngines } from '../../harness/browsers/typists.ts';

const patience = { timeout: 20_000 };

const body = `<main style="height: 4000px"><h1>A shop</h1><input id="search" aria-label="Search">
  <a href="#terms">Terms</a><h2 id="terms" style="margin-top: 2500px">Terms</h2></main>`;
/** Headless browsers have no keyboard on the screen. A real one lowers the visual viewport, so this does the same. */
const keyboard = `<script>
  keyboard = 0;
  Object.defineProperty(VisualViewport.prototype, 'height', { get: () => innerHeight - keyboard });
  showKeyboard = (height) => { keyboard = height; visualViewport.dispatchEvent(new Event('resize')); };
</script>`;
const transformed =
  '<style>body { transform: scale(0.5) translate(200px, 100px); filter: blur(1px); overflow: hidden }</style>';

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({
    CHATDOCK_DEMO_DELAY_MS: '5',
    CHATDOCK_LIMIT_TURNS_PER_USER: '0',
    CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
  });
  shop = await openShop(server, {
    '/': hostDocument({ head: fieldHelpers + keyboard, body }),
    '/transformed': hostDocument({ head: fieldHelpers + transformed, body }),
    ...(await reactDocument(18)),
    ...(await reactDocument(19)),
  });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

for (const { name, isInstalled, open } of usualEngines) {
  const without = isInstalled ? '' : ', which is not installed';
  describe.runIf(isInstalled)(`the dock in ${name}${without}`, () => {
    let typist: Typist;
    let hands: ReturnType<typeof typistHands>;
    beforeAll(async () => {
      typist = await open();
      hands = typistHands(typist);
    });
    afterAll(() => typist?.close());
    beforeEach(async () => {
      await typist.resize(1280, 800);
      // A visitor who was never here.
      await typist.go(`${shop.url}demo/icon.svg`);
      await typist.evaluate(() => (localStorage.clear(), sessionStorage.clear()));
      await visit();
    });

    async function visit(path = '') {
      await typist.go(`${shop.url}${path}`);
      await hands.seesButton('Open chat');
    }
    /** Opens the panel by a click, and waits until the field can be written in. */
    async function openPanel() {
      await hands.press('Open chat');
      await expect.poll(focused, patience).toBe('Ask a question…');
      const hasEdits = () =>
        typist.evaluate(() => {
          const event = new InputEvent('beforeinput', { inputType: 'formatBold', cancelable: true });
          return !Reflect.get(globalThis, 'field')().dispatchEvent(event);
        });
      await vi.waitUntil(hasEdits, patience);
    }
    /** The label or the id of the focused element, through shadow roots; its tag if it has neither. */
    const focused = () =>
      typist.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        const text = active?.localName === 'button' ? active.textContent?.trim() : '';
        return active?.getAttribute('aria-label') || text || active?.id || active?.localName || '';
      });
    const fieldText = () => typist.evaluate(() => Reflect.get(globalThis, 'held')() as string);
    const thread = () => typist.evaluate(() => Reflect.get(globalThis, 'thread')() as string);
    const scrolled = () => typist.evaluate(() => Math.round(scrollY));
    const isOpen = () => typist.evaluate(() => Boolean(Reflect.get(globalThis, 'find')('.panel[data-open]')));
    const isFullscreen = () =>
      typist.evaluate(() => Boolean(Reflect.get(globalThis, 'find')('.panel[data-fullscreen]')));
    /** The distances of an element from the edges of the window. */
    const edges = (selector: string) =>
      typist.evaluate((selector) => {
        const { top, left, right, bottom } = (
          Reflect.get(globalThis, 'find')(selector) as Element
        ).getBoundingClientRect();
        const { innerWidth, innerHeight } = window;
        return [top, left, innerWidth - right, innerHeight - bottom].map(Math.round);
      }, selector);

    /** The edges once the panel has stopped moving. */
    async function restingEdges() {
      let before = await edges('.panel');
      const isAtRest = async () => {
        const now = await edges('.panel');
        const isMoving = await typist.evaluate(
          () => (Reflect.get(globalThis, 'find')('.panel') as Element).getAnimations().length > 0,
        );
        const rests = !isMoving && String(now) === String(before);
        before = now;
        return rests;
      };
      await vi.waitUntil(isAtRest, { ...patience, interval: 100 });
      return before;
    }

    it('opens and closes by click; the focus goes to the text field, and back to the launcher', async () => {
      await openPanel();
      await hands.press('Close chat');
      await expect.poll(isOpen, patience).toBe(false);
      await expect.poll(focused, patience).toBe('Open chat');
    });

    it('opens and closes by keys; the focus goes back to where it was', async () => {
      await typist.evaluate(() => Reflect.get(globalThis, 'find')('button.launcher').focus());
      await typist.press('Enter');
      await expect.poll(focused, patience).toBe('Ask a question…');
      await typist.press('Escape');
      await expect.poll(isOpen, patience).toBe(false);
      await expect.poll(focused, patience).toBe('Open chat');
      await typist.press('Control+/');
      await expect.poll(focused, patience).toBe('Ask a question…');
      await typist.press('Control+/');
      await expect.poll(isOpen, patience).toBe(false);
    });

    it('closes the menu, the history, fullscreen and the panel with one Esc each', async () => {
      const [menu, list, fullscreen, open] = [
        '[role=menu]',
        '[aria-label="Back to chat"]',
        '.panel[data-fullscreen]',
        '.panel[data-open]',
      ];
      const shown = () =>
        typist.evaluate(
          (layers) =>
            layers.filter((selector) => Reflect.get(globalThis, 'find')(selector)?.getClientRects().length > 0),
          [menu, list, fullscreen, open],
        );
      const closeEach = async (layers: string[]) => {
        await hands.press('More options');
        await expect.poll(shown, patience).toEqual([menu, ...layers]);
        for (const rest of [menu, ...layers].map((_, index) => layers.slice(index))) {
          await typist.press('Escape');
          await expect.poll(shown, patience).toEqual(rest);
        }
        await expect.poll(focused, patience).toBe('Open chat');
      };
      await openPanel();
      await restingEdges();
      await hands.press('Conversation history');
      await hands.seesButton('Back to chat');
      await closeEach([list, open]);
      // In a wide fullscreen the history is beside the chat, and stays while Esc leaves fullscreen.
      await openPanel();
      await restingEdges();
      await typist.press('Control+Shift+F');
      await expect.poll(() => edges('.panel'), patience).toEqual([0, 0, 0, 0]);
      await restingEdges();
      await closeEach([fullscreen, open]);
    });

    it('is one stop after the page for Tab, and keeps Tab inside while it covers the page', async () => {
      await openPanel();
      await typist.evaluate(() => document.querySelector<HTMLElement>('a[href="#terms"]')?.focus());
      const place = () => typist.evaluate(() => document.activeElement?.localName ?? '');
      await typist.press('Tab');
      expect(await place()).toBe('chat-dock');
      await typist.press('Shift+Tab');
      expect(await place()).toBe('a');
      await typist.press('Tab');
      await typist.press('Control+Shift+F');
      await expect.poll(isFullscreen, patience).toBe(true);
      for (const key of ['Tab', 'Shift+Tab']) {
        const places = new Set<string>();
        const stops = new Set<string>();
        for (let press = 0; press < 12; press++) {
          await typist.press(key);
          places.add(await place());
          stops.add(await focused());
        }
        expect([...places], key).toEqual(['chat-dock']);
        expect(stops.size, key).toBeGreaterThan(4);
      }
    });

    it('fills the window in fullscreen, and comes back; draft and focus stay', async () => {
      await openPanel();
      const before = await restingEdges();
      await typist.type('a draft');
      await typist.press('Control+Shift+F');
      await expect.poll(() => edges('.panel'), patience).toEqual([0, 0, 0, 0]);
      await typist.type(', longer');
      await typist.press('Control+Shift+F');
      await expect.poll(() => edges('.panel'), patience).toEqual(before);
      expect([await focused(), await fieldText()]).toEqual(['Ask a question…', 'a draft, longer']);
    });

    // WebKitGTK without a graphics card is slow beside other tests.
    if (name === 'WebKitGTK' && !isLongRun) return;

    it('can be written in beside a modal that makes the page inert and takes the focus back', async () => {
      await openPanel();
      await typist.evaluate(() => {
        const modal = document.createElement('div');
        modal.tabIndex = -1;
        for (const element of document.body.children) {
          element.setAttribute('inert', '');
          element.setAttribute('aria-hidden', 'true');
        }
        document.body.append(modal);
        document.addEventListener('focusin', ({ target }) => {
          if (!modal.contains(target as Node)) modal.focus();
        });
        modal.focus();
      });
      await hands.click('[role=textbox]');
      await typist.type('echo beside a modal');
      expect([await focused(), await fieldText()]).toEqual(['Ask a question…', 'echo beside a modal']);
      await typist.press('Enter');
      // The question has these words already. An answer that ends after closing would be named on the launcher.
      await expect.poll(thread, patience).toMatch(/beside a modal[^]*beside a modal/);
      await hands.missesButton('Stop');
      await hands.press('Close chat');
      await hands.seesButton('Open chat');
    });

    it('restores the page’s scrolling and position after fullscreen, and leaves no style', async () => {
      await openPanel();
      await typist.evaluate(() => scrollTo(0, 500));
      const page = () =>
        typist.evaluate(() => ({
          overflow: getComputedStyle(document.documentElement).overflowY,
          style: document.documentElement.getAttribute('style'),
          sheets: document.adoptedStyleSheets.length,
          scrolled: Math.round(scrollY),
        }));
      const before = await page();
      await hands.press('Enter fullscreen');
      await expect.poll(async () => (await page()).overflow, patience).toBe('hidden');
      // As the keyboard on a phone's screen does.
      await typist.evaluate(() => scrollTo(0, 900));
      await hands.press('Exit fullscreen');
      await expect.poll(page, patience).toEqual(before);
    });

    it('quotes what is selected in an answer: the press on the button keeps the selection', async () => {
      await openPanel();
      await typist.type('echo periwinkle');
      await typist.press('Enter');
      await hands.seesButton('Regenerate');
      await typist.evaluate(() => {
        const walker = document.createTreeWalker(Reflect.get(globalThis, 'find')('[role=log]'), NodeFilter.SHOW_TEXT);
        let last: Node | null = null;
        while (walker.nextNode()) if (/periwinkle/.test(walker.currentNode.nodeValue ?? '')) last = walker.currentNode;
        if (last) document.getSelection()?.setBaseAndExtent(last, 0, last, last.nodeValue?.length ?? 0);
      });
      await hands.press('Reply to this');
      await hands.sees('.quote', 'periwinkle');
      await expect.poll(focused, patience).toBe('Ask a question…');
    });

    describe('on a phone, 390 pixels wide', () => {
      beforeEach(() => typist.resize(390, 800));

      it('is a sheet that ends above the on-screen keyboard, and gives the page its place back', async () => {
        await typist.evaluate(() => scrollTo(0, 500));
        await openPanel();
        await expect.poll(() => edges('.panel'), patience).toEqual([20, 0, 0, 0]);
        await typist.evaluate(() => Reflect.get(globalThis, 'showKeyboard')(300));
        await expect.poll(() => edges('.panel'), patience).toEqual([20, 0, 0, 300]);
        await typist.evaluate(() => scrollTo(0, 650));
        await typist.evaluate(() => Reflect.get(globalThis, 'showKeyboard')(0));
        await expect.poll(() => edges('.panel'), patience).toEqual([20, 0, 0, 0]);
        await hands.press('Close chat');
        await expect.poll(scrolled, patience).toBe(500);
        const overflow = () => typist.evaluate(() => getComputedStyle(document.documentElement).overflowY);
        expect(await overflow()).toBe('visible');
      });
    });

    // What React and the dock do by themselves is the same in every engine.
    if (name !== 'Chromium' && !isLongRun) return;

    it('is where it would be on a plain page if the body is transformed', async () => {
      const launcher = await edges('button.launcher');
      await openPanel();
      const panel = await restingEdges();
      await typist.evaluate(() => localStorage.clear());
      await visit('transformed');
      // The page has no scrollbar here, which takes room in some browsers.
      expect((await edges('button.launcher'))[3]).toBe(launcher[3]);
      await openPanel();
      const [top, , , bottom] = await restingEdges();
      expect([top, bottom]).toEqual([panel[0], panel[3]]);
      await typist.type('written');
      expect(await fieldText()).toBe('written');
    });

    it('stays open with its draft when a link leads to a place in the page', async () => {
      await openPanel();
      await typist.type('a draft');
      await typist.evaluate(() => document.querySelector<HTMLElement>('a[href="#terms"]')?.focus());
      await typist.press('Enter');
      await expect.poll(scrolled, patience).toBeGreaterThan(1000);
      expect([await isOpen(), await fieldText()]).toEqual([true, 'a draft']);
    });

    it('keeps a draft and its open state when the page is loaded again', async () => {
      await openPanel();
      await typist.type('a draft');
      await typist.go(shop.url);
      await expect.poll(() => typist.evaluate(() => Boolean(Reflect.get(globalThis, 'field')())), patience).toBe(true);
      await expect.poll(fieldText, patience).toBe('a draft');
    });

    it('keeps answer, draft, caret and focus when the page replaces its body, as Turbo does', async () => {
      await openPanel();
      await typist.type('write 6000 characters');
      await typist.press('Enter');
      await hands.seesButton('Stop');
      await typist.type('a draft');
      await typist.press('ArrowLeft');
      // The whole text; what is out of view is not drawn in every engine.
      const length = () =>
        typist.evaluate(
          () => (Reflect.get(globalThis, 'find')('.assistant-message')?.textContent.length ?? 0) as number,
        );
      await typist.evaluate(() => {
        const body = document.createElement('body');
        body.append(Object.assign(document.createElement('h1'), { textContent: 'Another page' }));
        document.body.replaceWith(body);
        history.pushState({}, '', '/another');
      });
      await typist.type('f');
      expect([await focused(), await fieldText()]).toEqual(['Ask a question…', 'a drafft']);
      const before = await length();
      await expect.poll(length, patience).toBeGreaterThan(before + 100);
      await expect.poll(length, patience).toBeGreaterThan(5700);
    });

    it.each(['react-18', 'react-19'])('stays on a page whose whole document is hydrated: %s', async (page) => {
      await visit(page);
      await expect
        .poll(() => typist.evaluate(() => typeof Reflect.get(globalThis, 'hydrate')), patience)
        .toBe('function');
      await typist.evaluate((script) => Reflect.get(globalThis, 'hydrate')(script), `/${page}.js`);
      await hands.press('Pressed 0');
      await hands.seesButton('Pressed 1');
      await openPanel();
      await typist.type('a draft');
      await hands.press('Pressed 1');
      await hands.seesButton('Pressed 2');
      expect(await fieldText()).toBe('a draft');
      // React 18 reports every element that it has not drawn, and draws the page again: see docs/react.md.
      const complaints = await typist.evaluate(() => Reflect.get(globalThis, 'complaints') as string[]);
      expect(complaints.length > 0).toBe(page === 'react-18');
    });
  });
}
