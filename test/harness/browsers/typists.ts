/** One keyboard interface for Chromium, Firefox and WebKitGTK, and for the oldest Chromium that the chat works in. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { launch, type Browser, type ElementHandle, type KeyInput } from 'puppeteer-core';
import { Builder, Capabilities, Key, type WebElement } from 'selenium-webdriver';
import { browserArgs, findQuickBrowser, type FoundBrowser } from './find-browser.ts';
import { firefoxPath } from './find-firefox.ts';
import { floorChromium, hasFloorChromium } from './find-floor-chromium.ts';
import { webkitPaths } from './find-webkit.ts';
import { freePort } from '../servers/free-port.ts';
import { inLongRun } from '../long-run.ts';

export interface Typist {
  go(url: string): Promise<void>;
  /** Runs a function in the page; it cannot use anything from the test's file. */
  evaluate<Args extends unknown[], Result>(script: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>>;
  type(text: string): Promise<void>;
  /** Presses a key with its modifiers, such as `Control+Shift+Z`. */
  press(chord: string): Promise<void>;
  /** Clicks with the mouse, at a place of the window. */
  click(x: number, y: number): Promise<void>;
  /** Gives the window this size; in WebKitGTK its frame is part of it. */
  resize(width: number, height: number): Promise<void>;
  /** A screenshot of the window, as a PNG in base64. */
  picture(): Promise<string>;
  /** Chooses a file of this machine in the page's file field. */
  attach(path: string): Promise<void>;
  /**
   * Composes like an input method: each step replaces the previous one, then `result` is committed. Absent if the
   * driver cannot.
   */
  compose?(steps: readonly string[], result: string): Promise<void>;
  close(): Promise<void>;
}

export interface Engine {
  name: string;
  isInstalled: boolean;
  open(): Promise<Typist>;
}

export const engines: readonly Engine[] = [
  { name: 'Chromium', isInstalled: true, open: async () => openChromium(await findQuickBrowser()) },
  {
    name: 'Chromium 111',
    isInstalled: hasFloorChromium,
    open: () => openChromium({ executablePath: floorChromium(), args: ['--no-zygote'] }),
  },
  { name: 'Firefox', isInstalled: firefoxPath !== undefined, open: openFirefox },
  { name: 'WebKitGTK', isInstalled: webkitPaths !== undefined, open: openWebKit },
];

/** An ordinary run tests the oldest Chromium only with the journey and the editor; a long run tests every engine with everything. */
export const usualEngines: readonly Engine[] = inLongRun(
  engines,
  engines.filter(({ name }) => name !== 'Chromium 111'),
);

async function openChromium({ executablePath, args }: FoundBrowser): Promise<Typist> {
  const browser = await chromium.launch({ executablePath, args: [...browserArgs, ...args] });
  const page = await browser.newPage();
  return {
    go: async (url) => void (await page.goto(url)),
    evaluate: (script, ...args) => page.evaluate(callOf(script, args)),
    type: (text) => page.keyboard.type(text),
    press: (chord) => page.keyboard.press(chord),
    click: (x, y) => page.mouse.click(x, y),
    resize: (width, height) => page.setViewportSize({ width, height }),
    picture: async () => (await page.screenshot()).toString('base64'),
    attach: (path) => page.locator('input[type=file]').setInputFiles(path),
    async compose(steps, result) {
      const session = await page.context().newCDPSession(page);
      for (const text of steps)
        await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await session.send('Input.insertText', { text: result });
      await session.detach();
    },
    close: () => browser.close(),
  };
}

export const FIREFOX_PREFERENCES = {
  // A fake microphone that hums, with permission granted.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // Simulates a mouse, which points precisely and can hover (4 + 2), because a machine without a screen has none.
  'ui.primaryPointerCapabilities': 6,
  'ui.allPointerCapabilities': 6,
};

async function openFirefox(): Promise<Typist> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: firefoxPath ?? '',
    headless: true,
    args: ['--remote-allow-system-access'], // for `compose`
    extraPrefsFirefox: FIREFOX_PREFERENCES,
  });
  // Key presses do not reach the first tab.
  const page = await browser.newPage();
  await page.bringToFront();
  await page.setViewport({ width: 1280, height: 800 });
  return {
    go: async (url) => void (await page.goto(url)),
    evaluate: async (script, ...args) => (await page.evaluate(callOf(script, args))) as never,
    type: (text) => page.keyboard.type(text),
    async press(chord) {
      const names = chord.split('+').map((name) => (name.length === 1 ? name.toLowerCase() : name)) as KeyInput[];
      for (const name of names) await page.keyboard.down(name);
      for (const name of names.toReversed()) await page.keyboard.up(name);
    },
    click: (x, y) => page.mouse.click(x, y),
    resize: (width, height) => page.setViewport({ width, height }),
    picture: () => page.screenshot({ encoding: 'base64' }),
    async attach(path) {
      const [input] = await page.$$('>>> input[type=file]');
      // The selector finds nothing else.
      await (input as ElementHandle<HTMLInputElement>).uploadFile(resolve(path));
    },
    async compose(steps, result) {
      const chrome = await firefoxWindow(browser);
      await chrome(
        `window.typist ??= Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
         typist.beginInputTransaction(window, () => true)`,
      );
      for (const text of steps)
        await chrome(
          `typist.setPendingCompositionString(${JSON.stringify(text)});
           typist.appendClauseToPendingComposition(${text.length}, typist.ATTR_RAW_CLAUSE);
           typist.setCaretInPendingComposition(${text.length});
           typist.flushPendingComposition()`,
        );
      await chrome(`typist.commitCompositionWith(${JSON.stringify(result)})`);
    },
    close: () => browser.close(),
  };
}

interface BidiConnection {
  send(method: string, params: object): Promise<{ result: unknown }>;
}

/** Runs scripts in Firefox's own window, which has a test input method. Puppeteer has no such call. */
async function firefoxWindow(browser: Browser) {
  const connection = Reflect.get(browser, 'connection') as BidiConnection;
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const { contexts } = result as { contexts: { context: string; url: string }[] };
  const context = contexts.find(({ url }) => url.endsWith('browser.xhtml'))?.context;
  return async (expression: string) => {
    const target = { context };
    const answer = await connection.send('script.evaluate', { expression, target, awaitPromise: true });
    const { type } = answer.result as { type: string };
    if (type !== 'success') throw new Error(JSON.stringify(answer.result));
  };
}

/** The three drivers accept functions differently, but all accept source text. */
const callOf = (script: (...args: never[]) => unknown, args: readonly unknown[]) =>
  `(${String(script)})(...${JSON.stringify(args)})`;

const webkitKeys: Record<string, string> = {
  Control: Key.CONTROL,
  Shift: Key.SHIFT,
  Enter: Key.ENTER,
  Backspace: Key.BACK_SPACE,
  Delete: Key.DELETE,
  Home: Key.HOME,
  End: Key.END,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowUp: Key.ARROW_UP,
  Escape: Key.ESCAPE,
  Tab: Key.TAB,
};

async function openWebKit(): Promise<Typist> {
  if (!webkitPaths) throw new Error('WebKitGTK is not installed.');
  const screen = await openScreen(webkitPaths.screen);
  const port = await freePort();
  const service = spawn(webkitPaths.driver, [`--port=${port}`], {
    env: {
      ...process.env,
      DISPLAY: screen.display,
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
    },
    stdio: 'ignore',
  });
  const closeAll = () => [service, screen.process].forEach((process) => process.kill());
  const driver = await connect(port, webkitPaths.browser).catch((error: unknown) => {
    closeAll();
    throw error;
  });
  await driver.manage().setTimeouts({ script: 20_000, pageLoad: 20_000 });
  return {
    go: (url) => driver.get(url),
    evaluate: (script, ...args) => driver.executeScript(`return ${callOf(script, args)}`),
    type: (text) => driver.actions().sendKeys(text).perform(),
    async press(chord) {
      const names = chord.split('+').map((name) => webkitKeys[name] ?? name.toLowerCase());
      const actions = driver.actions();
      for (const name of names) actions.keyDown(name);
      for (const name of names.toReversed()) actions.keyUp(name);
      await actions.perform();
    },
    click: (x, y) => driver.actions().move({ x, y, duration: 0 }).click().perform(),
    resize: async (width, height) => void (await driver.manage().window().setRect({ x: 0, y: 0, width, height })),
    picture: () => driver.takeScreenshot(),
    async attach(path) {
      const input: WebElement = await driver.executeScript(`return ${callOf(findFileField, [])}`);
      await input.sendKeys(resolve(path));
    },
    async close() {
      // A hanging page would block the end of the session.
      await driver.quit().finally(closeAll);
    },
  };
}

/** Runs in the page. */
function findFileField(): Element | null {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) {
      if (element.matches('input[type=file]')) return element;
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  return null;
}

/** Retries, because the driver accepts connections a moment after its start. */
async function connect(port: number, binary: string) {
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  });
  const until = Date.now() + 20_000;
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/status`).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (Date.now() > until) throw new Error('WebKitWebDriver did not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
}

/** Xvfb chooses a free display and writes its number to the given file descriptor. */
async function openScreen(path: string): Promise<{ display: string; process: ChildProcess }> {
  const screen = spawn(path, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const pipe = screen.stdio[3];
  if (!pipe) throw new Error('Xvfb has no pipe to write its display to.');
  const [number] = (await once(pipe, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, process: screen };
}
