/**
 * Every option on built files, by the script tag and by `<ChatWidget>`: what it does with each kind of value, live, and when
 * it cannot be read.
 */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
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
import {
  byComponent,
  byScriptTag,
  toProp,
  type DockWay,
  type OptionAttributes,
} from '../../harness/pages/dock-ways.ts';
import { scriptTag, type HostPage } from '../../harness/pages/host-page.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { buildReactPage, type ReactPage } from '../../harness/pages/react/react-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });
let reactPage: ReactPage;
let way: DockWay;
beforeAll(async () => {
  reactPage = await buildReactPage(19);
});

const openPage = (said: OptionAttributes = {}, host: HostPage = {}) => way.open(said, host);
const open = async (page: Page) => {
  await way.command(page, 'open');
  await page.getByRole('textbox').waitFor();
};
const say = async (page: Page, text: string) => {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect.poll(() => recordedEvents(page, 'response-end'), eventually).not.toEqual([]);
};
const update = (page: Page, options: object) => way.update(page, options);
const style = (page: Page, css: string, property: string) =>
  page
    .locator(css)
    .first()
    .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property);
const warnings = ({ console }: Visitor) =>
  console.filter((line) => line.startsWith('warning: ChatDock')).map((line) => line.replace('warning: ChatDock: ', ''));
const frame = 'chat-dock .dock';

interface Look {
  option: string;
  /** The selector of the element that shows the option. */
  css: string;
  property: string;
  /** The first value of the option, and its effect. */
  given: string;
  shown: string;
  /** The later value of the option, and its effect. */
  later: unknown;
  afterwards: string;
}
const looks = (
  [
    ['offset-x', '.corner', 'right', '2rem', '32px', 44, '44px'],
    ['offset-y', '.corner', 'bottom', '30', '30px', '12px', '12px'],
    ['z-index', '.corner', 'z-index', '77', '77', 5, '5'],
    ['width', '.panel', 'width', '50vw', '640px', 500, '500px'],
    ['height', '.panel', 'height', '400', '400px', '50vh', '360px'],
    ['accent', '.launcher', 'background-color', 'var(--brand)', 'rgb(0, 119, 102)', '#f00', 'rgb(255, 0, 0)'],
    ['font', '.launcher', 'font-family', 'Georgia, serif', 'Georgia, serif', 'monospace', 'monospace'],
    ['radius', '.panel', 'border-top-left-radius', 'sharp', '6px', 'pill', '24px'],
    ['dir', frame, 'direction', 'rtl', 'rtl', 'ltr', 'ltr'],
    ['locale', frame, 'direction', 'he', 'rtl', 'en', 'ltr'],
    ['position', '.corner', 'left', 'top-left', '20px', 'bottom-right', 'auto'],
    ['theme', '.panel', 'color-scheme', 'dark', 'dark', 'light', 'light'],
  ] satisfies [string, string, string, string, string, unknown, string][]
).map(([option, css, property, given, shown, later, afterwards]): Look => ({
  option,
  css,
  property,
  given,
  shown,
  later,
  afterwards,
}));
/** Options that change the effect of the offsets and the direction are tested on separate pages. */
const apart = [['dir'], ['locale', 'position']];
const lookOf = async (page: Page, { css, property }: Look) => {
  const value = await style(page, css, property);
  // The used value of an inset is never auto: what is over counts as such.
  return property === 'left' && Number.parseFloat(value) > 100 ? 'auto' : value;
};

/**
 * The component gives its props to the dock that the tag starts, so a usual run tries by it how options arrive, not
 * what each of them does ("in detail").
 */
const sampleFor = <Row>(by: keyof typeof ways, rows: Row[]) =>
  by === 'script tag' ? rows : inLongRun(rows, rows.slice(0, 1));

const ways = {
  'script tag': () => byScriptTag(site),
  ChatWidget: () => byComponent(site, reactPage),
};

describe.each(['script tag', 'ChatWidget'] as const)('by the %s:', (by) => {
  beforeAll(() => {
    way = ways[by]();
  });

  describe('looks, at first and live', () => {
    it.each([
      ['most of them', looks.filter(({ option }) => !apart.flat().includes(option))] as const,
      ...apart.map((names) => [names.join(' and '), looks.filter(({ option }) => names.includes(option))] as const),
    ])('%s, on one page', async (_, rows) => {
      const visitor = await openPage(Object.fromEntries(rows.map(({ option, given }) => [option, given])), {
        head: '<style>html { --brand: #007766 }</style>',
        context: { reducedMotion: 'reduce' },
      });
      const { page } = visitor;
      await open(page);
      const looksLike = async (expected: (row: Look) => string) => {
        for (const row of rows)
          await expect.poll(() => lookOf(page, row), { ...eventually, message: row.option }).toBe(expected(row));
      };
      await looksLike(({ shown }) => shown);
      await update(page, Object.fromEntries(rows.map(({ option, later }) => [toProp(option), later])));
      await looksLike(({ afterwards }) => afterwards);
      expect(warnings(visitor)).toEqual([]);
    });
  });

  describe('the launcher', () => {
    it('opens by data-chat-open and trigger, also on later elements; a link does not navigate', async () => {
      const { page } = await openPage(
        { trigger: '.ask, nav > b', name: 'shop' },
        { body: '<main></main><nav><b>Toggle <i>it</i></b></nav>' },
      );
      await page.evaluate(() =>
        document
          .querySelector('main')
          ?.insertAdjacentHTML('beforeend', '<a href="/elsewhere" data-chat-open>Ask us</a>'),
      );
      await page.getByRole('link', { name: 'Ask us' }).click();
      await panel(page).waitFor();
      await page.getByText('it', { exact: true }).click();
      await panel(page).waitFor({ state: 'hidden' });
      expect(page.url()).toContain('host-page');
      await update(page, { trigger: 'main' });
      await page.getByText('it', { exact: true }).click();
      expect(await panel(page).count()).toBe(0);
    });
  });

  describe('the chat', () => {
    it('headers and user-token are sent with every request, and change with update()', async () => {
      const { page } = await openPage({ headers: '{"X-Shop":"1","authorization":"mine"}', 'user-token': 'first' });
      const sent: Record<string, string>[] = [];
      page.on('request', (request) => request.method() === 'POST' && sent.push(request.headers()));
      await open(page);
      await say(page, 'echo hi');
      expect(sent.every((headers) => headers['x-shop'] === '1' && headers['authorization'] === 'Bearer first')).toBe(
        true,
      );
      await update(page, { headers: { 'x-shop': '2' } });
      await say(page, 'echo ho');
      await expect.poll(() => sent.at(-1), eventually).toMatchObject({ 'x-shop': '2', authorization: 'Bearer first' });
    });

    it('thread: a given one, a new one, or one that does not exist', async () => {
      const { page } = await openPage();
      await open(page);
      await say(page, 'echo periwinkle');
      const threadId = (await recordedEvents(page, 'thread-change'))[0]?.['threadId'];
      await page.reload();
      await expect
        .poll(
          () =>
            page
              .getByRole('log')
              .innerText()
              .catch(() => ''),
          eventually,
        )
        .toContain('periwinkle');
      await update(page, { thread: 'new' });
      await expect
        .poll(async () => (await recordedEvents(page, 'thread-change')).at(-1), eventually)
        .toMatchObject({ threadId: null });
      await update(page, { thread: threadId });
      await expect
        .poll(
          () =>
            page
              .getByRole('log')
              .innerText()
              .catch(() => ''),
          eventually,
        )
        .toContain('periwinkle');
      const other = await openPage({ thread: 'thr_nobody' });
      await open(other.page);
      await expect.poll(() => recordedEvents(other.page, 'error'), eventually).toHaveLength(1);
      await say(other.page, 'echo on we go');
    });

    it.each(
      sampleFor<[string, boolean, boolean, boolean]>(by, [
        ['session', true, false, true],
        ['local', true, true, true],
        ['memory', false, false, false],
        ['none', false, false, false],
      ]),
    )('persist="%s"', async (persist, afterReload, inAnotherTab, isStored) => {
      const { page, context, stored } = await openPage({ persist });
      expect(await stored()).toEqual([]);
      await open(page);
      await say(page, 'echo periwinkle');
      expect((await stored()).filter((name) => !name.startsWith('cookie')).length > 0).toBe(isStored);
      await page.reload();
      await way.waitForDock(page);
      await open(page);
      const isAttached = (where: Page) =>
        expect.poll(async () => (await where.getByText('periwinkle').count()) > 0, eventually);
      await isAttached(page).toBe(afterReload);
      const tab = await way.openTab(context, page.url(), { persist });
      await open(tab);
      await isAttached(tab).toBe(inAnotherTab);
    });

    it('api-url: another server gets the chat; without one an error shows and nothing is posted', async () => {
      const visitor = await openPage({ 'api-url': null, title: 'A shop' });
      const { page } = visitor;
      await way.command(page, 'open');
      await page.getByRole('alert').filter({ hasText: 'couldn’t load' }).waitFor();
      expect(warnings(visitor).join()).toContain('data-api-url');
      expect(visitor.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
      await update(page, { apiUrl: '/chatkit' });
      await composer(page).waitFor();
      await say(page, 'echo hi');
    });
  });

  describe('invalid values', () => {
    it('are each reported once with the default used instead, and break nothing', async () => {
      const broken = {
        'offset-x': 'wide',
        'offset-y': 'auto',
        width: 'inherit',
        height: '-5px',
        'z-index': '1.5',
        position: 'middle',
        launcher: 'big',
        open: 'maybe',
        trigger: '#[',
        shortcut: 'Foo+Bar',
        'fullscreen-shortcut': 'A+B+C',
        theme: 'drak',
        accent: 'blurple',
        font: 'a;} b{',
        locale: '!!',
        strings: '{"a"',
        dir: 'up',
        persist: 'forever',
        badge: 'many',
        load: 'soon',
        'client-secret-url': 'http://[',
        engine: 'mine',
        'engine-timeout': 'soon',
        headers: '{"x y":"1"}',
        upload: 'maybe',
        debug: 'x',
        fullscreen: 'x',
        mobile: 'x',
        esc: 'x',
        focus: 'x',
        radius: 'x',
        density: 'x',
        prompts: '[{"label"',
        attachments: '{',
        voice: 'loud',
        feedback: 'x',
        retry: 'x',
        history: 'x',
        postion: 'x',
        titel: 'x',
        'api-ur': 'x',
        'turbo-track': 'x',
      };
      const visitor = await openPage(broken);
      const { page } = visitor;
      await page.locator('h1').click();
      await openChat(page);
      await say(page, 'echo still here');
      const said = warnings(visitor);
      for (const name of Object.keys(broken)) {
        const about = said.filter(
          (sentence) => sentence.startsWith(`${way.spell(name)} is`) || sentence.startsWith(`${way.spell(name)}=`),
        );
        expect(about, name).toHaveLength(name === 'turbo-track' ? 0 : 1);
      }
      expect(said.join('\n')).toContain(`${way.spell('titel')} is not an option. Did you mean ${way.spell('title')}?`);
      expect(visitor.console.filter((line) => /^(page )?error/.test(line))).toEqual([]);
      await update(page, { zIndex: 'high', colour: 'x' });
      await expect.poll(() => warnings(visitor).join('\n'), eventually).toMatch(/zIndex="high"|data-z-index="high"/);
      expect(warnings(visitor).join('\n')).toContain('colour is not an option');
    });
  });
});

describe.each(inLongRun(['script tag', 'ChatWidget'] as const, ['script tag'] as const))(
  'by the %s, in detail:',
  (by) => {
    beforeAll(() => {
      way = ways[by]();
    });

    it('accent: a variable of the page colours the chat as it does the launcher', async () => {
      const { page } = await openPage({ accent: 'var(--brand)' }, { head: '<style>html { --brand: #007766 }</style>' });
      await open(page);
      expect((await style(page, '.panel', '--ck-accent')).trim()).toBe('#007766');
    });

    it('density: the composer has more space with each value', async () => {
      const heights: number[] = [];
      const { page } = await openPage({ density: 'compact' });
      await open(page);
      for (const density of ['compact', 'normal', 'spacious']) {
        await update(page, { density });
        await expect
          .poll(async () => (await composer(page).locator('xpath=../..').boundingBox())?.height ?? 0, eventually)
          .toBeGreaterThan(heights.at(-1) ?? 0);
        heights.push((await composer(page).locator('xpath=../..').boundingBox())?.height ?? 0);
      }
    });

    it('shows an image, and the plain icon where there is no image', async () => {
      const { page } = await openPage({ 'launcher-icon': '/demo/icon.svg' });
      await expect
        .poll(
          () =>
            launcher(page)
              .locator('img')
              .evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
          eventually,
        )
        .toBe(true);
      await update(page, { launcherIcon: '/no-such-image.png' });
      await launcher(page).locator('.chat-icon').waitFor();
      expect(await launcher(page).locator('img').count()).toBe(0);
    });

    it.each<[string, number, number, string]>([
      ['sheet', 20, 680, '20px'],
      ['fullscreen', 0, 700, '0px'],
      ['same', 20, 592, '20px'],
    ])('mobile="%s"', async (mobile, top, height, radius) => {
      const { page } = await openPage(
        { mobile },
        { context: { viewport: { width: 390, height: 700 }, reducedMotion: 'reduce' } },
      );
      await open(page);
      await expect
        .poll(
          () =>
            panel(page).evaluate((element) => [
              element.getBoundingClientRect().top,
              element.getBoundingClientRect().height,
            ]),
          eventually,
        )
        .toEqual([top, height]);
      expect(await style(page, '.panel', 'border-top-left-radius')).toBe(radius);
    });

    it('title, greeting, placeholder, disclaimer and prompts, on one page', async () => {
      const names = ['title', 'greeting', 'placeholder', 'disclaimer', 'prompts'];
      const said = (words: string) => Object.fromEntries(names.map((name) => [name, `${words} ${name}`]));
      const { page } = await openPage(said('First'));
      await open(page);
      // The composer is called by its placeholder.
      const words = (text: string, name: string) =>
        name === 'placeholder'
          ? page.getByRole('textbox', { name: `${text} ${name}` })
          : page.getByText(`${text} ${name}`);
      for (const name of names) await words('First', name).first().waitFor();
      await update(page, said('Other'));
      for (const name of names) await words('Other', name).first().waitFor();
      for (const name of names) expect(await words('First', name).count(), name).toBe(0);
    });

    it('prompts: JSON with custom prompts; an invalid member is left out', async () => {
      const { page } = await openPage({
        prompts: '[{"label":"Delivery","prompt":"echo by train"},5,{"x":1},"Returns"]',
      });
      await open(page);
      await button(page, 'Returns').waitFor();
      await button(page, 'Delivery').click();
      await expect
        .poll(() => recordedEvents(page, 'message-sent'), eventually)
        .toMatchObject([{ text: 'echo by train' }]);
    });

    it('strings: JSON in the tag, a file, and both live', async () => {
      const { page } = await openPage({ strings: '{"openChat":"Frag uns","closeChat":"Schließen"}' });
      await button(page, 'Frag uns').click();
      await button(page, 'Schließen').waitFor();
      await page.route('**/texts.json', (route) => route.fulfill({ json: { closeChat: 'Fermer' } }));
      await update(page, { strings: '/texts.json' });
      await button(page, 'Fermer').waitFor();
      expect(await button(page, 'Schließen').count()).toBe(0);
    });

    it('shows an icon, a label, or nothing', async () => {
      const { page } = await openPage({ launcher: 'label', 'launcher-label': 'Ask us', 'launcher-icon': 'sparkle' });
      expect(await button(page, 'Ask us').innerText()).toBe('Ask us');
      await update(page, { launcher: 'icon' });
      await expect.poll(() => button(page, 'Ask us').innerText(), eventually).toBe('');
      await update(page, { launcher: 'none' });
      await button(page, 'Ask us').waitFor({ state: 'hidden' });
      await open(page);
    });

    it.each<[string, unknown, string, unknown]>([
      ['off', null, 'dot', { text: '1', width: 14 }],
      ['dot', { text: '1', width: 14 }, 'count', { text: '1', width: 20 }],
      ['count', { text: '1', width: 20 }, 'off', null],
    ])('badge="%s" is %j, then "%s" is %j', async (badge, first, later, then) => {
      const { page } = await openPage({ badge });
      await open(page);
      await way.command(page, 'close');
      await way.command(page, 'sendUserMessage', { text: 'echo hi' });
      await page.getByRole('button', { name: 'Open chat, 1' }).waitFor();
      const mark = page.locator('.badge');
      const seen = async () =>
        (await mark.isVisible())
          ? mark.evaluate((element) => ({ text: element.textContent, width: element.getBoundingClientRect().width }))
          : null;
      expect(await seen()).toEqual(first);
      await update(page, { badge: later });
      expect(await seen()).toEqual(then);
    });

    it('upload: none rejects files with a message, direct and two-phase upload them', async () => {
      const none = await openPage({ attachments: '' });
      await open(none.page);
      expect(await button(none.page, 'Add files and tools').count()).toBe(0);
      await expect.poll(() => warnings(none).join(), eventually).toContain('attachments is on but upload is');
      for (const upload of ['direct', 'two-phase']) {
        const { page, requests } = await openPage({ upload, attachments: '{"maxCount":1}' });
        await open(page);
        await page
          .locator('chatdock-chatkit input[type=file]')
          .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
        await expect
          .poll(() => requests.join('\n'), eventually)
          .toMatch(upload === 'direct' ? /POST \S+\/chatkit\/upload/ : /PUT \S+\/attachments\//);
      }
    });

    it('feedback, retry, history, fullscreen and voice have a button only when they are on', async () => {
      const { page } = await openPage({
        feedback: 'off',
        retry: 'no',
        history: 'false',
        fullscreen: '0',
        voice: 'off',
      });
      await open(page);
      await say(page, 'echo hi');
      await button(page, 'Copy').first().waitFor();
      const names = [
        'Helpful',
        'Not helpful',
        'Regenerate',
        'Conversation history',
        'Enter fullscreen',
        'Start voice input',
      ];
      const found = async () =>
        (
          await Promise.all(
            names.map(async (name) => ((await page.getByRole('button', { name }).count()) > 0 ? [name] : [])),
          )
        ).flat();
      expect(await found()).toEqual([]);
      await update(page, { feedback: 'thumbs', retry: true, history: true, fullscreen: true, voice: 'insert' });
      await expect.poll(found, eventually).toEqual(names);
    });

    it('esc and shortcuts can be off, custom, and changed', async () => {
      const { page } = await openPage({ esc: 'off', shortcut: 'none', 'fullscreen-shortcut': 'Alt+F' });
      await page.keyboard.press('Control+/');
      await open(page);
      await composer(page).click();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+/');
      await page.keyboard.press('Control+Shift+F');
      await button(page, 'Enter fullscreen').waitFor();
      await page.keyboard.press('Alt+f');
      await button(page, 'Exit fullscreen').waitFor();
      await update(page, { esc: true, shortcut: 'Ctrl+Shift+K' });
      await page.keyboard.press('Escape');
      await button(page, 'Enter fullscreen').waitFor();
      await page.keyboard.press('Control+Shift+K');
      await panel(page).waitFor({ state: 'hidden' });
      expect((await recordedEvents(page, 'open')).length).toBe(1);
    });

    it('focus="never" leaves the focus where it was', async () => {
      const { page } = await openPage({ focus: 'never' });
      await openChat(page);
      await expect.poll(() => recordedEvents(page, 'chat-ready'), eventually).toHaveLength(1);
      expect(await focused(page)).not.toBe('Ask a question…');
    });

    it("nonce: is set on the official engine's script", async () => {
      const tag =
        by === 'script tag'
          ? { tag: scriptTag({ 'domain-key': 'dk_shop', nonce: 'abc' }).replace('<script', '<script nonce="abc"') }
          : {};
      const { page } = await openPage({ 'domain-key': 'dk_shop', nonce: 'abc' }, { ...tag, csp: nonceOnly });
      expect(await nonceOfOfficial(page)).toBe('abc');
    });

    it('debug: logs every event to the console', async () => {
      const { page, console } = await openPage({ debug: '' });
      await open(page);
      await expect.poll(() => console.join('\n'), eventually).toContain('debug: ChatDock: chat-ready');
    });

    it('mock: plays a scenario, and lists them all for an unknown name', async () => {
      const visitor = await openPage({ mock: 'no-such' });
      await open(visitor.page);
      await say(visitor.page, 'hello');
      expect(visitor.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
      expect(warnings(visitor).join()).toMatch(/mock="no-such" is not a scenario.*http-500/);
    });

    it('greets with a teaser until it is dismissed, or the chat was opened once', async () => {
      const { page, stored } = await openPage({ teaser: 'Questions?' });
      await button(page, 'Dismiss').waitFor();
      expect(await stored()).toEqual([]);
      await button(page, 'Dismiss').click();
      expect(await focused(page)).toBe('Open chat');
      await page.reload();
      await launcher(page).waitFor();
      expect(await page.getByText('Questions?').count()).toBe(0);

      const other = await openPage({ teaser: 'Questions?' });
      await button(other.page, 'Questions?').click();
      await composer(other.page).waitFor();
      await button(other.page, 'Close chat').click();
      await launcher(other.page).waitFor();
      expect(await other.page.getByText('Questions?').count()).toBe(0);
    });
  },
);

const nonceOnly = "default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'; style-src 'self'";
async function nonceOfOfficial(page: Page) {
  await page.route('https://cdn.platform.openai.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: '' }),
  );
  await way.command(page, 'open');
  const nonce = () =>
    page.evaluate(() => [...document.scripts].find((script) => script.src.includes('openai.com'))?.nonce);
  await expect.poll(nonce, eventually).toBeDefined();
  return nonce();
}

describe('by the script tag only:', () => {
  beforeAll(() => {
    way = ways['script tag']();
  });

  it.each([
    ['intent', false, true],
    ['idle', true, true],
    ['eager', true, true],
    ['manual', false, false],
  ])('load="%s": is fetched before the %s, then %s', async (load, before, after) => {
    const { page, requests } = await openPage({ load });
    const isFetched = () => requests.some((request) => request.includes('modules/dock.js'));
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    await expect.poll(isFetched, eventually).toBe(before);
    await launcher(page).hover();
    await expect.poll(isFetched, eventually).toBe(after);
    await open(page);
  });

  it("nonce: the tag's own by default", async () => {
    const { page } = await openPage(
      {},
      { tag: scriptTag({ 'domain-key': 'dk_shop' }).replace('<script', '<script nonce="abc"'), csp: nonceOnly },
    );
    expect(await nonceOfOfficial(page)).toBe('abc');
  });

  const config = {
    title: 'From a file',
    open: true,
    teaser: 'no',
    postion: 'x',
    chatkit: { composer: { placeholder: 'Type here, friend' } },
  };

  it('config: a file sets the same options as the tag, which wins', async () => {
    const visitor = await site.visitHost({
      before: recordEvents,
      tag: '<p></p>',
    });
    const { page } = visitor;
    await page.route('**/chat.json', (route) => route.fulfill({ json: config }));
    await page.evaluate(() => {
      const script = document.createElement('script');
      Object.assign(script.dataset, { apiUrl: '/chatkit', config: '/chat.json', teaser: 'From the tag' });
      script.src = '/dist/chatdock.umd.js';
      document.body.append(script);
    });
    await page.getByRole('dialog', { name: 'From a file' }).waitFor();
    await page.getByRole('textbox', { name: 'Type here, friend' }).waitFor();
    await expect
      .poll(() => warnings(visitor), eventually)
      .toEqual(['postion is not an option. Did you mean position?']);
  });

  it.each([['#nothing'], ['/demo/icon.svg']])(
    'config="%s": continues without it, and reports it once',
    async (where) => {
      const visitor = await openPage({ config: where });
      await open(visitor.page);
      expect(warnings(visitor)).toEqual([`config="${where}" is not valid JSON.`]);
    },
  );
});
