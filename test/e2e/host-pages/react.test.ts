/** `<ChatWidget>` from the packed package on React 18 and 19: rendered on a server, hydrated in StrictMode, driven by its page. */
import type { ChatKitOptions } from '@openai/chatkit';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { DockHandle } from '../../../src/index.ts';
import {
  atRest,
  button,
  choose,
  composer,
  eventually,
  focused,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import { isLongRun } from '../../harness/long-run.ts';
import { serveOfficial } from '../../harness/providers/official-stand-in.ts';
import { drawnSince, forgetDrawn, watchingReact } from '../../harness/pages/react/react-drawn.ts';
import {
  buildReactPage,
  callHandle,
  calls,
  waitForHydration,
  setProps,
  visitReact,
  type ReactPage,
} from '../../harness/pages/react/react-page.ts';
import type { HostSettings, HostWindow } from '../../harness/pages/react/react-page/page.tsx';
import { recogniser, withoutRecogniser, withRecogniser } from '../../harness/providers/recogniser.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '20' } });

const drawn = (page: Page) =>
  page.evaluate(() => ({ ...(window as unknown as { drawn: Record<string, number> }).drawn }));
/** React's development build advertises its tools. */
const complaints = (console: string[]) => console.filter((line) => !line.includes('Download the React DevTools'));
const warnings = ({ console }: Visitor) => console.filter((line) => line.startsWith('warning: ChatDock'));
const scheme = (page: Page) => panel(page).evaluate((element) => getComputedStyle(element).colorScheme);
const say = async (page: Page, text: string) => {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
};
const inLog = (page: Page, text: string) => page.getByRole('log').getByText(text).first().waitFor();
const widget = (page: Page) =>
  page.evaluate(
    () =>
      JSON.parse(JSON.stringify((window as unknown as HostWindow).widget)) as {
        isOpen: boolean;
        isFullscreen: boolean;
        unread: number;
        threadId: string | null;
      },
  );

describe.each([18, 19] as const)('React %i', (version) => {
  let reactPage: ReactPage;
  beforeAll(async () => {
    reactPage = await buildReactPage(version);
  });

  const openPage = (props: object = {}, settings: HostSettings = {}, host: Pick<HostPage, 'before'> = {}) =>
    visitReact(site, reactPage, { props, settings, ...host });

  it('renders on a server and hydrates without console output', async () => {
    const printed = (['error', 'warn', 'log'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    );
    expect(
      reactPage.render({ apiUrl: '/chatkit', theme: 'auto', defaultOpen: true, locale: 'de', prompts: ['One'] }),
    ).toContain('<chat-dock></chat-dock>');
    for (const hook of ['useDock', 'useTheme'] as const)
      expect(() => reactPage.renderOutside(hook)).toThrow(
        `${hook}() works only in a component inside <ChatWidget> … </ChatWidget>.`,
      );
    const { page, console: inPage } = await openPage({ theme: 'auto', prompts: ['One'], isFullscreen: false });
    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
    printed.forEach((spy) => spy.mockRestore());
    await openChat(page);
    await say(page, 'What can you do?');
    await expect
      .poll(() => calls(page, 'onMessageSent'), eventually)
      .toMatchObject([['onMessageSent', { text: 'What can you do?' }]]);
    await expect.poll(() => calls(page, 'onResponseEnd'), eventually).toHaveLength(1);
    expect(complaints(inPage)).toEqual([]);
  });

  it('leaves nothing when it unmounts, and can mount again', async () => {
    const { page, console } = await openPage();
    await openChat(page);
    await page.evaluate(() => (window as unknown as HostWindow).host.setMounted(false));
    await expect.poll(() => page.locator('chat-dock').count(), eventually).toBe(0);
    await page.evaluate(() => (window as unknown as HostWindow).host.setMounted(true));
    await composer(page).waitFor(); // It was left open.
    expect(complaints(console)).toEqual([]);
  });

  it('is in its place of the tree, beside the page or above it, as `layout` says', async () => {
    const { page, console } = await openPage({ layout: 'inline', height: 420 });
    await composer(page).waitFor();
    expect(await launcher(page).isVisible()).toBe(false);
    const place = () =>
      page.evaluate(() => {
        const host = document.querySelector('chat-dock');
        const inside = host?.shadowRoot?.querySelector('.panel')?.getBoundingClientRect();
        const around = host?.parentElement?.getBoundingClientRect();
        return {
          isInside: Boolean(inside && around && inside.left >= around.left && inside.right <= around.right),
          height: inside?.height,
        };
      });
    expect(await place()).toEqual({ isInside: true, height: 420 });
    await setProps(page, { layout: 'sidebar' });
    const pushed = () => page.evaluate(() => getComputedStyle(document.documentElement).marginRight);
    await expect.poll(pushed, eventually).toBe('400px');
    await setProps(page, { layout: 'modal' });
    await expect.poll(pushed, eventually).toBe('0px');
    await expect.poll(() => panel(page).getAttribute('aria-modal'), eventually).toBe('true');
    await page.evaluate(() => (window as unknown as HostWindow).host.setMounted(false));
    await expect.poll(() => page.locator('chat-dock').count(), eventually).toBe(0);
    expect(complaints(console)).toEqual([]);
  });

  // React 18 differs in mounting, StrictMode and rendering on a server; the rest is the dock's own code.
  if (version === 18 && !isLongRun) return;

  it.each([
    ['eager', 'at once'],
    ['idle', 'at once'],
    ['intent', 'pointed at'],
    ['manual', 'opened'],
  ] as const)('shows the visitor’s language together with the panel, load="%s": %s', async (load, moment) => {
    const { page } = await openPage({ load, locale: 'de' });
    const launcher = button(page, 'Chat öffnen');
    const isMade = () => page.locator('.panel').count();
    const after = async (now: string) => {
      // A panel that must not come would be there by then.
      if (now !== moment) await atRest(page);
      await expect.poll(isMade, { ...eventually, message: now }).toBe(now === moment ? 1 : 0);
      return now === moment;
    };
    if (await after('at once')) return;
    await launcher.hover();
    if (await after('pointed at')) return;
    await launcher.click();
    expect(await after('opened')).toBe(true);
  });

  it('asks a controlling page once per change and lets it decide', async () => {
    const { page } = await openPage(
      { isOpen: true, isFullscreen: false, theme: 'light' },
      { refuses: true, holdsTheme: true },
    );
    await composer(page).waitFor();
    await button(page, 'Enter fullscreen').click();
    await choose(page, 'Switch to dark mode');
    await button(page, 'Close chat').click();
    await button(page, 'Close chat').click();
    const asked = [
      ['onFullscreenToggle', true],
      ['onThemeChange', 'dark'],
      ['onOpenChange', false],
      ['onOpenChange', false],
    ];
    const handlerCalls = async () => (await calls(page)).filter(([name]) => /Toggle|ThemeChange|OpenChange/.test(name));
    expect(await handlerCalls()).toEqual(asked);
    await button(page, 'Enter fullscreen').waitFor();
    expect(await scheme(page)).toBe('light');
    expect(await widget(page)).toMatchObject({ isOpen: true, isFullscreen: false });
    // Changes by the page itself do not call its handlers.
    await setProps(page, { isFullscreen: true, theme: 'dark' });
    await button(page, 'Exit fullscreen').waitFor();
    await expect.poll(() => scheme(page), eventually).toBe('dark');
    await setProps(page, { isFullscreen: false, isOpen: false });
    await panel(page).waitFor({ state: 'hidden' });
    await launcher(page).click();
    expect(await handlerCalls()).toEqual([...asked, ['onOpenChange', true]]);
    await atRest(page);
    expect(await panel(page).isVisible()).toBe(false);
  });

  it("follows a controlling page's state", async () => {
    const { page } = await openPage({ isOpen: false, isFullscreen: false, theme: 'light' }, { holdsTheme: true });
    await openChat(page);
    await choose(page, 'Switch to dark mode');
    await button(page, 'Enter fullscreen').click();
    await expect.poll(() => scheme(page), eventually).toBe('dark');
    // Closing ends fullscreen, whether the visitor or the page closes.
    await button(page, 'Close chat').click();
    await panel(page).waitFor({ state: 'hidden' });
    const handlerCalls = async () => (await calls(page)).filter(([name]) => /Toggle|ThemeChange|OpenChange/.test(name));
    const asked = [
      ['onOpenChange', true],
      ['onThemeChange', 'dark'],
      ['onFullscreenToggle', true],
      ['onOpenChange', false],
      ['onFullscreenToggle', false],
    ];
    await expect.poll(handlerCalls, eventually).toEqual(asked);
    await setProps(page, { isOpen: true, isFullscreen: true });
    await button(page, 'Exit fullscreen').waitFor();
    await setProps(page, { isOpen: false });
    await expect.poll(handlerCalls, eventually).toEqual([...asked, ['onFullscreenToggle', false]]);
    // Its own theme has no choice of the visitor's over it that could be forgotten.
    await callHandle(page, 'setTheme', null);
    await setProps(page, { isOpen: true });
    await button(page, 'Enter fullscreen').waitFor();
    await page.reload();
    // The visitor left the dock open: `onOpenChange` is called for it, once.
    await waitForHydration(page);
    await composer(page).waitFor();
    expect(await calls(page, 'onOpenChange')).toEqual([['onOpenChange', true]]);
  });

  it('keeps its own state when uncontrolled, and remembers it', async () => {
    const { page } = await openPage({ theme: 'light', defaultOpen: true });
    await composer(page).waitFor();
    await choose(page, 'Switch to dark mode');
    await button(page, 'Enter fullscreen').click();
    await button(page, 'Exit fullscreen').click();
    await button(page, 'Close chat').click();
    await panel(page).waitFor({ state: 'hidden' });
    expect((await calls(page)).filter(([name]) => /Toggle|OpenChange/.test(name))).toEqual([
      ['onOpenChange', true],
      ['onFullscreenToggle', true],
      ['onFullscreenToggle', false],
      ['onOpenChange', false],
    ]);
    await page.reload();
    await waitForHydration(page);
    await openChat(page);
    expect(await calls(page, 'onOpenChange')).toEqual([['onOpenChange', true]]);
    expect(await scheme(page)).toBe('dark');
    await setProps(page, { theme: 'system' });
    expect(await scheme(page)).toBe('dark');
    await callHandle(page, 'setTheme', null);
    await expect.poll(() => scheme(page), eventually).toBe('light');
  });

  it('supports every method of its handle', async () => {
    const { page } = await openPage(
      { feedback: 'off' },
      { atOnce: 'hide' },
      {
        before:
          "here = 0; addEventListener('chat-dock:ready', () => here++); addEventListener('chat-dock:destroy', () => here--);",
      },
    );
    /** Every method and property of the handle, so that one that is added must be tried here. */
    const tried: Record<keyof DockHandle, true> = {
      host: true,
      isOpen: true,
      open: true,
      close: true,
      toggle: true,
      sendUserMessage: true,
      setComposerValue: true,
      focusComposer: true,
      setThreadId: true,
      setTheme: true,
      setFullscreen: true,
      logout: true,
      show: true,
      hide: true,
    };
    expect(await page.evaluate(() => Object.keys((window as unknown as HostWindow).host.handle ?? {}).sort())).toEqual(
      Object.keys(tried).sort(),
    );
    const read = (name: 'isOpen') =>
      page.evaluate((name) => (window as unknown as HostWindow).host.handle?.[name], name);
    expect(await page.evaluate(() => (window as unknown as HostWindow).host.handle?.host?.localName)).toBe('chat-dock');
    // Hidden by an effect of the page's, before there was anything to hide.
    expect(await launcher(page).count()).toBe(0);
    await callHandle(page, 'show');
    await launcher(page).waitFor();
    await callHandle(page, 'hide');
    await launcher(page).waitFor({ state: 'hidden' });
    await callHandle(page, 'show');
    expect(await read('isOpen')).toBe(false);
    await callHandle(page, 'setComposerValue', { text: 'from the page' });
    await callHandle(page, 'open');
    await expect.poll(() => composer(page).innerText(), eventually).toContain('from the page');
    expect(await read('isOpen')).toBe(true);
    await callHandle(page, 'focusComposer');
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
    await callHandle(page, 'setComposerValue', { text: 'something else' });
    await expect.poll(() => composer(page).innerText(), eventually).toContain('something else');
    await callHandle(page, 'sendUserMessage', { text: 'echo periwinkle' });
    await inLog(page, 'periwinkle');
    await expect.poll(() => calls(page, 'onResponseEnd'), eventually).toHaveLength(1);
    const { threadId } = await widget(page);
    await callHandle(page, 'setThreadId', null);
    await expect.poll(async () => (await widget(page)).threadId, eventually).toBeNull();
    await callHandle(page, 'setThreadId', threadId);
    await inLog(page, 'periwinkle');
    await callHandle(page, 'setTheme', 'dark');
    await expect.poll(() => scheme(page), eventually).toBe('dark');
    await callHandle(page, 'setTheme', null);
    await expect.poll(() => scheme(page), eventually).toBe('light');
    await callHandle(page, 'setFullscreen', true);
    await button(page, 'Exit fullscreen').waitFor();
    await callHandle(page, 'setFullscreen', false);
    await button(page, 'Enter fullscreen').waitFor();
    await callHandle(page, 'close');
    await panel(page).waitFor({ state: 'hidden' });
    await callHandle(page, 'sendUserMessage', { text: 'echo marigold' });
    await callHandle(page, 'open');
    await inLog(page, 'marigold');
    await callHandle(page, 'toggle');
    await panel(page).waitFor({ state: 'hidden' });
    await callHandle(page, 'toggle');
    await panel(page).waitFor();
    await callHandle(page, 'logout');
    await expect
      .poll(async () => [(await widget(page)).threadId, await page.getByText('marigold').count()], eventually)
      .toEqual([null, 0]);
    expect(await page.evaluate('here')).toBe(1);
    await page.evaluate(() => (window as unknown as HostWindow).host.setMounted(false));
    await expect.poll(() => page.evaluate('here'), eventually).toBe(0);
  });

  it('notifies page components through hooks, and accepts their commands', async () => {
    const { page } = await openPage();
    const state = { isOpen: false, isFullscreen: false, unread: 0, threadId: null };
    expect(await widget(page)).toEqual(state);
    await button(page, 'Show it').click();
    await composer(page).waitFor();
    await button(page, 'Hide it').waitFor();
    const run = (code: string) => page.evaluate(code);
    await run('widget.setComposerValue({ text: "typed by a component" })');
    await expect.poll(() => composer(page).innerText(), eventually).toContain('typed by a component');
    await run('widget.setComposerValue({ text: "" }), widget.setFullscreen(true)');
    await button(page, 'Exit fullscreen').waitFor();
    expect((await widget(page)).isFullscreen).toBe(true);
    await run('widget.close(), widget.sendUserMessage({ text: "echo zinnia" })');
    await page.getByRole('button', { name: 'Open chat, 1' }).waitFor();
    const { threadId, ...rest } = await widget(page);
    expect(rest).toEqual({ isOpen: false, isFullscreen: false, unread: 1 });
    expect(await calls(page, 'onUnreadChange')).toEqual([['onUnreadChange', { count: 1 }]]);
    expect(await calls(page, 'onThreadChange')).toEqual([['onThreadChange', { threadId }]]);
    await run('widget.open(), widget.setThreadId(null)');
    await expect.poll(() => widget(page), eventually).toEqual({ ...state, isOpen: true });
    await run(`widget.setThreadId(${JSON.stringify(threadId)})`);
    await inLog(page, 'zinnia');
    await run('widget.toggle()');
    await panel(page).waitFor({ state: 'hidden' });
    const theme = () => page.evaluate<unknown>('[theme.theme, theme.scheme]');
    expect(await theme()).toEqual(['light', 'light']);
    await run('theme.toggleTheme()');
    await expect.poll(theme, eventually).toEqual(['dark', 'dark']);
    await page.emulateMedia({ colorScheme: 'dark' });
    await run('theme.setTheme("system")');
    await expect.poll(theme, eventually).toEqual(['system', 'dark']);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(theme, eventually).toEqual(['system', 'light']);
    await run('theme.setTheme(null)');
    await expect.poll(theme, eventually).toEqual(['light', 'light']);
  });

  it('offers its voice input to a page, outside of the widget', async () => {
    const { page } = await openPage({}, {}, { before: withRecogniser });
    const voice = () => page.evaluate<unknown>('({ ...JSON.parse(JSON.stringify(voice)), printed, levels })');
    const still = { isSupported: true, state: 'off', interim: '', failure: null };
    await expect.poll(voice, eventually).toEqual({ ...still, printed: [], levels: [] });
    await page.evaluate('voice.start()');
    await expect.poll(voice, eventually).toMatchObject({ state: 'listening' });
    await recogniser(page, (it) => (it.dispatchEvent(new Event('speechstart')), it.hear(' Wo ist')));
    await expect.poll(voice, eventually).toMatchObject({ state: 'listening', interim: 'Wo ist', levels: [0.7] });
    expect(await recogniser(page, ({ lang }) => lang)).toBe('de');
    await page.evaluate('voice.stop()');
    await expect.poll(voice, eventually).toMatchObject({ ...still, printed: ['Wo ist'] });
    for (const [then, failure] of [
      ['voice.cancel()', null],
      ['recogniser.fail("not-allowed")', 'refused'],
    ] as const) {
      await page.evaluate('delete window.recogniser, voice.start()');
      await recogniser(page, (it) => it.hear('Nichts'));
      await page.evaluate(then);
      await expect.poll(voice, eventually).toMatchObject({ ...still, failure, printed: ['Wo ist'] });
    }
    await page.evaluate('voice.dismissFailure()');
    await expect.poll(voice, eventually).toMatchObject(still);
    const deaf = await openPage({}, {}, { before: withoutRecogniser });
    expect(await deaf.page.evaluate<unknown>('voice.isSupported')).toBe(false);
  });

  it('renders only what depends on the theme when it changes, while an answer streams', async () => {
    const { page, requests } = await openPage({ header: ['theme', 'close'] }, {}, { before: watchingReact });
    await openChat(page);
    await say(page, 'echo hello');
    await expect.poll(() => calls(page, 'onResponseEnd'), eventually).toHaveLength(1);
    await page.locator('chatdock-chatkit').evaluate((element) => element.setAttribute('data-mark', 'same'));
    const posts = () => requests.filter((request) => request.startsWith('POST')).length;
    await say(page, 'Please write a long answer');
    await button(page, 'Stop').waitFor();
    await expect.poll(() => calls(page, 'onMessageSent'), eventually).toHaveLength(2);
    const before = await drawn(page);
    const asked = posts();
    await forgetDrawn(page);
    await button(page, 'Switch to dark mode').click();
    await button(page, 'The page knows it is dark').waitFor();
    await expect
      .poll(() => drawnSince(page), eventually)
      .toEqual([
        'ChatSurface',
        'DockPanel',
        'Header',
        'Heading',
        'IconButton',
        'LocalChatKit',
        'MoreButton',
        'PanelLook',
        'UsesTheme',
      ]);
    const after = await drawn(page);
    expect(after['widget']).toBe(before['widget']);
    expect(after['neither']).toBe(before['neither']);
    expect(after['theme']).toBeGreaterThan(before['theme'] ?? 0);
    expect(await calls(page, 'onResponseEnd')).toHaveLength(1);
    await button(page, 'Stop').waitFor();
    await expect.poll(() => calls(page, 'onResponseEnd'), eventually).toHaveLength(2);
    expect(posts()).toBe(asked);
    expect(await page.locator('chatdock-chatkit').getAttribute('data-mark')).toBe('same');
    await setProps(page, { title: 'Another title' });
    await page.getByRole('dialog', { name: 'Another title' }).waitFor();
    expect(await page.locator('chatdock-chatkit').getAttribute('data-mark')).toBe('same');
  });

  it('reports a missing server once, even if the page renders on every word', async () => {
    const { page, console } = await openPage({ apiUrl: undefined, prompts: ['One'], attachments: { maxCount: 1 } });
    await launcher(page).click();
    await page.getByRole('alert').filter({ hasText: 'couldn’t load' }).waitFor();
    await setProps(page, { title: 'Another title' });
    await page.getByRole('dialog', { name: 'Another title' }).waitFor();
    expect(await calls(page, 'onError')).toHaveLength(1);
    expect(complaints(console).map((line) => line.slice(0, 60))).toHaveLength(2);
  });

  it('reports invalid props by name, and throws nothing', async () => {
    const visitor = await openPage({ open: true, titel: 'x', isOpn: true, onOpenChanged: 1, radius: 'big' });
    const { page } = visitor;
    await page.evaluate(() => {
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      (window as unknown as HostWindow).host.setProps({ greeting: circle, prompts: circle } as object);
    });
    await openChat(page);
    await expect
      .poll(() => warnings(visitor).toSorted(), eventually)
      .toEqual(
        [
          'open is not an option. Did you mean isOpen?',
          'titel is not an option. Did you mean title?',
          'isOpn is not an option. Did you mean isOpen?',
          'onOpenChanged is not an option. Did you mean onOpenChange?',
          'radius="big" is not one of pill, round, soft, sharp; "round" is used instead.',
          'greeting="[object Object]" is not text; it is ignored.',
          'prompts="[object Object]" is not a JSON list; it is ignored.',
        ]
          .map((sentence) => `warning: ChatDock: ${sentence}`)
          .toSorted(),
      );
  });

  it('passes every option of useChatKit through', async () => {
    const { page } = await openPage({ domainKey: 'dk_shop', placeholder: 'ours', history: false });
    await serveOfficial(page, 'works');
    /** All there are: one that is added must be tried here. */
    const given = {
      api: { url: '/elsewhere', domainKey: 'dk_other', uploadStrategy: { type: 'two_phase' } },
      locale: 'fr-FR',
      theme: { radius: 'sharp', density: 'compact' },
      frameTitle: 'A frame',
      initialThread: 'thr_1',
      header: { enabled: true, title: { text: 'A header' } },
      history: { enabled: true, showDelete: false },
      startScreen: { greeting: 'Hello' },
      threadItemActions: { retry: false },
      composer: { models: [{ id: 'm', label: 'M' }] },
      disclaimer: { text: 'Mind you' },
      entities: { showComposerMenu: true },
      commands: { items: [] },
      thread: {},
      widgets: {},
      onClientTool: undefined,
    } as unknown as Record<keyof ChatKitOptions, unknown>;
    await page.evaluate((given) => {
      const chatkit = {
        ...given,
        onClientTool: ({ name }: { name: string }) => ({ ran: name }),
        widgets: { onAction: async () => undefined },
      };
      (window as unknown as HostWindow).host.setProps({ chatkit } as object);
    }, given);
    await launcher(page).click();
    const official = page.locator('openai-chatkit');
    const arrived = () =>
      official.evaluate(
        (element) =>
          JSON.parse(JSON.stringify((element as unknown as { options: unknown }).options)) as Record<string, unknown>,
      );
    await expect.poll(arrived, eventually).toMatchObject({
      ...JSON.parse(JSON.stringify(given)),
      composer: { ...(given.composer as object), placeholder: 'ours' },
      header: { enabled: false },
    });
    // The dock has a header of its own, which shows the title.
    await page.getByRole('dialog').getByRole('heading', { name: 'A header' }).waitFor();
    const called = await official.evaluate(async (element) => {
      const { options } = element as unknown as { options: ChatKitOptions };
      return [await options.onClientTool?.({ name: 'a tool', params: {} }), typeof options.widgets?.onAction];
    });
    expect(called).toEqual([{ ran: 'a tool' }, 'function']);
    // The scheme stays the dock's.
    expect(await arrived()).toMatchObject({ theme: { colorScheme: 'light' } });
  });

  it("has the page's language and keys, and fetches texts when the launcher is hovered", async () => {
    const { page, console } = await openPage({ locale: 'de-CH', persist: 'none' });
    await button(page, 'Chat öffnen').waitFor();
    expect(await page.getByRole('dialog', { includeHidden: true }).count()).toBe(0);
    await page.keyboard.press('Control+/');
    await page.getByRole('textbox', { name: 'Stell eine Frage…' }).waitFor();
    await page.keyboard.press('Control+/');
    await button(page, 'Chat öffnen').waitFor();
    await button(page, 'Show it').click();
    await button(page, 'Chat schließen').waitFor();
    await setProps(page, { locale: 'en' });
    await button(page, 'Close chat').click();
    await button(page, 'Open chat').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show it');
    expect(complaints(console)).toEqual([]);
  });
});
