/** Writing and sending: keys, input methods, quotes, locks, drafts. */
import { describe, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import {
  assistantItem,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
  userItem,
  type Chat,
} from '../../../test/harness/chat/render-chat.ts';

const sent = (chat: Chat) =>
  chat.requests.filter(({ type }) => type === 'threads.create' || type === 'threads.add_user_message');
const content = (body: { params: Record<string, unknown> } | null) =>
  (body?.params['input'] as { content: unknown } | undefined)?.content;
const send = (name: string, params: Record<string, unknown>) =>
  (cdp() as unknown as { send(name: string, params: object): Promise<void> }).send(name, params);

describe('keys', () => {
  it('Enter sends, Shift+Enter breaks the line, Control+Enter and Meta+Enter send [E059]', async () => {
    const chat = await renderChat();
    await chat.type('one{Shift>}{Enter}{/Shift}two');
    expect(chat.draft()).toBe('one\ntwo');
    expect(chat.server.waiting).toEqual([]);
    await userEvent.keyboard('{Enter}');
    let turn = await chat.next();
    expect(content(turn.body)).toEqual([{ type: 'input_text', text: 'one\ntwo' }]);
    turn.send(...firstTurn('one\ntwo'));
    turn.end();
    for (const keys of ['{Control>}{Enter}{/Control}', '{Meta>}{Enter}{/Meta}']) {
      await expect.poll(() => chat.root().querySelector('[aria-label="Stop"]')).toBeNull();
      await chat.type(`with ${keys}`);
      turn = await chat.next();
      expect(turn.body?.type).toBe('threads.add_user_message');
      turn.send(done(userItem(`msg_${keys.length}`, 'with')));
      turn.end();
    }
    expect(chat.draft()).toBe('');
  });

  it('empty text and white space cannot be sent [E061]', async () => {
    const chat = await renderChat();
    await expect.element(chat.button('Send message')).toBeDisabled();
    await chat.type('   {Shift>}{Enter}{/Shift}  {Enter}');
    await expect.element(chat.button('Send message')).toBeDisabled();
    expect(sent(chat)).toEqual([]);
    await chat.type('x');
    await expect.element(chat.button('Send message')).toBeEnabled();
  });

  for (const { language, steps, result } of [
    { language: 'Japanese', steps: ['に', 'にほ', 'にほん', '日本'], result: '日本' },
    { language: 'Chinese', steps: ['n', 'ni', 'ni h', 'ni hao', '你好'], result: '你好' },
    { language: 'Korean', steps: ['ㅎ', '하', '한'], result: '한' },
  ]) {
    it(`Enter during ${language} composition does not send; the next Enter does [E060]`, async () => {
      const chat = await renderChat();
      await chat.element.focusComposer();
      for (const text of steps)
        await send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      expect(chat.draft()).toBe(result);
      // An input method sends the committing Enter as key 229 while it is composing.
      await send('Input.dispatchKeyEvent', {
        type: 'rawKeyDown',
        windowsVirtualKeyCode: 229,
        key: 'Process',
        code: 'Enter',
      });
      chat
        .editor()
        .dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
        );
      await send('Input.insertText', { text: result });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', windowsVirtualKeyCode: 13, key: 'Enter', code: 'Enter' });
      expect(sent(chat)).toEqual([]);
      expect(chat.draft()).toBe(result);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await userEvent.keyboard('{Enter}');
      const turn = await chat.next();
      expect(content(turn.body)).toEqual([{ type: 'input_text', text: result }]);
      turn.send(...firstTurn(result));
      turn.end();
    });
  }

  for (const { name, enter } of [
    { name: 'a line break after the commit', enter: { type: 'char', text: '\r', unmodifiedText: '\r' } },
    { name: 'a second key at once', enter: { type: 'keyDown', text: '\r' } },
  ]) {
    it(`the single Enter that a Korean input method reports for ${name} sends`, async () => {
      const chat = await renderChat();
      await chat.element.focusComposer();
      for (const text of ['ㅎ', '하', '한'])
        await send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 });
      const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
      await send('Input.dispatchKeyEvent', { ...key, type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process' });
      await Promise.all([
        send('Input.insertText', { text: '한' }),
        send('Input.dispatchKeyEvent', { ...key, ...enter }),
        send('Input.dispatchKeyEvent', { ...key, type: 'keyUp' }),
      ]);
      const turn = await chat.next();
      expect(content(turn.body)).toEqual([{ type: 'input_text', text: '한' }]);
      expect(chat.draft()).toBe('');
      turn.send(...firstTurn('한'));
      turn.end();
    });
  }

  it('does not send for the Enter that Safari reports right after the composition it has ended', async () => {
    const chat = await renderChat();
    await chat.element.focusComposer();
    await userEvent.keyboard('ok');
    const fire = (event: Event) => chat.editor().dispatchEvent(event);
    const enter = () => new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true });
    fire(new CompositionEvent('compositionstart', { bubbles: true }));
    fire(new CompositionEvent('compositionend', { bubbles: true, data: 'ok' }));
    const endedAt = performance.now();
    fire(enter());
    // Later than a key that belongs to the composition can be.
    await expect.poll(() => performance.now() - endedAt).toBeGreaterThan(50);
    expect(sent(chat)).toEqual([]);
    expect(chat.draft()).toBe('ok');
    fire(enter());
    const turn = await chat.next();
    expect(content(turn.body)).toEqual([{ type: 'input_text', text: 'ok' }]);
    turn.send(...firstTurn('ok'));
    turn.end();
  });

  it('ArrowUp in an empty composer recalls sent messages, ArrowDown goes forward', async () => {
    const items = {
      data: [userItem('msg_1', 'the first'), assistantItem('msg_2', 'yes'), userItem('msg_3', 'the second')],
      has_more: false,
    };
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { 'threads.get_by_id': thread('thr_1', { items }) } },
    );
    await chat.logs('the second');
    await chat.type('{ArrowUp}');
    expect(chat.draft()).toBe('the second');
    await chat.type('{ArrowUp}');
    expect(chat.draft()).toBe('the first');
    await chat.type('{ArrowDown}{ArrowDown}');
    expect(chat.draft()).toBe('');
    await chat.type('mine{ArrowUp}');
    expect(chat.draft()).toBe('mine');
  });

  it('pasted text is plain, and the field grows with it up to a limit, at 16 pixels', async () => {
    const chat = await renderChat();
    const before = chat.editor().offsetHeight;
    await chat.element.focusComposer();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'plain words');
    clipboardData.setData('text/html', '<b onclick="alert(1)">bold</b>');
    chat.editor().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    expect(chat.draft()).toBe('plain words');
    expect(chat.editor().querySelector('b')).toBeNull();
    await chat.element.setComposerValue({ text: 'line\n'.repeat(6) });
    const grown = chat.editor().offsetHeight;
    expect(grown).toBeGreaterThan(before);
    await chat.element.setComposerValue({ text: 'line\n'.repeat(200) });
    expect(chat.editor().offsetHeight).toBeLessThan(320);
    expect(chat.editor().scrollHeight).toBeGreaterThan(1000);
    expect(getComputedStyle(chat.editor()).fontSize).toBe('16px');
  });
});

describe('direction', () => {
  it('follows the language of the typed text; the placeholder follows the interface [E128]', async () => {
    const chat = await renderChat({ locale: 'ar' });
    const direction = () => getComputedStyle(chat.editor()).direction;
    await expect.poll(() => chat.root().querySelector('.chat')?.getAttribute('dir')).toBe('rtl');
    expect(direction()).toBe('rtl');
    await chat.element.setComposerValue({ text: 'English words' });
    expect(direction()).toBe('ltr');
    await chat.element.setComposerValue({ text: 'كلمات عربية' });
    expect(direction()).toBe('rtl');
    await chat.element.setComposerValue({ text: '' });
    expect(direction()).toBe('rtl');
    chat.setOptions({ locale: 'en' });
    await expect.poll(direction).toBe('ltr');
  });
});

describe('sending and stopping', () => {
  it('Stop appears only during a cancellable response; the composer keeps the focus [E063 E184]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), options(true));
    await chat.button('Stop').click();
    await expect.element(chat.button('Send message')).toBeVisible();
    expect(turn.isAborted).toBe(true);
    expect(chat.root().activeElement).toBe(chat.editor());
    expect(chat.errors()).toEqual([]);
  });

  it('a response that cannot be cancelled has no Stop, and blocks sending but not typing [E064]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), options(false));
    await expect.poll(() => chat.button('Stop').elements()).toEqual([]);
    await expect.element(chat.button('Send message')).toBeDisabled();
    await chat.type('the next one{Enter}');
    expect(chat.draft()).toBe('the next one');
    expect(sent(chat)).toHaveLength(1);
    turn.end();
    await expect.element(chat.button('Send message')).toBeEnabled();
  });

  it('a locked thread shows why, a closed one shows a banner; the stream can change both [E066 E067]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), {
      type: 'thread.updated',
      thread: thread('thr_1', { status: { type: 'locked', reason: 'A person is looking at this.' } }),
    });
    await expect.element(page.getByRole('textbox', { name: 'A person is looking at this.' })).toBeVisible();
    turn.end();
    await chat.type('hello?{Enter}');
    await expect.element(chat.button('Send message')).toBeDisabled();
    expect(sent(chat)).toHaveLength(1);
    const second = chat.element.sendUserMessage({ text: 'by the page' });
    const more = await chat.next();
    more.send(done(userItem('msg_5', 'by the page')), {
      type: 'thread.updated',
      thread: thread('thr_1', { status: { type: 'closed' } }),
    });
    await second;
    await chat.shows('This conversation is closed.');
    expect(page.getByRole('textbox').elements()).toEqual([]);
    more.send({ type: 'thread.updated', thread: thread('thr_1') });
    await expect.element(page.getByRole('textbox', { name: 'Message the AI' })).toBeVisible();
    more.end();
  });

  it("the placeholder is the lock reason, the tool's text, the option, or the default [E062]", async () => {
    const tools = [{ id: 'cats', label: 'Cats', icon: 'star' as const, placeholderOverride: 'Which cat?' }];
    const chat = await renderChat({ composer: { tools } });
    const placeholder = (name: string) =>
      expect.element(page.getByRole('textbox', { name, exact: true })).toBeVisible();
    await placeholder('Message the AI');
    chat.setOptions({ composer: { tools, placeholder: 'Ask away' } });
    await placeholder('Ask away');
    await chat.element.setComposerValue({ selectedToolId: 'cats' });
    await placeholder('Which cat?');
    const turn = chat.element.sendUserMessage({ text: 'x' });
    const exchange = await chat.next();
    exchange.send(...firstTurn('x'), {
      type: 'thread.updated',
      thread: thread('thr_1', { status: { type: 'locked', reason: 'Wait.' } }),
    });
    await turn;
    await placeholder('Wait.');
    exchange.end();
  });
});

describe('quotes', () => {
  it('a quote is shown, can be removed, and is sent as quoted_text [E091]', async () => {
    const chat = await renderChat();
    await chat.element.setComposerValue({ reply: 'It shipped on Monday.' });
    await chat.shows('It shipped on Monday.');
    await chat.button('Remove the quoted text').click();
    expect(chat.button('Remove the quoted text').elements()).toEqual([]);
    await chat.element.setComposerValue({ reply: 'It shipped on Tuesday.' });
    const turn = await chat.say('Really?');
    expect(turn.body?.params['input']).toMatchObject({ quoted_text: 'It shipped on Tuesday.' });
    turn.send(...firstTurn('Really?'));
    turn.end();
    expect(chat.button('Remove the quoted text').elements()).toEqual([]);
  });
});

describe('drafts', () => {
  it('are kept per thread across a reload, once the visitor has used the chat', async () => {
    const answers = {
      'threads.get_by_id': ({ thread_id }: { thread_id: string }) =>
        thread(thread_id, { items: { data: [userItem('msg_1', `in ${thread_id}`, thread_id)], has_more: false } }),
    };
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers });
    await chat.logs('in thr_1');
    await chat.element.setComposerValue({ text: 'set by the page' });
    expect(localStorage.length).toBe(0);
    await chat.type(' and by me');
    await chat.element.setThreadId('thr_2');
    expect(chat.draft()).toBe('');
    await chat.type('for the second');
    await chat.element.setThreadId('thr_1');
    expect(chat.draft()).toBe('set by the page and by me');
    chat.element.remove();

    const reloaded = await renderChat({ initialThread: 'thr_2' }, { answers });
    await reloaded.logs('in thr_2');
    expect(reloaded.draft()).toBe('for the second');
    await reloaded.type('{Enter}');
    const turn = await reloaded.next();
    turn.send(done(userItem('msg_9', 'for the second', 'thr_2')));
    turn.end();
    await expect.poll(() => Object.keys(localStorage)).toEqual(['chatkit:draft:thr_1']);
  });

  it('are kept for a new chat, too', async () => {
    const chat = await renderChat();
    await chat.type('half a thought');
    chat.element.remove();
    const reloaded = await renderChat();
    expect(reloaded.draft()).toBe('half a thought');
    await reloaded.type('{Enter}');
    const turn = await reloaded.next('threads.create');
    turn.send(...firstTurn('half a thought'));
    turn.end();
    await expect.poll(() => Object.keys(localStorage)).toEqual([]);
  });
});
