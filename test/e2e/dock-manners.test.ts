/** How the dock behaves as a guest: strict policies, hostile styles, other people's scripts, errors of the page, and leaving. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { button, command, composer, eventually, focused, heard, hearing, launcher, openChat, panel } from '../harness/dock-page.ts';
import type { HostPage } from '../harness/host-page.ts';
import { setUpSite } from '../harness/site.ts';
import { launchBrowser } from '../harness/visitor.ts';

const site = setUpSite({ launch: () => launchBrowser(['--js-flags=--expose-gc', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']) });

async function openPage({ before = '', ...host }: HostPage = {}) {
  return site.visitHost({ ...host, before: hearing + before });
}

async function wholeJourney(page: Page) {
  await openChat(page);
  await composer(page).click();
  await page.keyboard.type('What can you do?');
  await page.keyboard.press('Enter');
  await expect.poll(() => heard(page, 'message-received'), eventually).toHaveLength(1);
  await button(page, 'Copy').click();
  await button(page, 'Bad answer').click();
  await page.getByRole('textbox', { name: 'What was wrong' }).fill('It names no periwinkle');
  await button(page, 'Send feedback').click();
  await button(page, 'Send feedback').waitFor({ state: 'detached' });
  await button(page, 'Start voice input').click();
  await button(page, 'Stop listening').waitFor();
  await page.keyboard.press('Escape');
  await button(page, 'Start voice input').waitFor();
  await button(page, 'Switch to dark mode').click();
  await button(page, 'Enter fullscreen').click();
  await button(page, 'Keyboard shortcuts').click();
  await page.locator('.keys').waitFor();
  await page.keyboard.press('Escape');
  await button(page, 'Chat history').click();
  await button(page, 'Back to chat').click();
  await button(page, 'New chat').click();
  await page.keyboard.press('Escape');
  await button(page, 'Close chat').click();
  await launcher(page).waitFor();
}

/** The recording microphone, since a browser's own recogniser would ask its maker's server; and a note on a bad answer. */
const journey = { options: { feedback: 'comment' }, before: 'delete window.webkitSpeechRecognition; delete window.SpeechRecognition;' };

const strict = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

describe('policies', () => {
  it('breaks no rule of a strict Content-Security-Policy with Trusted Types, over the whole journey', async () => {
    const { page, console } = await openPage({ ...journey, csp: strict, before: `${journey.before} addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error('violation', violatedDirective, blockedURI));` });
    await wholeJourney(page);
    expect(console).toEqual([]);
  });

  it('asks no other host for anything over the whole journey, and stores what it says it stores', async () => {
    const visitor = await openPage(journey);
    await launcher(visitor.page).waitFor();
    expect(await visitor.stored()).toEqual([]);
    await wholeJourney(visitor.page);
    expect(visitor.requests.map((request) => request.split(' ')[1]).filter((url) => !url?.startsWith(site.server.url))).toEqual([]);
    expect(await visitor.stored()).toEqual(['chatdock:default', 'cookie chatdock-visitor']);
    expect(visitor.console).toEqual([]);
  });

  it('works on a page that is isolated from other origins', async () => {
    const { page, console } = await openPage({ ...journey, csp: strict, headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' } });
    await wholeJourney(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(console).toEqual([]);
  });

  it('works in a sandboxed frame, where nothing can be stored', async () => {
    const { page, console } = await openPage({ body: '<iframe sandbox="allow-scripts" title="A shop in a frame" srcdoc="" style="width:900px;height:700px"></iframe>', tag: '<p>outside</p>' });
    // Its origin is nobody's: everything it fetches is another origin's, as on a site that hosts us elsewhere.
    const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    for (const path of ['**/chatkit', '**/dist/**']) {
      await page.route(path, async (route) => {
        if (route.request().method() === 'OPTIONS') return route.fulfill({ status: 204, headers: open });
        const response = await route.fetch({ headers: { ...route.request().headers(), origin: site.server.url.slice(0, -1) } });
        return route.fulfill({ response, headers: { ...response.headers(), ...open } });
      });
    }
    await page.locator('iframe').evaluate((frame, url) => frame.setAttribute('srcdoc', `<!doctype html><html lang="en"><title>Shop</title><body><h1>A shop</h1><script src="${url}dist/chatdock.umd.js" data-api-url="${url}chatkit"></script></body></html>`), site.server.url);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Open chat' }).click();
    await frame.getByRole('textbox', { name: 'Message the AI' }).click();
    await page.keyboard.type('What can you do?');
    await page.keyboard.press('Enter');
    await expect.poll(() => frame.getByRole('log').innerText(), eventually).toMatch(/demo agent/);
    expect(console).toEqual([]);
  });
});

describe('the page’s styles', () => {
  const hostile: [name: string, css: string][] = [
    ['everything unset', '* { all: unset !important }'],
    ['a reset', '*,*::before,*::after{margin:0;padding:0;border:0;font:inherit;vertical-align:baseline;box-sizing:content-box}'],
    ['shouting', '*{color:red!important;background:lime!important;font-size:40px!important;line-height:3!important;letter-spacing:1em!important}'],
    ['buttons of their own', 'button{all:unset;display:block;width:100%;padding:40px;background:red;text-transform:uppercase}svg{width:100%;height:auto;fill:red}'],
    ['a transformed page', 'html{transform:none} body{transform:scale(.5) rotate(5deg);filter:blur(2px);overflow:hidden;contain:strict}'],
    ['a grid', 'html,body,body>*{display:grid!important;place-items:center;position:relative;z-index:2147483647}'],
    ['right to left', 'html,body{direction:rtl;writing-mode:vertical-rl;text-align:center}'],
    ['hidden strangers', 'html>*:not(head):not(body){display:none!important;visibility:hidden!important;opacity:0!important}'],
    ['rem of another size', 'html{font-size:40px;zoom:1}'],
  ];

  it('change no pixel of the open panel, nor of the launcher', async () => {
    const plain = await openPage({ body: '<main></main>', context: { reducedMotion: 'reduce' } });
    const { page } = plain;
    // Without its round corners, through which the page shows.
    const inside = async (locator: ReturnType<typeof panel>, inset: number) => {
      const box = await locator.boundingBox();
      const clip = { x: (box?.x ?? 0) + inset, y: (box?.y ?? 0) + inset, width: (box?.width ?? 0) - 2 * inset, height: (box?.height ?? 0) - 2 * inset };
      return (await page.screenshot({ clip, animations: 'disabled', caret: 'hide' })).toString('base64');
    };
    const shot = async () => {
      await expect.poll(() => focused(page), eventually).toBe('Message the AI');
      await page.mouse.move(0, 0);
      return inside(panel(page), 8);
    };
    const launcherShot = async () => {
      await launcher(page).waitFor();
      await page.mouse.move(0, 0);
      return inside(launcher(page), 10);
    };
    await launcher(page).waitFor();
    const launcherBefore = await launcherShot();
    await openChat(page);
    const before = await shot();
    for (const [name, css] of hostile) {
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
      }, css);
      expect(await differing(page, before, await shot()), name).toBeLessThan(0.001);
      await button(page, 'Close chat').click();
      expect(await differing(page, launcherBefore, await launcherShot()), `${name}, launcher`).toBeLessThan(0.001);
      await openChat(page);
    }
  });

  /** The share of pixels that are not the same in two pictures; all of them when their sizes differ. */
  const differing = (page: Page, one: string, other: string) =>
    page.evaluate(
      async ([one = '', other = '']) => {
        const read = async (png: string) => {
          const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0))]));
          const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          pen?.drawImage(bitmap, 0, 0);
          return pen?.getImageData(0, 0, bitmap.width, bitmap.height) ?? new ImageData(1, 1);
        };
        const [a, b] = await Promise.all([read(one), read(other)]);
        if (a.width !== b.width || a.height !== b.height) return 1;
        let count = 0;
        for (let at = 0; at < a.data.length; at += 4) {
          const distance = [0, 1, 2].reduce((sum, part) => sum + Math.abs((a.data[at + part] ?? 0) - (b.data[at + part] ?? 0)), 0);
          if (distance > 12) count++;
        }
        return count / (a.data.length / 4);
      },
      [one, other],
    );
});

describe('the page’s world', () => {
  it('gets one new global and no changed built-in', async () => {
    const snapshot = `
      window.before = new Set(Object.getOwnPropertyNames(window));
      window.builtIns = () => {
        const found = new Map();
        for (const name of ['Object', 'Array', 'Function', 'Promise', 'String', 'Map', 'Set', 'Node', 'Element', 'HTMLElement', 'Document', 'EventTarget', 'Window', 'ShadowRoot', 'Request', 'Response', 'Headers'])
          for (const owner of [window[name], window[name].prototype])
            for (const [key, { value, get, set }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) found.set(name + '.' + (owner === window[name] ? '' : 'prototype.') + key, [value, get, set]);
        for (const name of ['fetch', 'setTimeout', 'addEventListener', 'matchMedia', 'history', 'customElements', 'localStorage']) found.set(name, [window[name]]);
        return found;
      };
      window.builtInsBefore = window.builtIns();`;
    const { page } = await openPage({ ...journey, before: `${journey.before} ${snapshot}` });
    await wholeJourney(page);
    const { added, changed } = await page.evaluate(() => {
      const { before, builtIns, builtInsBefore } = window as unknown as { before: Set<string>; builtIns(): Map<string, unknown[]>; builtInsBefore: Map<string, unknown[]> };
      const now = builtIns();
      const own = new Set(['before', 'builtIns', 'builtInsBefore', 'heard']);
      return {
        added: Object.getOwnPropertyNames(window).filter((name) => !before.has(name) && !own.has(name) && !/^\d+$/.test(name)),
        changed: [...now].filter(([name, parts]) => parts.some((part, index) => part !== builtInsBefore.get(name)?.[index])).map(([name]) => name),
      };
    });
    expect(added).toEqual(['ChatDock']);
    expect(changed).toEqual([]);
  });

  it('is not kept waiting by a script that is slow or missing', async () => {
    const { page } = await openPage({ tag: '<p>no script yet</p>' });
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/dist/chatdock.umd.js', async (route) => {
      await held;
      await route.abort();
    });
    await page.unroute(page.url());
    await page.route(page.url(), (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A shop</title><h1>A shop</h1><script async src="/dist/chatdock.umd.js" data-api-url="/chatkit"></script>' }));
    await page.goto(page.url(), { waitUntil: 'domcontentloaded' });
    expect(await page.getByRole('heading', { name: 'A shop' }).isVisible()).toBe(true);
    release();
  });

  it('keeps the dock, its thread and a running answer when the page swaps its body, as Turbo and Astro do', async () => {
    const { page } = await openPage();
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('write 20000 characters');
    await page.keyboard.press('Enter');
    await button(page, 'Stop').waitFor();
    await page.evaluate(() => {
      const body = document.createElement('body');
      body.append(Object.assign(document.createElement('h1'), { textContent: 'Another page' }));
      document.body.replaceWith(body);
      history.pushState({}, '', '/another');
    });
    const written = async () => (await page.getByRole('log').innerText()).length;
    const before = await written();
    await expect.poll(written, eventually).toBeGreaterThan(before + 100);
    await button(page, 'Close chat').click();
    await launcher(page).waitFor();
  });
});

describe('a page without a server', () => {
  it('is answered by the one inside it, with data-mock', async () => {
    const { page, requests } = await openPage({ options: { mock: '', 'api-url': '/nobody-here' } });
    await openChat(page);
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    await expect.poll(() => heard(page, 'message-received'), eventually).toHaveLength(1);
    expect((await page.getByRole('log').innerText()).length).toBeGreaterThan(20);
    expect(requests.filter((request) => request.includes('nobody-here'))).toEqual([]);
  });
});

describe('leaving', () => {
  it('leaves no node, listener or style behind, and little memory, after a hundred visits', async () => {
    const { page } = await openPage({ tag: '<script src="/dist/chatdock.umd.js"></script>' });
    const cdp = await page.context().newCDPSession(page);
    const measure = async () => {
      await cdp.send('HeapProfiler.collectGarbage');
      await cdp.send('HeapProfiler.collectGarbage');
      const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
      const { usedSize } = await cdp.send('Runtime.getHeapUsage');
      return { nodes, jsEventListeners, usedSize };
    };
    const visits = (count: number) =>
      page.evaluate(async (count) => {
        interface Dock {
          host: HTMLElement;
          open(): void;
          destroy(): void;
          ready(): Promise<unknown>;
          on(name: string, handler: () => void): void;
        }
        const { ChatDock } = window as unknown as { ChatDock: { boot(options: object): Dock } };
        for (let visit = 0; visit < count; visit++) {
          const dock = ChatDock.boot({ apiUrl: '/chatkit', persist: 'none' });
          const isReady = new Promise<void>((resolve) => dock.on('chat-ready', resolve));
          await dock.ready();
          dock.open();
          await isReady;
          dock.destroy();
        }
      }, count);
    await visits(40);
    const before = await measure();
    await visits(100);
    const after = await measure();
    expect(await page.locator('chat-dock').count()).toBe(0);
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
    expect(after.nodes).toBeLessThanOrEqual(before.nodes + 20);
    expect(after.jsEventListeners).toBeLessThanOrEqual(before.jsEventListeners + 3);
    expect(after.usedSize - before.usedSize).toBeLessThan(200_000);
  }, 180_000);

  it('goes when it is told to, even while it loads, and can be put back', async () => {
    const { page, console } = await openPage();
    await launcher(page).waitFor();
    await command(page, 'open');
    await command(page, 'destroy');
    expect(await page.locator('chat-dock').count()).toBe(0);
    await command(page, 'boot', { apiUrl: '/chatkit' });
    await openChat(page);
    expect(console).toEqual([]);
  });
});
