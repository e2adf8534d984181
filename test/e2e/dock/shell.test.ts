/** The dock's shell on built files: geometry, keys, focus, theme, commands, attributes. */
import { describe, expect, it, vi } from 'vitest';
import {
  button,
  choose,
  command,
  composer,
  eventually,
  focused,
  recordedEvents,
  recordEvents,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { hostDocument, scriptTag, type HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite();

async function openPage(host: HostPage = {}) {
  return site.visitHost({ ...host, before: recordEvents + (host.before ?? '') });
}

describe('geometry', () => {
  it('shows the chat at six sizes, in the panel and in fullscreen', async () => {
    const { page } = await openPage();
    await openChat(page);
    for (const [width, height] of [
      [320, 568],
      [390, 844],
      [768, 1024],
      [1024, 640],
      [1440, 900],
      [2560, 1300],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const name of ['Enter fullscreen', 'Exit fullscreen']) {
        // A new size reaches the panel with the next frame: what holds is what it settles on.
        await vi.waitFor(
          async () => {
            const outer = await panel(page).evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
            const chat = await page
              .locator('chatdock-chatkit')
              .evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
            const field = await composer(page).boundingBox();
            const where = `${width} × ${height}, before "${name}"`;
            expect(chat.width, where).toBeCloseTo(outer.width, 0);
            expect(chat.height, where).toBeGreaterThan(outer.height - 90);
            expect(outer.left, where).toBeGreaterThanOrEqual(0);
            expect(outer.bottom, where).toBeLessThanOrEqual(height + 0.5);
            expect(field && field.y + field.height, where).toBeLessThanOrEqual(outer.bottom);
            expect(outer.width === width && outer.height === height, where).toBe(name === 'Exit fullscreen');
          },
          { timeout: 10_000 },
        );
        // The sheet of a phone has no button for it.
        await command(page, 'setFullscreen', name === 'Enter fullscreen');
      }
    }
  });

  it.each([
    ['bottom-end', 'ltr', 'right', 'bottom'],
    ['bottom-end', 'rtl', 'left', 'bottom'],
    ['bottom-start', 'ltr', 'left', 'bottom'],
    ['top-left', 'rtl', 'left', 'top'],
  ])('puts the launcher where %s is in %s', async (position, dir, side, edge) => {
    const { page } = await openPage({ options: { position, dir, 'offset-x': '30', 'offset-y': '40px' } });
    const box = await launcher(page).boundingBox();
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    expect(side === 'left' ? box?.x : width - (box?.x ?? 0) - (box?.width ?? 0)).toBeCloseTo(30, 0);
    expect(edge === 'top' ? box?.y : height - (box?.y ?? 0) - (box?.height ?? 0)).toBeCloseTo(40, 0);
  });

  it("keeps the page's scroll position on a phone", async () => {
    const { page } = await openPage({
      context: { viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true },
      body: '<main style="height:3000px"><h1>A long shop</h1></main>',
    });
    await launcher(page).waitFor();
    await page.evaluate(() => window.scrollTo(0, 500));
    await openChat(page);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('hidden');
    await button(page, 'Close chat').click();
    expect(await page.evaluate(() => [getComputedStyle(document.documentElement).overflow, window.scrollY])).toEqual([
      'visible',
      500,
    ]);
  });
});

describe('keys and focus', () => {
  it('closes help, fullscreen, panel with Esc in turn, then leaves Esc to the page', async () => {
    const { page } = await openPage();
    await openChat(page);
    await button(page, 'Enter fullscreen').click();
    await choose(page, 'Keyboard shortcuts');
    await page.locator('.keys').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.keys').waitFor({ state: 'detached' });
    await button(page, 'Exit fullscreen').waitFor();
    await page.keyboard.press('Escape');
    await button(page, 'Enter fullscreen').waitFor();
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'hidden' });
    await page.evaluate(() =>
      addEventListener('keydown', (event) => (document.title = `${event.key} ${event.defaultPrevented}`)),
    );
    await page.keyboard.press('Escape');
    expect(await page.title()).toBe('Escape false');
  });

  it('takes the focus when the visitor opens it, and returns it on closing', async () => {
    const { page } = await openPage({ body: '<main><button data-chat-open>Ask us</button></main>' });
    await launcher(page).waitFor();
    await button(page, 'Ask us').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Ask us');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
  });

  it('toggles with Ctrl+/, but not while the visitor types in a page field', async () => {
    const { page } = await openPage({ body: '<main><label>Search <input></label></main>' });
    await launcher(page).waitFor();
    await page.getByLabel('Search').focus();
    await page.keyboard.press('Control+/');
    await page.locator('h1, main').first().click();
    expect(await recordedEvents(page, 'open')).toEqual([]);
    await page.keyboard.press('Control+/');
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
    await page.keyboard.press('Control+/');
    await panel(page).waitFor({ state: 'hidden' });
    expect(await recordedEvents(page, 'close')).toHaveLength(1);
  });

  it('accepts custom keys anywhere, and none if there are none', async () => {
    const { page } = await openPage({
      options: { shortcut: 'Alt+K', 'fullscreen-shortcut': 'none' },
      body: '<main><label>Search <input></label></main>',
    });
    await launcher(page).waitFor();
    await page.getByLabel('Search').focus();
    await page.keyboard.press('Alt+k');
    await composer(page).waitFor();
    await page.keyboard.press('Control+Shift+F');
    await button(page, 'Enter fullscreen').waitFor();
    expect(await recordedEvents(page, 'fullscreen')).toEqual([]);
  });

  it('toggles fullscreen with Ctrl+Shift+F, and traps Tab only there', async () => {
    const { page } = await openPage({ body: '<main><a href="#x">A link</a></main>' });
    await openChat(page);
    expect(await button(page, 'Enter fullscreen').getAttribute('data-tip')).toBe('Enter fullscreen (Ctrl+Shift+F)');
    await page.keyboard.press('Control+Shift+F');
    await button(page, 'Exit fullscreen').waitFor();
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('CHAT-DOCK');
    }
    await page.keyboard.press('Escape');
    const visited = new Set<string | undefined>();
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab');
      visited.add(await page.evaluate(() => document.activeElement?.tagName));
    }
    expect(visited.size).toBeGreaterThan(1);
  });

  it('starts open without taking the focus, if configured', async () => {
    const { page } = await openPage({ options: { open: '' } });
    await composer(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });
});

describe('theme', () => {
  const scheme = (page: Visitor['page']) => page.locator('chat-dock .dock').getAttribute('data-theme');

  it("follows the page's own switch, then the system, live", async () => {
    const head =
      '<style>html.night { color-scheme: dark } html.day { color-scheme: light } html.both { color-scheme: light dark }</style>';
    const { page } = await openPage({ head, options: { theme: 'auto' }, context: { colorScheme: 'dark' } });
    await expect.poll(() => scheme(page), eventually).toBe('dark');
    /** Each switch to light and back, over a system that is dark; html or body. */
    const switches = [
      'html class light',
      'html class theme-light',
      'body class light-mode',
      'html data-theme light',
      'body data-theme light',
      'html data-bs-theme light',
      'html data-color-mode light',
      'html class day',
      'html style color-scheme:light',
    ];
    const turn = (change: string, isOn: boolean) =>
      page.evaluate(
        ([change, isOn]) => {
          const [where, name = '', value = ''] = change.split(' ');
          const element = where === 'html' ? document.documentElement : document.body;
          if (name === 'style') element.style.colorScheme = isOn ? 'light' : '';
          else if (isOn) element.setAttribute(name, value);
          else element.removeAttribute(name);
        },
        [change, isOn] as const,
      );
    const assertFollowed = async () => {
      for (const change of switches) {
        await turn(change, true);
        await expect.poll(() => scheme(page), { ...eventually, message: change }).toBe('light');
        await turn(change, false);
        await expect.poll(() => scheme(page), { ...eventually, message: `${change} is gone` }).toBe('dark');
      }
    };
    await assertFollowed();
    await openChat(page);
    await assertFollowed();
    // A page that speaks for both, or of none, leaves it to the system.
    for (const undecided of ['html class both', 'html data-theme auto', 'html data-theme system']) {
      await turn(undecided, true);
      await page.emulateMedia({ colorScheme: 'light' });
      await expect.poll(() => scheme(page), { ...eventually, message: undecided }).toBe('light');
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(() => scheme(page), { ...eventually, message: undecided }).toBe('dark');
      await turn(undecided, false);
    }
    await page.evaluate(() => document.body.classList.add('light-mode'));
    await expect
      .poll(() => page.locator('chatdock-chatkit').getAttribute('data-color-scheme'), eventually)
      .toBe('light');
    // The visitor's choice has priority.
    await choose(page, 'Switch to dark mode');
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'light'));
    await expect.poll(() => scheme(page), eventually).toBe('dark');
    await command(page, 'setTheme', null);
    await expect.poll(() => scheme(page), eventually).toBe('light');
  });

  it.each([
    ['the launcher alone', { theme: 'auto' }, 'dark'],
    ['the launcher, with a theme that the owner has said', { theme: 'light' }, 'light'],
    ['a panel that was there before it', { theme: 'auto', open: 'true' }, 'dark'],
    [
      'such a panel, with a font that the owner has said',
      { theme: 'auto', open: 'true', font: 'Georgia, serif' },
      'dark',
    ],
  ])('follows scheme and font of a style sheet that loads after our script: %s', async (_, options, comesTo) => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const body = hostDocument({
      body: scriptTag({ launcher: 'label', ...options }).replace('async', ''),
      tag: '<link rel="stylesheet" href="/late.css">',
    });
    const { page } = await site.visit('about:blank', {
      async prepare(page) {
        await page.route(`${site.server.url}shop`, (route) => route.fulfill({ contentType: 'text/html', body }));
        await page.route('**/late.css', async (route) => {
          await held;
          await route.fulfill({
            contentType: 'text/css',
            body: 'html { color-scheme: dark } body { font-family: Georgia, serif }',
          });
        });
      },
    });
    await page.goto(`${site.server.url}shop`, { waitUntil: 'commit' });
    await page.locator('open' in options ? '.panel' : '.launcher').waitFor();
    expect(await scheme(page)).toBe('light');
    release();
    await expect.poll(() => scheme(page), eventually).toBe(comesTo);
    await expect
      .poll(() => page.locator('chat-dock .dock').evaluate((frame) => getComputedStyle(frame).fontFamily), eventually)
      .toBe('Georgia, serif');
  });

  it("keeps the visitor's choice over the owner's until it is reset", async () => {
    const { page } = await openPage();
    await openChat(page);
    await choose(page, 'Switch to dark mode');
    await expect.poll(() => scheme(page), eventually).toBe('dark');
    await page.reload();
    await expect.poll(() => scheme(page), eventually).toBe('dark');
    await composer(page).waitFor();
    await command(page, 'setTheme', null);
    await expect.poll(() => scheme(page), eventually).toBe('light');
  });

  it('changes during an answer without restarting it', async () => {
    const { page, requests } = await openPage();
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('write 20000 characters');
    await page.keyboard.press('Enter');
    await button(page, 'Stop').waitFor();
    await page.locator('chatdock-chatkit').evaluate((element) => element.setAttribute('data-mark', 'same'));
    const written = async () => (await page.getByRole('log').innerText()).length;
    const before = await written();
    await choose(page, 'Switch to dark mode');
    await expect.poll(written, eventually).toBeGreaterThan(before + 200);
    expect(await page.locator('chatdock-chatkit').getAttribute('data-mark')).toBe('same');
    expect(requests.filter((request) => request.startsWith('POST')).length).toBeLessThanOrEqual(2);
  });
});

describe('commands', () => {
  const stub =
    '<script>window.ChatDock ??= Object.assign((...command) => ChatDock.q.push(command), { q: [] });</script>';

  it('queues commands before the script has loaded, in order', async () => {
    const { page } = await openPage({
      head: `${stub}<script>ChatDock('setComposerValue', { text: 'Hello there' }); ChatDock('open');</script>`,
    });
    await expect.poll(() => composer(page).innerText(), eventually).toContain('Hello there');
  });

  it('opens, and sends a message for the visitor', async () => {
    const { page } = await openPage();
    await launcher(page).waitFor();
    await command(page, 'sendUserMessage', { text: 'What can you do?' });
    await command(page, 'open');
    await panel(page).waitFor();
    await expect
      .poll(() => recordedEvents(page, 'message-sent'), eventually)
      .toMatchObject([{ text: 'What can you do?' }]);
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toMatchObject([{ outcome: 'completed' }]);
    await command(page, 'setThreadId', null);
    await expect
      .poll(async () => (await recordedEvents(page, 'thread-change')).at(-1), eventually)
      .toMatchObject({ threadId: null });
  });

  it('counts answers that arrive while the panel is closed', async () => {
    const { page } = await openPage();
    await openChat(page);
    await page.keyboard.press('Escape');
    await command(page, 'sendUserMessage', { text: 'What can you do?' });
    await page.getByRole('button', { name: 'Open chat, 1' }).waitFor();
    await launcher(page).click();
    await expect
      .poll(async () => (await recordedEvents(page, 'unread')).at(-1), eventually)
      .toMatchObject({ count: 0 });
  });

  it('does not count an answer that the visitor reads in the open panel', async () => {
    const { page } = await openPage();
    await openChat(page);
    await page.keyboard.type('What can you do?');
    await page.keyboard.press('Enter');
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toMatchObject([{ outcome: 'completed' }]);
    await command(page, 'close');
    await page.getByRole('button', { name: 'Open chat', exact: true }).waitFor();
    expect(await recordedEvents(page, 'unread')).toEqual([]);
  });

  it('addresses several docks by name', async () => {
    const { page } = await openPage({
      // In this order: asynchronous scripts come as they like.
      tag:
        scriptTag({ name: 'sales', 'launcher-label': 'Sales', title: 'Sales' }).replace('async', '') +
        scriptTag({ name: 'help', 'launcher-label': 'Help', position: 'bottom-start', title: 'Help' }),
      body: '<main><button data-chat-open="help">Get help</button></main>',
    });
    await button(page, 'Sales').waitFor();
    await button(page, 'Get help').click();
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    expect(await page.getByRole('dialog', { name: 'Sales' }).count()).toBe(0);
    await command(page, 'help.close');
    // The usual keys are the first dock's, also when another one's panel came before.
    await page.getByRole('dialog', { name: 'Help' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Sales' }).waitFor();
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Sales' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Sales' }).waitFor();
    expect(await page.getByRole('dialog', { name: 'Help' }).count()).toBe(0);
    expect(await page.evaluate(() => Object.keys(window).filter((name) => /chat/i.test(name)))).toEqual(['ChatDock']);
  });

  it('hides and shows the launcher, changes options, and logs out', async () => {
    const { page, stored } = await openPage();
    await launcher(page).waitFor();
    await command(page, 'hide');
    await launcher(page).waitFor({ state: 'hidden' });
    await command(page, 'show');
    await command(page, 'update', { launcherLabel: 'Talk to us', title: 'Support' });
    await button(page, 'Talk to us').click();
    await page.getByRole('dialog', { name: 'Support' }).waitFor();
    await composer(page).click();
    await page.keyboard.type('a secret draft');
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('chatdock:default')), eventually)
      .toContain('a secret draft');
    await command(page, 'logout');
    await expect.poll(() => composer(page).innerText(), eventually).not.toContain('secret');
    expect(JSON.stringify(await page.evaluate(() => ({ ...localStorage, ...sessionStorage })))).not.toContain('secret');
    expect((await stored()).filter((name) => !name.startsWith('cookie')).length).toBeLessThanOrEqual(1);
  });
});

describe('attributes', () => {
  it('suggests the nearest option for a typo, explains a bad value once, and continues', async () => {
    const { page, console } = await openPage({
      options: { postion: 'top-left', radius: 'very', 'z-index': 'high', colour: 'x' },
    });
    await openChat(page);
    const readWarnings = () => console.filter((line) => line.startsWith('warning'));
    await expect
      .poll(() => readWarnings().join('\n'), eventually)
      .toContain('data-postion is not an option. Did you mean data-position?');
    const warnings = readWarnings();
    expect(warnings.join('\n')).toContain(
      'data-radius="very" is not one of pill, round, soft, sharp; "round" is used instead.',
    );
    expect(warnings.join('\n')).toContain('data-z-index="high" is not a whole number');
    expect(new Set(warnings).size).toBe(warnings.length);
    expect(console.filter((line) => line.startsWith('page error'))).toEqual([]);
  });

  it('reads more options from a script element and a file; the tag wins', async () => {
    const { page } = await openPage({
      options: { config: '#chat', title: 'From the tag' },
      head: '<script type="application/json" id="chat">{ "title": "From the page", "greeting": "Welcome in" }</script>',
    });
    await openChat(page);
    await page.getByRole('dialog', { name: 'From the tag' }).waitFor();
    expect(await page.getByText('Welcome in').count()).toBe(1);
  });

  it("offers a retry if the panel's code fails to load", async () => {
    const { page } = await openPage();
    let isDown = true;
    await page.route('**/modules/dock.js*', (route) => (isDown ? route.abort() : route.continue()));
    await launcher(page).click();
    await page.getByRole('alert').filter({ hasText: 'couldn’t load' }).waitFor();
    isDown = false;
    expect(await recordedEvents(page, 'error')).toHaveLength(1);
  });

  it('stores nothing with persist="none", otherwise keeps the draft over a reload', async () => {
    const quiet = await openPage({ options: { persist: 'none' } });
    await openChat(quiet.page);
    await composer(quiet.page).click();
    await quiet.page.keyboard.type('not kept');
    await choose(quiet.page, 'Switch to dark mode');
    expect((await quiet.stored()).filter((name) => !name.startsWith('cookie'))).toEqual([]);

    const { page } = await openPage();
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('half a thought');
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('chatdock:default')), eventually)
      .toContain('half a thought');
    await page.reload();
    await expect.poll(() => composer(page).innerText(), eventually).toContain('half a thought');
  });
});
