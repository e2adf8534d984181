/** A host page whose every callback, listener and handler throws: page and widget carry on, and each error is reported once. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  button,
  choose,
  command,
  composer,
  eventually,
  recordedEvents,
  recordEvents,
  openChat,
} from '../../harness/pages/dock-page.ts';
import { serveOfficial } from '../../harness/providers/official-stand-in.ts';
import { buildReactPage, visitReact, type ReactPage } from '../../harness/pages/react/react-page.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

/** Read from the code, so that a name that is added is one that must be thrown in. */
const namesIn = async (file: string, from: string, name: RegExp) => {
  const [, declaration = ''] = (await readFile(file, 'utf8')).split(from);
  return [...(declaration.split('\n}')[0] ?? '').matchAll(name)].map(([, found = '']) => found);
};
const dockEvents = await namesIn('src/dock/dock-events.ts', 'export interface DockEvents {', /^ {2}'?([a-z-]+)'?: /gmu);
const handlersIn = (declaration: string) => namesIn('src/react/props.ts', declaration, /^ {2}(on[A-Z]\w*)\?: /gmu);
const widgetHandlers = [
  ...(await handlersIn('export interface ChatWidgetProps ')),
  ...(await handlersIn('export interface EventHandlers ')),
];
const chatKitEvents = await namesIn(
  'node_modules/@openai/chatkit/types/index.d.ts',
  'export type ChatKitEvents = {',
  /^ {2}'chatkit\.([a-z.]+)': /gmu,
);
const chatKitHandlers = chatKitEvents.map((name) =>
  `on.${name}`.replaceAll(/\.(.)/gu, (_, letter: string) => letter.toUpperCase()),
);

/** The commands that take a function of the page's. */
const takers = await namesIn(
  'src/dock/dock-handle.ts',
  'export interface PageDockHandle ',
  /^ {2}(\w+)(?:<.*?>)?\(.*=> void\)/gmu,
);

interface Thrown {
  thrown: string[];
  reported: string[];
}
/**
 * `window.thrower(name)` makes a function that throws an error of its own each time, and `rejecter(name)` one that returns
 * a promise that is rejected with it; the page's error handlers keep what reaches them.
 */
const throwing = `
  window.thrown = [];
  window.reported = [];
  window.thrower = (name) => () => {
    const error = new Error(name + ' ' + window.thrown.length);
    window.thrown.push(error.message);
    throw error;
  };
  window.rejecter = (name) => async () => thrower(name)();
  addEventListener('error', ({ error }) => window.reported.push(error.message));
  addEventListener('unhandledrejection', ({ reason }) => window.reported.push(reason.message));
  delete window.SpeechRecognition;
  window.webkitSpeechRecognition = class extends EventTarget {
    start() { setTimeout(() => this.dispatchEvent(new Event('start'))); }
    stop() { this.dispatchEvent(new Event('end')); }
    abort() { this.dispatchEvent(new Event('end')); }
  };`;

const thrownIn = (page: Page) =>
  page.evaluate(() => (({ thrown, reported }) => ({ thrown, reported }))(window as unknown as Thrown));

/** That each of these has thrown, and that the page's error handler heard each error once. */
async function expectThrown(page: Page, names: readonly string[]) {
  await expect
    .poll(async () => {
      const { thrown } = await thrownIn(page);
      return names.filter((name) => !thrown.some((message) => message.startsWith(`${name} `)));
    }, eventually)
    .toEqual([]);
  const { thrown, reported } = await thrownIn(page);
  expect(reported.toSorted()).toEqual(thrown.toSorted());
}

async function say(page: Page, text: string) {
  const before = (await recordedEvents(page, 'response-end')).length;
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(before + 1);
}

/** Makes the dock fire everything it can, but `ready` and `destroy`; ends open, with an answer to something said after all of it. */
async function everyEvent(page: Page) {
  await openChat(page);
  await say(page, 'What can you do?');
  await button(page, 'Helpful').click();
  await expect.poll(() => recordedEvents(page, 'feedback'), eventually).toHaveLength(1);
  await choose(page, 'Switch to dark mode');
  await button(page, 'Enter fullscreen').click();
  await button(page, 'Exit fullscreen').click();
  await button(page, 'Start voice input').click();
  // A visitor who cancels before the microphone is on has not been listened to, and no event says so.
  await expect.poll(() => recordedEvents(page, 'voice'), eventually).toMatchObject([{ state: 'listening' }]);
  await button(page, 'Cancel').click();
  await button(page, 'Conversation history').click();
  await button(page, 'Back to chat').click();
  await say(page, 'Please fail');
  await button(page, 'New chat').click();
  // The server gets this message once the chat is closed, so that its answer is one that the visitor has not seen.
  let isClosed = () => {};
  const closed = new Promise<void>((resolve) => (isClosed = resolve));
  await page.route('**/chatkit', async (route) => {
    await closed;
    await route.fallback();
  });
  await composer(page).click();
  await page.keyboard.type('What can you do?');
  await page.keyboard.press('Enter');
  await button(page, 'Close chat').click();
  isClosed();
  await page.getByRole('button', { name: 'Open chat, 1' }).click();
  await page.unroute('**/chatkit');
  await composer(page).waitFor();
  await say(page, 'What can you do now?');
  await page.getByRole('log').getByText('What can you do now?').first().waitFor();
}

it('page and dock continue when every page listener throws', async () => {
  const visitor = await site.visitHost({
    options: { 'domain-key': 'dk_shop', 'engine-timeout': '3s' },
    // The official engine fails, so that ours takes over.
    files: { 'https://cdn.platform.openai.com/deployments/chatkit/chatkit.js': '' },
    before: `${recordEvents}${throwing}
      window.ChatDock ??= Object.assign((...command) => ChatDock.q.push(command), { q: [] });
      for (const name of ${JSON.stringify(dockEvents)}) {
        ChatDock('on', name, thrower('on ' + name));
        ChatDock('on', name, rejecter('async on ' + name));
        document.addEventListener('chat-dock:' + name, thrower('chat-dock:' + name));
      }
      ChatDock('ready', thrower('ready callback'));
      ChatDock('ready', rejecter('async ready callback'));`,
  });
  const { page } = visitor;
  await serveOfficial(page, 'defines-nothing');
  await everyEvent(page);
  await command(page, 'destroy');
  await expect.poll(() => page.locator('chat-dock').count(), eventually).toBe(0);
  expect(dockEvents.length).toBeGreaterThan(10);
  expect(takers).toEqual(['on', 'off', 'ready']);
  await expectThrown(page, [
    ...dockEvents.flatMap((name) => [`on ${name}`, `async on ${name}`, `chat-dock:${name}`]),
    'ready callback',
    'async ready callback',
  ]);
});

describe.each(inLongRun([18, 19] as const, [19] as const))('in React %i', (version) => {
  let reactPage: ReactPage;
  beforeAll(async () => {
    reactPage = await buildReactPage(version);
  });

  /** The widget with handlers that the page makes from `props`, an expression; once it has them it can be opened. */
  async function openPage(options: object, props: string) {
    const visitor = await visitReact(site, reactPage, { props: options, before: recordEvents + throwing });
    await visitor.page.evaluate(`host.setProps(${props})`);
    return visitor;
  }
  /** Each names the functions that make the handlers; a usual run mixes both, handler by handler. */
  const makers = inLongRun<[string, string[]][], [string, string[]][]>(
    [
      ['throws', ['thrower']],
      ['rejects', ['rejecter']],
    ],
    [['throws or rejects', ['thrower', 'rejecter']]],
  );
  it.each(makers)('page and widget continue when every handler of ChatWidget and of ChatKit %s', async (_, makers) => {
    const throwers = (names: readonly string[]) =>
      `Object.fromEntries(${JSON.stringify(names)}.map((name, at) => [name, [${makers.join()}][at % ${makers.length}](name)]))`;
    const { page } = await openPage(
      { domainKey: 'dk_shop', engineTimeout: 3000 },
      `{ ...${throwers(widgetHandlers)}, chatkit: ${throwers(chatKitHandlers)} }`,
    );
    await serveOfficial(page, 'defines-nothing');
    await everyEvent(page);
    await button(page, 'Conversation history').click();
    await page.getByRole('button', { name: 'What can you do?', exact: true }).last().click();
    await composer(page).waitFor();
    await say(page, 'show an effect');
    // Events that no script of the demo makes the element fire.
    await page.locator('chatdock-chatkit').evaluate((element) => {
      element.dispatchEvent(new CustomEvent('chatkit.deeplink', { detail: { name: 'orders' } }));
      element.dispatchEvent(new CustomEvent('chatkit.tool.change', { detail: { toolId: null } }));
    });
    await say(page, 'What can you do?');
    expect(widgetHandlers.length).toBeGreaterThan(10);
    expect(chatKitHandlers.length).toBeGreaterThan(10);
    await expectThrown(page, [...widgetHandlers, ...chatKitHandlers]);
  });
});
