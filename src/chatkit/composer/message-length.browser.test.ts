/** The limits that the server sends to the composer. */
import { userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { renderChat, type Chat } from '../../../test/harness/chat/render-chat.ts';

const picker = (chat: Chat) => chat.root().querySelector<HTMLInputElement>('input[type=file]')?.accept;

/** A chat that knows these limits. They come with the list of conversations, which loads when the page has time. */
async function open(limits?: { file_types?: string[] } & Record<string, unknown>) {
  const announced = limits && { file_types: ['text/plain'], ...limits };
  const chat = await renderChat(
    { composer: { attachments: { enabled: true, maxCount: 5 } } },
    { answers: { 'threads.list': { data: [], has_more: false, limits: announced } } },
  );
  await expect.poll(() => !announced || picker(chat) === announced.file_types.join(), { timeout: 20_000 }).toBe(true);
  return chat;
}

describe('a message', () => {
  it('shows its length near the limit; if it is too long, it is not sent and stays', async () => {
    const chat = await open({ message_chars: 20, attachments: 1 });
    const shown = () => chat.root().querySelector('.message-length')?.firstChild?.textContent;
    const send = () => chat.root().querySelector<HTMLButtonElement>('.send');
    await userEvent.click(chat.editor());
    await userEvent.keyboard('0123456789');
    expect(shown()).toBeUndefined();
    await userEvent.keyboard('012345678');
    await expect.poll(shown).toBe('19 of 20 characters');
    await userEvent.keyboard('9x');
    await expect.poll(shown).toBe('Too long to send: 21 of 20 characters.');
    expect(chat.root().querySelector('.message-length [role=status]')?.textContent).toContain('Too long to send');
    expect(send()?.matches('[aria-disabled=true], :disabled')).toBe(true);
    await userEvent.keyboard('{Enter}');
    expect(chat.editor().textContent).toBe('01234567890123456789x');
    await userEvent.keyboard('{Backspace}');
    await expect.poll(() => send()?.matches('[aria-disabled=true], :disabled')).toBe(false);
    await userEvent.keyboard('{Enter}');
    const { body } = await chat.next('threads.create');
    expect(body?.params['input']).toMatchObject({ content: [{ text: '01234567890123456789' }] });
    expect(shown()).toBeUndefined();
  });

  it('that the page sends is refused with a message, and creates no thread', async () => {
    const chat = await open({ message_chars: 20, attachments: 1 });
    await expect(chat.element.sendUserMessage({ text: 'x'.repeat(21), newThread: true })).rejects.toThrow(
      'more than 20 characters',
    );
    expect(chat.requests.map(({ type }) => type)).not.toContain('threads.create');
  });

  it('may have 100,000 characters until the server says otherwise', async () => {
    const chat = await open();
    await expect(chat.element.sendUserMessage({ text: 'x'.repeat(100_001) })).rejects.toThrow('more than 100000');
    chat.element.sendUserMessage({ text: 'x'.repeat(100_000) }).catch(() => undefined);
    await chat.next('threads.create');
  });
});

it('the file picker offers the types that the server accepts, unless the page names some', async () => {
  const chat = await open({
    message_chars: 20,
    attachments: 5,
    file_types: ['image/png', 'text/plain'],
    file_bytes: 9,
  });
  expect(picker(chat)).toBe('image/png,text/plain');
  chat.setOptions({ composer: { attachments: { enabled: true, accept: { 'image/*': ['.png'] } } } });
  await expect.poll(() => picker(chat)).toBe('image/*,.png');
});

it('a file that is too large for the server is refused before it is uploaded', async () => {
  const chat = await open({ message_chars: 20, attachments: 5, file_types: ['text/plain'], file_bytes: 2048 });
  const file = new File(['x'.repeat(2049)], 'long.txt', { type: 'text/plain' });
  void chat.element.setComposerValue({ files: [file] });
  await chat.shows('long.txt is larger than 2 kB');
  expect(chat.requests.map(({ type }) => type)).not.toContain('attachments.create');
});

it('the composer accepts no more files than the server does', async () => {
  const chat = await open({ message_chars: 20, attachments: 1 });
  const files = ['a.txt', 'b.txt'].map((name) => new File(['x'], name, { type: 'text/plain' }));
  void chat.element.setComposerValue({ files });
  await chat.shows('You can attach only 1 file');
});
