/** The scroll position of the thread, and how much of a long one is rendered. */
import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  frames,
  history,
  openThread,
  paragraph,
  paragraphs,
  settled,
} from '../../../../test/harness/chat/long-thread.ts';
import {
  added,
  assistantItem,
  delta,
  done,
  options,
  thread,
  userItem,
  type Exchange,
} from '../../../../test/harness/chat/render-chat.ts';

describe('scroll position', () => {
  it('a thread opens at its end, even if its text becomes taller afterwards', async () => {
    const chat = await openThread(30);
    await chat.logs('Answer 29');
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    expect(chat.jumpButton()).toBeNull();
  });

  it('a sent message goes to the top, and its answer grows below while the view stays [E110]', async () => {
    const chat = await openThread(30);
    await chat.logs('Answer 29');
    const turn = await chat.say('Something new');
    const sent = userItem('new_1', 'Something new');
    turn.send(done(sent), options(true), added(assistantItem('new_2', '')));
    const key = () =>
      [...chat.root().querySelectorAll<HTMLElement>('[data-item]')].find(({ textContent }) =>
        textContent?.includes('Something new'),
      )?.dataset['item'] ?? '';
    await settled(() => expect(Math.abs(chat.top(key()) - 12)).toBeLessThan(3));
    const position = chat.box().scrollTop;
    for (let part = 0; part < 30; part++) turn.send(delta('new_2', paragraph));
    await settled(() => expect(chat.belowView()).toBeGreaterThan(400));
    expect(chat.box().scrollTop).toBe(position);
    await settled(() => expect(chat.jumpButton()).not.toBeNull());
    turn.send(done(assistantItem('new_2', paragraph.repeat(30))));
    turn.end();
    await expect.element(chat.button('Send message')).toBeVisible();
    expect(chat.box().scrollTop).toBe(position);
  });

  it.each([
    { what: 'in a low window', height: 256, width: 320, text: 'Something new that takes two lines' },
    { what: 'below a message taller than the view', height: 640, width: 480, text: 'many words '.repeat(120).trim() },
  ])(
    'two lines of an answer are in view, and above the fade, when it begins: $what',
    async ({ height, width, text }) => {
      const chat = await openThread(6);
      await chat.logs('Answer 5');
      Object.assign(chat.element.parentElement?.style ?? {}, { height: `${height}px`, width: `${width}px` });
      await chat.element.setComposerValue({ text });
      const turn = await chat.say(' ');
      turn.send(done(userItem('new_1', text)), options(true), added(assistantItem('new_2', '')));
      turn.send(delta('new_2', 'Word '.repeat(300)));
      await chat.logs('Word Word');
      await settled(() => expect(chat.jumpButton()).not.toBeNull());
      const frame = chat.box().parentElement;
      const fade = Number.parseFloat(frame ? getComputedStyle(frame, '::after').height : '');
      await settled(() => {
        const answer = [...chat.root().querySelectorAll('.assistant-message .ck-md')].at(-1)?.getBoundingClientRect();
        const { top, bottom } = chat.box().getBoundingClientRect();
        expect(answer?.top).toBeGreaterThanOrEqual(top);
        expect(bottom - fade - (answer?.top ?? Number.NaN)).toBeGreaterThan(44);
      });
      const position = chat.box().scrollTop;
      turn.send(delta('new_2', 'Word '.repeat(600)));
      await settled(() => expect(chat.belowView()).toBeGreaterThan(900));
      expect(chat.box().scrollTop).toBe(position);
      turn.end();
    },
  );

  it('a message that waits behind another one goes to the top too, wherever the reader was', async () => {
    const chat = await openThread(30);
    await chat.logs('Answer 29');
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    (await chat.say('The first of two')).drop();
    await chat.logs('You’re offline.');
    await chat.scrollTo(chat.box().scrollTop - 800);
    await chat.type('The second of two{Enter}');
    const second = () =>
      [...chat.root().querySelectorAll<HTMLElement>('[data-item]')].find(({ textContent }) =>
        textContent?.includes('The second of two'),
      )?.dataset['item'] ?? '';
    await settled(() => expect(Math.abs(chat.top(second()) - 12)).toBeLessThan(3));
    vi.restoreAllMocks();
  });

  it('the message stays at the top when progress disappears and when the answer ends [E110]', async () => {
    const chat = await openThread(30);
    await chat.logs('Answer 29');
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    const turn = await chat.say('Something new');
    const top = () =>
      Math.abs(
        chat.top(
          [...chat.root().querySelectorAll<HTMLElement>('[data-item]')].find(({ textContent }) =>
            textContent?.includes('Something new'),
          )?.dataset['item'] ?? '',
        ) - 12,
      );
    await chat.logs('Thinking');
    await settled(() => expect(top()).toBeLessThan(3));
    await frames(5);
    turn.send(done(userItem('new_1', 'Something new')), options(true), added(assistantItem('new_2', '')));
    await expect.poll(() => chat.box().textContent).not.toContain('Thinking');
    await frames(5);
    expect(top()).toBeLessThan(3);
    for (let part = 0; part < 30; part++) turn.send(delta('new_2', paragraph));
    turn.send(done(assistantItem('new_2', paragraphs(30))));
    turn.end();
    await expect.element(chat.button('Send message')).toBeVisible();
    await settled(() => expect(chat.belowView()).toBeGreaterThan(400));
    await frames(5);
    expect(top()).toBeLessThan(3);
  });

  it('with autoScroll the view follows the answer, but only for a reader near the end [E111]', async () => {
    const chat = await openThread(30, { thread: { autoScroll: true } });
    await chat.logs('Answer 29');
    const turn = await chat.say('Go on');
    turn.send(done(userItem('new_1', 'Go on')), options(true), added(assistantItem('new_2', '')));
    for (let part = 0; part < 30; part++) turn.send(delta('new_2', paragraph));
    const height = chat.box().scrollHeight;
    await settled(() => expect(chat.box().scrollHeight).toBeGreaterThan(height + 900));
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    for (let part = 0; part < 10; part++) turn.send(delta('new_2', paragraph));
    await frames(5);
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));

    await chat.scrollTo(chat.box().scrollTop - 400);
    const position = chat.box().scrollTop;
    for (let part = 0; part < 10; part++) turn.send(delta('new_2', paragraph));
    await settled(() => expect(chat.belowView()).toBeGreaterThan(800));
    expect(chat.box().scrollTop).toBe(position);
    turn.end();
  });

  it('the button jumps to the latest message and keeps the focus in the thread', async () => {
    const chat = await openThread(30);
    await chat.logs('Answer 29');
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    await chat.scrollTo(Math.max(900, chat.box().scrollTop - 900));
    await settled(() => expect(chat.jumpButton()).not.toBeNull());
    chat.jumpButton()?.focus();
    await userEvent.keyboard('{Enter}');
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    expect(chat.jumpButton()).toBeNull();
    expect(chat.root().activeElement).toBe(chat.box());
  });
});

describe('a long thread', () => {
  it('the button is there as soon as the end of an answer is cut off', async () => {
    const chat = await openThread(30);
    await chat.logs('Answer 29');
    const turn = await chat.say('Something new');
    turn.send(done(userItem('new_1', 'Something new')), options(true), added(assistantItem('new_2', '')));
    for (let line = 0; line < 60 && chat.belowView() < 42; line++) {
      turn.send(delta('new_2', `Line ${line}.\n\n`));
      await chat.logs(`Line ${line}.`);
    }
    expect(chat.belowView()).toBeLessThan(120);
    await settled(() => expect(chat.jumpButton()).not.toBeNull());
    turn.end();
  });

  it('loads older pages near the top, without moving the view [E112]', async () => {
    const chat = await openThread(200);
    await chat.logs('Answer 199');
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    const pages = () => chat.requests.filter(({ type }) => type === 'items.list').length;
    const before = pages();
    await chat.scrollTo(500);
    const inView =
      [...chat.root().querySelectorAll<HTMLElement>('[data-item]')].find(
        (row) => row.getBoundingClientRect().top > chat.box().getBoundingClientRect().top,
      )?.dataset['item'] ?? '';
    const where = chat.top(inView);
    await settled(() => expect(pages()).toBeGreaterThan(before));
    // Once drawn, the older messages are above the view.
    await settled(() => expect(chat.box().scrollTop).toBeGreaterThan(600));
    await frames(10);
    expect(Math.abs(chat.top(inView) - where)).toBeLessThan(3);
  });

  it('loads one older page after a jump near the top, not all of them', async () => {
    const chat = await openThread(200);
    await chat.logs('Answer 199');
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    const pages = () => chat.requests.filter(({ type }) => type === 'items.list').length;
    const before = pages();
    // The first move after a pause is no jump; the second is.
    for (const position of [chat.box().scrollTop - 5, 500]) {
      chat.box().scrollTop = position;
      await frames(1);
    }
    await settled(() => expect(chat.box().scrollTop).toBeGreaterThan(600));
    expect(pages()).toBe(before + 1);
  });

  it('retries a failed older page on the button, not on scrolling', async () => {
    const { 'items.list': page } = history(200);
    const chat = await openThread(200, {}, { 'items.list': null });
    const answer = async (reply: (exchange: Exchange) => void) => reply(await chat.next('items.list'));
    await answer((newest) => newest.reply(page(newest.body?.params ?? {})));
    await chat.logs('Answer 199');
    await chat.scrollTo(500);
    await answer((older) => older.refuse(500));
    await chat.shows('Couldn’t load earlier messages');
    for (const position of [450, 300, 100, 0]) await chat.scrollTo(position);
    const pages = () => chat.requests.filter(({ type }) => type === 'items.list').length;
    expect(pages()).toBe(2);
    await chat.button('Load earlier messages').click();
    await answer((older) => older.reply(page(older.body?.params ?? {})));
    await chat.logs('Question 158');
  });

  it('moves a message sent from far up to the top, though the end was not rendered [E110]', async () => {
    const chat = await openThread(200);
    await chat.logs('Answer 199');
    for (let step = 0; step < 40 && chat.row('m199'); step++)
      await chat.scrollTo(Math.max(0, chat.box().scrollTop - 500));
    expect(chat.row('m199')).toBeNull();
    const turn = await chat.say('Something new');
    turn.send(
      done(userItem('new_1', 'Something new', 'thr_1')),
      options(true),
      done(assistantItem('new_2', paragraph, 'thr_1')),
    );
    const sent = () =>
      [...chat.root().querySelectorAll<HTMLElement>('[data-item]')].find(({ textContent }) =>
        textContent?.includes('Something new'),
      )?.dataset['item'] ?? '';
    await settled(() => expect(Math.abs(chat.top(sent()) - 12)).toBeLessThan(3));
    turn.end();
    await frames(10);
    expect(Math.abs(chat.top(sent()) - 12)).toBeLessThan(3);
  });

  it('shows the outline of messages while the view jumps, and the messages as soon as it stops', async () => {
    const all = history(1000)['items.list']({ limit: 1000 });
    const chat = await openThread(1000, {}, { 'threads.get_by_id': () => thread('thr_1', { items: all }) });
    await chat.logs('Answer 999');
    await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
    const { left, top, width, height } = chat.box().getBoundingClientRect();
    const centre = () => chat.root().elementFromPoint(left + width / 2, top + height / 2);
    const rows = () => [...chat.root().querySelectorAll<HTMLElement>('[data-item]')].map((row) => row.dataset['item']);
    const end = chat.box().scrollHeight;
    // Back and forth over most of the thread, which is too fast even if a frame takes long on a busy machine.
    const jump = (step: number) => {
      chat.box().scrollTop = end * (step % 2 === 0 ? 0.9 - step / 100 : 0.1 + step / 100);
      return frames(1);
    };
    await jump(1);
    await jump(2); // the view moves, and it may be a single jump
    const before = rows();
    for (let step = 3; step <= 12; step++) {
      await jump(step);
      expect(rows()).toEqual(before);
      const space = centre()?.closest('.space');
      expect(space && getComputedStyle(space).backgroundImage).toContain('gradient');
    }
    await settled(() => expect(centre()?.closest('[data-item]')).not.toBeNull());
    expect(rows()).not.toEqual(before);
    expect(rows().length).toBeLessThan(100);
  });

  it('renders only what is near the view, and can be scrolled through completely', async () => {
    const chat = await openThread(300);
    await chat.logs('Answer 299');
    const seen = new Set<string>();
    for (let step = 0; step < 400 && !seen.has('m0'); step++) {
      await chat.scrollTo(Math.max(0, chat.box().scrollTop - 500));
      for (const row of chat.root().querySelectorAll<HTMLElement>('[data-item]')) seen.add(row.dataset['item'] ?? '');
      expect(chat.root().querySelectorAll('[data-item]').length).toBeLessThan(120);
    }
    expect(seen.size).toBe(300);
  }, 90_000);
});
