/** Editing text and tags with the keys a person uses. */
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderChat, type Chat } from '../../../../test/harness/chat/render-chat.ts';

const entities = {
  onTagSearch: async (query: string) =>
    ['Ann', 'Bob'].filter((name) => name.startsWith(query)).map((title) => ({ id: title.toLowerCase(), title })),
};
const keys = (text: string) => userEvent.keyboard(text);
const undo = '{Control>}z{/Control}';
const redo = '{Control>}{Shift>}z{/Shift}{/Control}';
const all = '{Control>}a{/Control}';

async function mention(name: string) {
  await keys(`@${name}`);
  await expect.element(page.getByRole('option', { name })).toBeVisible();
  await keys('{Enter}');
}

/** The field's content as text, with tags in brackets. */
const fieldText = (chat: Chat) =>
  [...chat.editor().childNodes]
    .map((node) =>
      node instanceof HTMLElement && node.classList.contains('tag') ? `[${node.textContent}]` : node.textContent,
    )
    .join('');

async function write() {
  const chat = await renderChat({ entities });
  await chat.element.focusComposer();
  return chat;
}

describe('a tag in the text', () => {
  it('is one step for the arrow keys, and is deleted whole from either side', async () => {
    const chat = await write();
    await keys('a');
    await keys(' ');
    await mention('Ann');
    await keys('{Backspace}b');
    expect(fieldText(chat)).toBe('a [Ann]b');
    await keys('{ArrowLeft}{ArrowLeft}x');
    expect(fieldText(chat)).toBe('a x[Ann]b');
    await keys('{ArrowRight}y');
    expect(fieldText(chat)).toBe('a x[Ann]yb');
    await keys('{ArrowLeft}{Backspace}');
    expect(fieldText(chat)).toBe('a xyb');
    await keys(`${undo}{Home}{ArrowRight}{ArrowRight}{ArrowRight}{Delete}`);
    expect(fieldText(chat)).toBe('a xyb');
  });

  it('follows undo and redo, which restore text and caret too', async () => {
    const chat = await write();
    await keys('Hi ');
    await mention('Ann');
    await keys('there');
    await keys(undo);
    expect(fieldText(chat)).toBe('Hi [Ann] ');
    await keys(undo);
    expect(fieldText(chat)).toBe('Hi @Ann');
    await keys(`${undo}${undo}${undo}`);
    expect(fieldText(chat)).toBe('');
    await keys(`${redo}${redo}`);
    expect(fieldText(chat)).toBe('Hi [Ann] ');
    await keys('{Control>}y{/Control}');
    expect(fieldText(chat)).toBe('Hi [Ann] there');
    await keys('{Home}{ArrowRight}{ArrowRight}!');
    await keys(`${all}{Delete}`);
    expect(fieldText(chat)).toBe('');
    await keys(undo);
    expect(fieldText(chat)).toBe('Hi! [Ann] there');
    await keys(`${undo}?`);
    expect(fieldText(chat)).toBe('Hi [Ann] there?');
  });

  it('is copied as text, and is a tag again when pasted into the field', async () => {
    const chat = await write();
    await keys('to ');
    await mention('Bob');
    let clipboard = '';
    chat.editor().addEventListener('copy', (event) => (clipboard = event.clipboardData?.getData('text/plain') ?? ''));
    await keys(`${all}{Control>}c{/Control}`);
    expect(clipboard).toBe('to Bob ');
    await keys('{End}and {Control>}v{/Control}');
    expect(fieldText(chat)).toBe('to [Bob] and to [Bob] ');
    await keys(`${all}{Control>}x{/Control}`);
    expect(fieldText(chat)).toBe('');
    await keys(undo);
    expect(fieldText(chat)).toBe('to [Bob] and to [Bob] ');
    await keys(`${all}{Backspace}{Control>}v{/Control}`);
    expect(fieldText(chat)).toBe('to [Bob] and to [Bob] ');
    await keys('{Enter}');
    const turn = await chat.next('threads.create');
    expect(turn.body?.params['input']).toMatchObject({
      content: [
        { type: 'input_text', text: 'to ' },
        { type: 'input_tag', id: 'bob' },
        { type: 'input_text', text: ' and to ' },
        { type: 'input_tag', id: 'bob' },
      ],
    });
    turn.drop();
  });
});

describe('undo', () => {
  it('reverts line breaks and pasted text, but nothing from before the last message', async () => {
    const chat = await write();
    await keys('one{Shift>}{Enter}{/Shift}two');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '\r\nthree\r\nfour');
    chat.editor().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    expect(chat.draft()).toBe('one\ntwo\nthree\nfour');
    await keys(undo);
    expect(chat.draft()).toBe('one\ntwo');
    await keys(undo);
    await keys(undo);
    expect(chat.draft()).toBe('one');
    await keys(`${redo}${redo}{Enter}`);
    const turn = await chat.next('threads.create');
    turn.drop();
    await chat.complains('Couldn’t connect');
    await keys(undo);
    expect(chat.draft()).toBe('');
  });
});

describe('beforeinput', () => {
  interface Announced {
    text?: string;
    /** Offsets in the first text node. */
    from: number;
    to?: number;
    endsInTag?: boolean;
  }

  /**
   * Fires `beforeinput` as spelling, drag and drop, or a menu does. Returns whether the field handles the edit itself.
   */
  function announce(chat: Chat, inputType: string, { text, from, to = from, endsInTag = false }: Announced) {
    const field = chat.editor();
    const [first] = field.childNodes;
    const dataTransfer = new DataTransfer();
    if (text) dataTransfer.setData('text/plain', text);
    const target = { startContainer: first ?? field, startOffset: from, endContainer: first ?? field, endOffset: to };
    if (endsInTag) Object.assign(target, { endContainer: field.querySelector('.tag')?.firstChild, endOffset: 1 });
    const event = new InputEvent('beforeinput', {
      inputType,
      dataTransfer: text ? dataTransfer : null,
      targetRanges: [new StaticRange(target)],
      bubbles: true,
      cancelable: true,
    });
    field.dispatchEvent(event);
    return event.defaultPrevented;
  }

  it('applies a correction, and a drag of text as one undo step', async () => {
    const chat = await write();
    await keys('teh cat sat');
    expect(announce(chat, 'insertReplacementText', { text: 'the', from: 0, to: 3 })).toBe(true);
    expect(fieldText(chat)).toBe('the cat sat');
    announce(chat, 'deleteByDrag', { from: 3, to: 7 });
    expect(fieldText(chat)).toBe('the sat');
    announce(chat, 'insertFromDrop', { text: ' cat', from: 7 });
    expect(fieldText(chat)).toBe('the sat cat');
    await keys(undo);
    expect(fieldText(chat)).toBe('the cat sat');
    await keys(undo);
    expect(fieldText(chat)).toBe('teh cat sat');
  });

  it('deletes the whole tag if a deletion ends inside it', async () => {
    const chat = await write();
    await keys('to ');
    await mention('Ann');
    expect(announce(chat, 'deleteContentBackward', { from: 2, endsInTag: true })).toBe(true);
    expect(fieldText(chat)).toBe('to ');
    await keys('{Enter}');
    const turn = await chat.next('threads.create');
    expect(turn.body?.params['input']).toMatchObject({ content: [{ type: 'input_text', text: 'to' }] });
    turn.drop();
  });

  it('leaves typing and composition to the browser', async () => {
    const chat = await write();
    await keys('a');
    for (const inputType of ['insertCompositionText', 'deleteByComposition', 'insertFromComposition'])
      expect(announce(chat, inputType, { text: 'x', from: 0, to: 1 })).toBe(false);
    expect(announce(chat, 'insertText', { text: 'x', from: 1 })).toBe(false);
    expect(fieldText(chat)).toBe('a');
  });

  it('keeps the lines of a text that an extension inserts', async () => {
    const chat = await write();
    await keys('Hi ');
    document.execCommand('insertText', false, 'Ann\n\nand Bob\nbye');
    await keys('{Enter}');
    const { body } = await chat.next('threads.create');
    expect(body?.params['input']).toMatchObject({ content: [{ text: 'Hi Ann\n\nand Bob\nbye' }] });

    await keys('a');
    expect(announce(chat, 'insertText', { text: 'b\nc', from: 1 })).toBe(true);
    expect(fieldText(chat)).toBe('ab\nc');
  });

  it('deletes an accent separately, and an emoji whole', async () => {
    const chat = await write();
    await chat.element.setComposerValue({ text: 'a👩‍👩‍👧e\u0301' });
    await keys('{End}{Backspace}');
    expect(fieldText(chat)).toBe('a👩‍👩‍👧e');
    await keys('{Backspace}{Backspace}');
    expect(fieldText(chat)).toBe('a');
  });
});
