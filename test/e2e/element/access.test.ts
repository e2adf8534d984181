/**
 * The element for everyone, on built files: where the focus goes, what is spoken, motion, zoom, touch, a phone's
 * keyboard, forced colours.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  added,
  assistantItem,
  begun,
  delta,
  done,
  field,
  focusedName,
  questionItem,
  say,
  setUpElementHost,
  widgetItem,
  type ElementPage,
} from '../../harness/pages/element-host.ts';
import type { VisitOptions } from '../../harness/browsers/visitor.ts';

const host = setUpElementHost();

async function openChat(page: ElementPage = {}, options: VisitOptions = {}): Promise<Page> {
  const visitor = await host.visit(page, options);
  await field(visitor.page).waitFor();
  return visitor.page;
}

const eventually = { timeout: 20_000 };
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** Presses a button as a keyboard does. */
async function press(page: Page, name: string) {
  await button(page, name).first().focus();
  await page.keyboard.press('Enter');
}
const focusIs = (page: Page, name: string) => expect.poll(() => focusedName(page), eventually).toBe(name);
const inComposer = (page: Page) => focusIs(page, 'Message the AI');

describe('the focus is never lost', () => {
  it('in the history: after renaming, cancelling, and deleting a row and the last row', async () => {
    for (const name of ['One', 'Two', 'Three']) host.threads.set(name, { id: name, title: name, items: [] });
    const page = await openChat({ script: 'mount({ history: { showDelete: true, showRename: true } });' });
    await press(page, 'Conversation history');
    await button(page, 'Two').waitFor();
    await press(page, 'Rename: Two');
    await focusIs(page, 'Name of the conversation');
    await page.keyboard.press('Escape');
    await focusIs(page, 'Rename: Two');
    await press(page, 'Rename: Two');
    await page.keyboard.type('Second');
    await page.keyboard.press('Enter');
    await focusIs(page, 'Rename: Second');
    await press(page, 'Delete: Second');
    await page.keyboard.press('Escape');
    await focusIs(page, 'Delete: Second');
    await press(page, 'Delete: Second');
    await press(page, 'Delete');
    await focusIs(page, 'Three');
    await press(page, 'Delete: Three');
    await press(page, 'Delete');
    await expect.poll(() => host.threads.size, eventually).toBe(1);
    await focusIs(page, 'One');
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedName(page), eventually).not.toBe('body');
  });

  it('when the answer ends while Stop has the focus', async () => {
    const page = await openChat();
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'), added(assistantItem('msg_2')), delta('msg_2', 'Hello'));
    await button(page, 'Stop').focus();
    turn.send(done(assistantItem('msg_2', 'Hello')));
    turn.end();
    await button(page, 'Stop').waitFor({ state: 'detached' });
    await expect.poll(() => focusedName(page), eventually).not.toBe('body');
  });

  it('when an attachment, a quote, a tool or a menu is removed', async () => {
    const page = await openChat({
      script: `const chat = mount({ composer: { attachments: { enabled: true }, tools: [{ id: 'search', label: 'Search', icon: 'search' }] } });
        chat.addEventListener('chatkit.ready', () => chat.setComposerValue({ text: 'x', reply: 'quoted', attachments: [{ type: 'file', id: 'f', name: 'a.pdf', mime_type: 'application/pdf' }], selectedToolId: 'search' }));`,
    });
    await press(page, 'Remove a.pdf');
    await inComposer(page);
    await press(page, 'Stop using Search');
    await expect.poll(() => focusedName(page), eventually).not.toBe('body');
    await press(page, 'Add files and tools');
    await page.keyboard.press('Escape');
    await focusIs(page, 'Add files and tools');
  });

  it('on resending, answering a question, expanding a list, and loading an image', async () => {
    const page = await openChat();
    const lost = await say(page, host, 'hello');
    lost.cut();
    await press(page, 'Try again');
    await inComposer(page);
    const turn = await host.nextTurn();
    const rows = ['a', 'b', 'c'].map((value) => ({
      type: 'ListViewItem',
      key: value,
      children: [{ type: 'Text', value }],
    }));
    turn.send(
      ...begun('hello'),
      done(assistantItem('msg_2', '![a tower](https://elsewhere.example/t.png)')),
      done(widgetItem('wid_1', { type: 'ListView', limit: 1, children: rows })),
      done(questionItem('q_1')),
    );
    turn.end();
    await press(page, 'Show 2 more');
    await expect.poll(() => focusedName(page), eventually).not.toBe('body');
    await page.getByRole('button', { name: /Load the image/ }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedName(page), eventually).not.toBe('body');
    await page.getByRole('radio', { name: 'S', exact: true }).check();
    await press(page, 'Send answers');
    const answered = await host.nextTurn();
    answered.send(done({ ...questionItem('q_1'), status: 'answered' }), done(assistantItem('msg_3', 'Noted.')));
    answered.end();
    await page.getByRole('log').getByText('Noted.').waitFor();
    await inComposer(page);
  });
});

describe('announcements', () => {
  it('the message log is silent; finished sentences are announced once, politely [E184]', async () => {
    const page = await openChat();
    await page.evaluate(() => {
      const announced: string[] = [];
      const status = document
        .querySelector('openai-chatkit')
        ?.shadowRoot?.querySelector('[role=status][aria-live=polite]');
      Object.assign(window, { announced });
      if (status)
        new MutationObserver((changes) =>
          changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => announced.push(node.textContent ?? ''))),
        ).observe(status, { childList: true });
    });
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'), added(assistantItem('msg_2')));
    for (const piece of ['It is ', 'on its ', 'way. It ', 'comes tomorrow', '.']) turn.send(delta('msg_2', piece));
    turn.send(done(assistantItem('msg_2', 'It is on its way. It comes tomorrow.')));
    turn.end();
    const announced = () => page.evaluate(() => (window as unknown as { announced: string[] }).announced.join('|'));
    await expect.poll(announced, eventually).toContain('It comes tomorrow.');
    expect((await announced()).split('It is on its way.')).toHaveLength(2);
    expect((await announced()).split('|')).not.toContain('It is');
    expect(await page.getByRole('log').getAttribute('aria-live')).toBe('off');
  });
});

/** Every animation and transition that runs, in the page and in the element. */
const moving = (page: Page) =>
  page.evaluate(() =>
    [document, ...[...document.querySelectorAll('openai-chatkit')].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
      .flatMap((tree) => tree.getAnimations())
      .flatMap((animation) => {
        const { duration, iterations, endTime } = animation.effect?.getComputedTiming() ?? {};
        const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
        return Number(endTime) > 17 ? [`${target?.className} ${Number(duration)} ms × ${iterations}`] : [];
      }),
  );

describe('reduced motion', () => {
  it('nothing moves during answers, menus, the history or recording [E185]', async () => {
    const script = `mount({ composer: { tools: [{ id: 'search', label: 'Search', icon: 'search' }], dictation: { enabled: true } } });`;
    const before = `navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream;`;
    const page = await openChat({ script, before }, { reducedMotion: 'reduce' });
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'));
    await page.locator('.dots').waitFor();
    expect(await moving(page), 'awaited').toEqual([]);
    turn.send({ type: 'progress_update', icon: 'search', text: 'Searching' });
    await page.getByText('Searching').first().waitFor();
    expect(await moving(page), 'progress').toEqual([]);
    turn.send(added(assistantItem('msg_2')), delta('msg_2', 'A word, and another.\n\nA second'));
    await page.getByText('A second').first().waitFor();
    expect(await moving(page), 'written').toEqual([]);
    await button(page, 'Add files and tools').or(button(page, 'Tools')).first().click();
    await page.getByRole('menu').waitFor();
    expect(await moving(page), 'menu').toEqual([]);
    await page.keyboard.press('Escape');
    turn.end();
    await button(page, 'Conversation history').click();
    await button(page, 'Back to chat').waitFor();
    expect(await moving(page), 'history').toEqual([]);
    await button(page, 'Back to chat').click();
    await page.locator('.icon-button:has(path[d^="M12 2a3"])').click();
    await page.locator('.recording').waitFor();
    expect(await moving(page), 'voice').toEqual([]);
  });

  it('without it something does move, which proves the measurement', async () => {
    const page = await openChat({}, { reducedMotion: 'no-preference' });
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'));
    await page.locator('.dots').waitFor();
    expect(await moving(page)).not.toEqual([]);
  });
});

describe('400 % zoom: 320 × 256 CSS pixels', () => {
  it('nothing overflows sideways; header and composer are visible and work', async () => {
    host.threads.set('thr_1', {
      id: 'thr_1',
      title: 'A rather long title of a conversation',
      items: [
        assistantItem(
          'msg_1',
          '# A heading\n\nSome `code` and a_very_long_word_that_has_no_place_to_break_anywhere_at_all.\n\n| a | b | c |\n| --- | --- | --- |\n| some words | more words | still more words |',
        ),
      ],
    });
    const page = await openChat(
      {
        script: `mount({ initialThread: 'thr_1', composer: { attachments: { enabled: true }, tools: [{ id: 'search', label: 'Search the web', icon: 'globe', pinned: true }], models: [{ id: 'a', label: 'Fast', default: true }] }, disclaimer: { text: 'Answers can be wrong. Read our [privacy notes](https://example.com).' } });`,
      },
      { viewport: { width: 320, height: 256 } },
    );
    await page.getByText('Some').first().waitFor();
    const within = async (name: string) => {
      const box = await button(page, name).boundingBox();
      expect(
        box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 320 && box.y + box.height <= 256,
        `${name} ${JSON.stringify(box)}`,
      ).toBe(true);
    };
    await within('Conversation history');
    await within('New chat');
    await within('Send message');
    // The words in the empty field stand between its edges.
    const { height: line, field: room } = await field(page).evaluate((element) => ({
      height: parseFloat(getComputedStyle(element).lineHeight),
      field: element.clientHeight,
    }));
    expect(room).toBeGreaterThanOrEqual(line + 8);
    await field(page).click();
    await page.keyboard.type('one line after another '.repeat(8));
    await within('Send message');
    expect(
      await page.evaluate(() => {
        const root = document.querySelector('openai-chatkit')?.shadowRoot;
        const list = root?.querySelector('[role=log]');
        return [
          document.scrollingElement,
          list,
          root?.querySelector('.editor'),
          root?.querySelector('.conversation'),
        ].map((box) => (box ? box.scrollWidth - box.clientWidth : 0));
      }),
    ).toEqual([0, 0, 0, 0]);
    // Some of the conversation is still to be seen, and of what is being written.
    expect(await page.getByRole('log').evaluate((log) => log.clientHeight)).toBeGreaterThanOrEqual(40);
    expect(await field(page).evaluate((element) => element.clientHeight)).toBeGreaterThanOrEqual(24);
    await button(page, 'Conversation history').click();
    await within('Back to chat');
  });
});

describe('a phone', () => {
  const phone = { viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

  it('fields have at least 16 px, or the browser would zoom', async () => {
    host.threads.set('thr_1', {
      id: 'thr_1',
      title: 'Form',
      items: [
        widgetItem('wid_1', {
          type: 'Card',
          children: [
            { type: 'Input', name: 'a' },
            { type: 'Textarea', name: 'b' },
            { type: 'Select', name: 'c', options: [{ value: 'x' }] },
            { type: 'Text', value: 'edit me', size: 'sm', editable: { name: 'd' } },
          ],
        }),
        questionItem('q_1'),
      ],
    });
    const page = await openChat(
      { script: `mount({ initialThread: null, theme: { typography: { baseSize: 14 } } });` },
      phone,
    );
    const sizes = () =>
      page.evaluate(() =>
        [
          ...(document
            .querySelector('openai-chatkit')
            ?.shadowRoot?.querySelectorAll(
              'input:not([type=radio], [type=checkbox], [type=file], [hidden]), textarea, select, [role=textbox]',
            ) ?? []),
        ].map((box) => Number.parseFloat(getComputedStyle(box).fontSize)),
      );
    expect(await sizes()).toEqual([16]);
    await page
      .locator('openai-chatkit')
      .evaluate((chat) => (chat as unknown as { setThreadId(id: string): Promise<void> }).setThreadId('thr_1'));
    await page.getByRole('radio', { name: 'Something else' }).check();
    await page.locator('.w-editable').waitFor();
    const all = await sizes();
    expect(all.length).toBeGreaterThanOrEqual(5);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(16);
  });

  it('the composer is above an on-screen keyboard, and moves back without it', async () => {
    // Headless browsers have no keyboard to show. A real one lowers the visual viewport, so this does the same.
    const before = `const real = visualViewport; window.keyboard = 0;
      Object.defineProperty(VisualViewport.prototype, 'height', { get: () => innerHeight - window.keyboard });
      window.showKeyboard = (height) => { window.keyboard = height; real.dispatchEvent(new Event('resize')); };`;
    const page = await openChat({ before }, phone);
    const lowest = () => field(page).evaluate((element) => Math.round(element.getBoundingClientRect().bottom));
    const atRest = await lowest();
    await field(page).tap();
    await page.evaluate('showKeyboard(320)');
    await expect.poll(lowest, eventually).toBeLessThanOrEqual(700 - 320);
    expect(
      await page.evaluate(
        () =>
          document.querySelector('openai-chatkit')?.shadowRoot?.querySelector('.header')?.getBoundingClientRect().top,
      ),
    ).toBeGreaterThanOrEqual(0);
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'), done(assistantItem('msg_2', 'Hello to you.')));
    turn.end();
    await page.getByRole('log').getByText('Hello to you.').waitFor();
    expect(await page.getByRole('log').evaluate((log) => log.getBoundingClientRect().bottom)).toBeLessThanOrEqual(
      700 - 320,
    );
    await page.evaluate('showKeyboard(0)');
    await expect.poll(lowest, eventually).toBe(atRest);
  });
});

describe('forced colours', () => {
  it('controls have borders, the focus a ring, and fills become system colours', async () => {
    host.threads.set('thr_1', { id: 'thr_1', title: 'A talk', items: [] });
    const page = await openChat(
      { script: `mount({ startScreen: { prompts: [{ label: 'Track', prompt: 'x', icon: 'cube' }] } });` },
      { forcedColors: 'active', colorScheme: 'dark' },
    );
    const look = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { borderTopWidth, borderTopStyle, outlineStyle, outlineWidth, backgroundColor, color } =
            getComputedStyle(element);
          return { borderTopWidth, borderTopStyle, outlineStyle, outlineWidth, backgroundColor, color };
        });
    const edged = { borderTopWidth: '1px', borderTopStyle: 'solid' };
    expect(await look('.prompt')).toMatchObject(edged);
    expect(await look('.composer')).toMatchObject(edged);
    // An icon is drawn in the colour of its words, not in a grey of the theme.
    expect((await look('.prompt .icon')).color).toBe((await look('.prompt')).color);
    await field(page).focus();
    await page.keyboard.press('Shift+Tab');
    expect(await look('.prompt:focus')).toMatchObject({ outlineStyle: 'solid', outlineWidth: '2px' });
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'));
    await page.locator('.dots i').first().waitFor();
    expect(await look('.bubble')).toMatchObject(edged);
    expect((await look('.dots i')).backgroundColor).toBe((await look('.bubble')).color);
    turn.end();
    await button(page, 'Conversation history').click();
    await page.locator('.history-row.current').waitFor();
    expect(await look('.history-row.current')).toMatchObject({ outlineStyle: 'solid', outlineWidth: '2px' });
  });
});
