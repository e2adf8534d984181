/**
 * Every command of `window.ChatDock` on built files: before the script has loaded, before the panel has, open,
 * destroyed, and given what it cannot use.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  button,
  composer,
  eventually,
  focused,
  recordedEvents,
  recordEvents,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

const openPage = (host: HostPage = {}) => site.visitHost({ ...host, before: recordEvents + (host.before ?? '') });
const waitForDock = (page: Page) => page.locator('chat-dock').first().waitFor({ state: 'attached' });
const warnings = ({ console }: Visitor) =>
  console.filter((line) => line.startsWith('warning: ChatDock')).map((line) => line.replace('warning: ChatDock: ', ''));

/** Runs the page's own code; what it throws fails the test. */
const run = (page: Page, code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`);

/** One use of every command, by the way `say` takes them; three docks, since one is destroyed and one closed. */
const everyCommand = `
  say('boot', { apiUrl: '/chatkit' });
  say('boot', { name: 'second', apiUrl: '/chatkit' });
  say('boot', { name: 'third', apiUrl: '/chatkit' });
  window.noted = [];
  const note = (what) => () => window.noted.push(what);
  const unheard = note('off');
  say('on', 'open', note('on'));
  say('on', 'open', unheard);
  say('off', 'open', unheard);
  say('ready', ({ name }) => note('ready ' + name)());
  say('second.on', 'open', () => { note('second.on')(); say('second.close'); });
  say('second.on', 'close', () => { note('second.close')(); say('second.hide'); });
  say('second.open');
  say('third.on', 'destroy', note('third.destroy'));
  say('third.destroy');
  say('identify', { userToken: 'who' });
  say('update', { title: 'Support', launcherLabel: 'Talk to us' });
  say('hide');
  say('show');
  say('setTheme', 'dark');
  say('setThreadId', null);
  say('sendUserMessage', { text: 'echo hello' });
  say('setComposerValue', { text: 'half a thought' });
  say('toggle');
  say('setFullscreen', true);
  say('focusComposer');`;

async function assertAllDone({ page, console }: Visitor) {
  const seen = async () => ({
    noted: ((await page.evaluate('window.noted.toSorted()')) as string[]).join(', '),
    docks: await page.locator('chat-dock').count(),
    launchers: await page
      .locator('.launcher')
      .evaluateAll((all) =>
        all.filter((button) => button.getClientRects().length > 0).map((button) => button.getAttribute('aria-label')),
      ),
    theme: await page.locator('chat-dock .dock').first().getAttribute('data-theme'),
    sent: (await recordedEvents(page, 'message-sent')).map(({ text }) => text),
    composed: await composer(page).innerText(),
    isFullscreen: await button(page, 'Exit fullscreen').count(),
    focused: await focused(page),
  });
  await page.getByRole('dialog', { name: 'Support' }).waitFor();
  await expect.poll(seen, eventually).toEqual({
    noted: 'on, ready default, second.close, second.on, third.destroy',
    docks: 2,
    launchers: ['Talk to us'],
    theme: 'dark',
    sent: ['echo hello'],
    composed: 'half a thought',
    isFullscreen: 1,
    focused: 'Ask a question…',
  });
  expect(console).toEqual([]);
}

describe('every command', () => {
  const bareTag = '<script async src="/dist/chatdock.umd.js"></script>';

  it('is queued by the two-line stub until the script has loaded', async () => {
    const stub = 'window.ChatDock ??= Object.assign((...command) => ChatDock.q.push(command), { q: [] });';
    // An invalid entry in the queue does not stop the commands after it.
    await assertAllDone(
      await openPage({
        head: `<script>${stub} ChatDock.q.push(5); const say = (...command) => ChatDock(...command); ${everyCommand}</script>`,
        tag: bareTag,
      }),
    );
  });

  it("is a method of the global, for the first dock, and of each dock's handle", async () => {
    const visitor = await openPage({ tag: bareTag });
    await visitor.page.waitForFunction('window.ChatDock?.version');
    await run(
      visitor.page,
      `const say = (verb, ...args) => { const [name, method] = verb.split('.'); return method ? ChatDock.get(name)[method](...args) : ChatDock[verb](...args); }; ${everyCommand}`,
    );
    await assertAllDone(visitor);
  });

  it('waits for boot if it comes first', async () => {
    const visitor = await openPage({ tag: bareTag });
    const { page } = visitor;
    await page.waitForFunction('window.ChatDock?.version');
    await run(
      page,
      "ChatDock.update({ title: 'Support' }); ChatDock.setComposerValue({ text: 'Where is it?' }); ChatDock.open(); ChatDock.ready().then(({ name }) => (document.title = name)); ChatDock.boot({ apiUrl: '/chatkit' });",
    );
    await page.getByRole('dialog', { name: 'Support' }).waitFor();
    await expect.poll(() => composer(page).innerText(), eventually).toBe('Where is it?');
    expect(await page.title()).toBe('default');
    expect(visitor.console).toEqual([]);
  });

  it('offers functions of the page to the assistant, and removes them', async () => {
    const stub = 'window.ChatDock ??= Object.assign((...command) => ChatDock.q.push(command), { q: [] });';
    const schema = "{ description: 'What the visitor has selected' }";
    const { page, console } = await openPage({
      head: `<script>${stub} ChatDock('tool', 'get_selection', ${schema}, ({ question }) => ({ asked: question, text: 'An oak table' }));</script>`,
      tag: '<script async src="/dist/chatdock.umd.js" data-mock="client-tool"></script>',
    });
    await openChat(page);
    const ask = async (text: string) => {
      const { length: ended } = await recordedEvents(page, 'response-end');
      await run(page, `ChatDock.sendUserMessage({ text: '${text}' })`);
      await expect.poll(async () => (await recordedEvents(page, 'response-end')).length, eventually).toBe(ended + 1);
    };
    await ask('What is it?');
    await page.getByText('"text": "An oak table"').waitFor();
    await page.getByText('"asked": "What is it?"').waitFor();
    await run(page, `ChatDock.tool('get_selection', ${schema}, () => { throw new Error('Nothing is selected.'); })`);
    await ask('And now?');
    await page.getByText('"error": "Nothing is selected."').waitFor();
    await run(page, "ChatDock.tool('get_selection')");
    await ask('And then?');
    await page.getByText('"error": "The page has no function').waitFor();
    expect(console).toEqual([]);
  });

  it('sends the descriptions of the functions to the server with each turn', async () => {
    const { page } = await openPage();
    await waitForDock(page);
    await run(
      page,
      "ChatDock.tool('get_cart', { description: 'The cart', parameters: { type: 'object' } }, () => []);",
    );
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.postData()?.includes('threads.create') ?? false),
      run(page, "ChatDock.sendUserMessage({ text: 'echo hello' });"),
    ]);
    expect(request.postDataJSON()).toMatchObject({
      metadata: {
        chatdock: {
          resume: true,
          tools: [{ name: 'get_cart', description: 'The cart', parameters: { type: 'object' } }],
        },
      },
    });
    await page.waitForFunction("window.recordedEvents.some(({ name }) => name === 'message-sent')");
  });

  it('can close the panel while its code is still loading', async () => {
    const { page } = await openPage();
    await waitForDock(page);
    await run(page, 'ChatDock.open(); ChatDock.close();');
    await expect.poll(() => page.locator('.panel').count(), eventually).toBe(1);
    expect(await page.locator('.panel[data-open]').count()).toBe(0);
  });

  it('returns one shape before and after boot, and survives a later dock', async () => {
    const visitor = await openPage({ tag: bareTag });
    const { page } = visitor;
    await page.waitForFunction('window.ChatDock?.version');
    await run(
      page,
      `window.noted = [];
      const stop = ChatDock.on('open', () => noted.push('stopped'));
      stop();
      ChatDock.on('open', () => noted.push('open'));
      ChatDock.destroy();
      ChatDock.destroy();
      ChatDock.boot(null).update({ apiUrl: '/chatkit' });
      ChatDock.on('close', () => noted.push('stopped'))();
      ChatDock.open();`,
    );
    await composer(page).waitFor();
    await button(page, 'Close chat').click();
    await launcher(page).waitFor();
    expect(await page.evaluate('noted.join()')).toBe('open');
    expect(visitor.console).toEqual([]);
  });

  it('sends a message without opening the panel', async () => {
    const { page } = await openPage();
    await waitForDock(page);
    await run(page, "ChatDock.sendUserMessage({ text: 'echo hello' })");
    await page.getByRole('button', { name: 'Open chat, 1' }).waitFor();
    expect(await panel(page).count()).toBe(0);
  });

  it('sees the effect of the previous command before anything renders', async () => {
    const { page } = await openPage();
    await openChat(page);
    const opens = await run(
      page,
      'const isOpen = () => ChatDock.get().isOpen; const seen = [isOpen()]; const say = (verb, ...args) => { ChatDock[verb](...args); seen.push(isOpen()); }; say("toggle"); say("toggle"); say("close"); say("setFullscreen", true); say("setFullscreen", false); return seen;',
    );
    expect(opens).toEqual([true, false, true, false, true, true]);
    await button(page, 'Enter fullscreen').waitFor();
    expect([await recordedEvents(page, 'close'), await recordedEvents(page, 'fullscreen')]).toEqual([[], []]);
  });

  it('does nothing on a destroyed dock, which stores and renders nothing more', async () => {
    const visitor = await openPage();
    const { page } = visitor;
    await openChat(page);
    // The first answer of the server says who the visitor is.
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('chatdock:default')), eventually)
      .toContain('"visitor"');
    const isOpen = await run(
      page,
      `const dock = ChatDock.get();
      dock.destroy();
      localStorage.clear();
      for (const verb of ['open', 'close', 'toggle', 'show', 'hide', 'focusComposer', 'destroy', 'ready']) dock[verb]();
      dock.update({ title: 'x' }); dock.setTheme('dark'); dock.sendUserMessage({ text: 'x' }); dock.setComposerValue({ text: 'x' }); dock.setThreadId(null); dock.setFullscreen(true); dock.identify({ userToken: 'x' });
      dock.on('open', () => {})();
      return dock.isOpen;`,
    );
    expect(isOpen).toBe(false);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    // A listener that was left would take the key.
    await page.evaluate(() =>
      addEventListener('keydown', (event) => (document.title = `${event.key} ${event.defaultPrevented}`)),
    );
    await page.keyboard.press('Control+/');
    expect(await page.title()).toBe('/ false');
    expect(await page.locator('chat-dock').count()).toBe(0);
    expect(visitor.console).toEqual([]);
    await run(page, "ChatDock.boot({ apiUrl: '/chatkit' })");
    await launcher(page).waitFor();
  });
});

describe('a command with an invalid argument', () => {
  const wrong: [code: string, sentence: string | null][] = [
    ["ChatDock.open('hello')", null],
    [
      "ChatDock.sendUserMessage('hello')",
      'sendUserMessage() takes an object such as { text: "Where is my order?" }. It was given "hello", so nothing was done.',
    ],
    ['ChatDock.sendUserMessage()', 'It was given undefined'],
    ["ChatDock.sendUserMessage({ text: ' ' })", 'It was given an object without the expected fields'],
    // The same warning as before, which appears only once.
    ['ChatDock.sendUserMessage({ txt: 1 })', null],
    ['ChatDock.sendUserMessage({ text: 5 })', null],
    [
      "ChatDock.setComposerValue('hello')",
      'setComposerValue() takes an object such as { text: "My order number is " }. It was given "hello"',
    ],
    ['ChatDock.setComposerValue(5)', 'It was given a number'],
    ['ChatDock.setComposerValue([1])', 'It was given an array'],
    ['ChatDock.setComposerValue({ text: 5 })', 'It was given an object without the expected fields'],
    [
      'ChatDock.setThreadId()',
      'setThreadId() takes the id of a thread, or null for a new chat. It was given undefined',
    ],
    [
      "ChatDock.setTheme('blue')",
      'setTheme() takes one of light, dark, system, auto, or null for the owner’s theme. It was given "blue"',
    ],
    ["ChatDock.setFullscreen('yes')", 'setFullscreen() takes true or false. It was given "yes"'],
    ['ChatDock.setFullscreen()', 'setFullscreen() takes true or false. It was given undefined'],
    [
      "ChatDock.update('title')",
      'boot(), update() and identify() take an object such as { title: "Ask us" } or { userToken }. They were given a string',
    ],
    ['ChatDock.update(null)', null],
    ['ChatDock.identify()', null],
    ["ChatDock.off('open'); ChatDock.off()", null],
    ["ChatDock.on('close')", 'on() needs a function.'],
    ['ChatDock.boot(null)', null],
    ["ChatDock('opne')", 'Unknown command "opne".'],
    ['ChatDock()', 'Unknown command "undefined".'],
  ];

  it('logs one sentence, and page and chat continue', async () => {
    const visitor = await openPage();
    const { page } = visitor;
    await openChat(page);
    for (const [code, sentence] of wrong) {
      const before = warnings(visitor).length;
      await run(page, `${code}; ${code};`);
      if (!sentence) continue;
      await expect
        .poll(() => warnings(visitor).slice(before), { ...eventually, message: code })
        .toEqual([expect.stringContaining(sentence)]);
    }
    expect(await page.evaluate(() => localStorage.getItem('chatdock:default'))).not.toMatch(/blue/);
    expect(await recordedEvents(page, 'fullscreen')).toEqual([]);
    expect([await recordedEvents(page, 'error'), await recordedEvents(page, 'message-sent')]).toEqual([[], []]);
    await run(page, 'ChatDock.close(); ChatDock.open();');
    await run(page, "ChatDock.sendUserMessage({ text: 'echo still here' })");
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
    expect(visitor.console.filter((line) => /^(page )?error/.test(line))).toEqual([]);
  });

  it('ignores a click event as its argument', async () => {
    const { page, console } = await openPage({
      body: '<main><h1>A shop</h1><button id="open">Ask</button><button id="toggle">Ask or not</button></main>',
    });
    await waitForDock(page);
    await run(
      page,
      "document.querySelector('#open').addEventListener('click', ChatDock.open); document.querySelector('#toggle').addEventListener('click', ChatDock.toggle);",
    );
    await button(page, 'Ask').click();
    await composer(page).waitFor();
    await button(page, 'Ask or not').click();
    await panel(page).waitFor({ state: 'hidden' });
    expect((await recordedEvents(page, 'close')).length).toBe(1);
    expect(console).toEqual([]);
  });
});

describe('the focus', () => {
  const body = '<main><h1>A shop</h1><label>Search <input></label></main>';
  /** Whether the visitor has just done something, or ever: what a test evaluates in a page would count as such. */
  const activation = (isActive: boolean, hasBeenActive: boolean) =>
    `Object.defineProperty(navigator, 'userActivation', { value: { isActive: ${isActive}, hasBeenActive: ${hasBeenActive} } });`;
  const whenReady = (page: Page) => expect.poll(() => recordedEvents(page, 'chat-ready'), eventually).toHaveLength(1);

  it('stays in the page if the page opens the chat before the visitor acts', async () => {
    const { page } = await openPage({ body, before: activation(false, false) });
    await waitForDock(page);
    await run(page, 'ChatDock.open()');
    await whenReady(page);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });

  it('stays in the page if the panel closes before the chat is ready', async () => {
    const { page } = await openPage({ body, before: activation(true, true) });
    await waitForDock(page);
    await page.getByLabel('Search').click();
    await run(page, "ChatDock.on('open', () => ChatDock.close()); ChatDock.open()");
    await whenReady(page);
    await page.keyboard.type('boots');
    expect(await page.getByLabel('Search').inputValue()).toBe('boots');
  });

  it('stays in a field that the visitor types in, and otherwise moves to the chat', async () => {
    const { page } = await openPage({ body, before: activation(false, true) });
    await waitForDock(page);
    await page.getByLabel('Search').click();
    await run(page, 'ChatDock.open()');
    await whenReady(page);
    await run(page, 'ChatDock.open()');
    await page.keyboard.type('boots');
    expect(await page.getByLabel('Search').inputValue()).toBe('boots');
    await page.getByText('A shop').click();
    await run(page, 'ChatDock.open()');
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
  });
});
