import { describe, expect, it } from 'vitest';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import {
  ada,
  done,
  file,
  hidden,
  input,
  message,
  openChat,
  outline,
  type Script,
  userMessage,
} from '../../../test/harness/chat/chat-server.ts';
import { NotFoundError } from './errors.ts';
import { silentLog } from './telemetry/log.ts';

describe('threads.retry_after_item', () => {
  const retry = (threadId: string, itemId: string) => ({
    type: 'threads.retry_after_item',
    params: { thread_id: threadId, item_id: itemId },
  });
  async function openWith(count: number, script: Script = {}) {
    const asked: (UserMessageItem | null)[] = [];
    const chat = openChat({
      ...script,
      async *respond(thread, inputUserMessage) {
        asked.push(inputUserMessage);
        yield done(message(thread.id, 'again', 'Better'));
      },
    });
    const { id } = await chat.thread();
    const newer = Array.from({ length: count }, (_, index) =>
      index % 2 ? hidden(id, `h${index}`) : message(id, `m${index}`, 'x'),
    );
    for (const item of [message(id, 'before', 'Hello'), userMessage(id, 'question'), ...newer])
      await chat.store.addThreadItem(id, item, ada());
    return { chat, id, asked };
  }

  it('deletes all newer items silently, hidden ones too, and answers the message again [P126 P127]', async () => {
    const { chat, id, asked } = await openWith(45);
    expect(outline(await chat.stream(retry(id, 'question')))).toEqual([
      'stream_options',
      'thread.item.done assistant_message',
    ]);
    expect((await chat.stored(id)).map((item) => item.id)).toEqual(['before', 'question', 'again']);
    expect(asked).toMatchObject([{ id: 'question' }]);
  });

  it('is refused for items other than user messages, and deletes nothing [P128]', async () => {
    const { chat, id } = await openWith(3);
    expect((await chat.post(retry(id, 'before'))).status).toBe(409);
    expect(await chat.stored(id)).toHaveLength(5);
  });

  it('gives an empty stream for an unknown item and deletes nothing [P129]', async () => {
    const { chat, id, asked } = await openWith(25);
    const response = await chat.post(retry(id, 'nobodys'));
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/event-stream',
      '',
    ]);
    expect(await chat.stored(id)).toHaveLength(27);
    expect(asked).toEqual([]);
  });

  describe('with a changed message', () => {
    const edit = (threadId: string, itemId: string, more = {}) => {
      const { type, params } = retry(threadId, itemId);
      return { type, params: { ...params, input: { ...input('Changed'), ...more } } };
    };

    it('replaces the message in its place, deletes what came after, and answers the new words', async () => {
      const { chat, id, asked } = await openWith(3);
      const before = await chat.stored(id);
      const events = await chat.stream(edit(id, 'question'));
      expect(outline(events)).toEqual([
        'thread.item.replaced user_message',
        'stream_options',
        'thread.item.done assistant_message',
      ]);
      const stored = await chat.stored(id);
      expect(stored.map((item) => item.id)).toEqual(['before', 'question', 'again']);
      expect(stored[1]).toMatchObject({
        content: [{ type: 'input_text', text: 'Changed' }],
        created_at: before[1]?.created_at,
      });
      expect(asked).toEqual([stored[1]]);
    });

    it('keeps its files and accepts new ones; a missing file refuses the whole request', async () => {
      const { chat, id } = await openWith(3);
      await chat.store.saveAttachment(file('new'), ada());
      await chat.store.saveItem(id, { ...userMessage(id, 'question'), attachments: [file('old')] }, ada());
      expect((await chat.post(edit(id, 'question', { attachments: ['old', 'missing'] }))).status).toBe(404);
      expect(await chat.stored(id)).toHaveLength(5);
      await chat.stream(edit(id, 'question', { attachments: ['new', 'old'] }));
      expect((await chat.stored(id))[1]).toMatchObject({ attachments: [{ id: 'new' }, { id: 'old' }] });
    });

    it('deletes the files of dropped messages, except those that another message has', async () => {
      const deleted: string[] = [];
      const attachmentStore = {
        generateAttachmentId: () => 'x',
        deleteAttachment: async (fileId: string) => void deleted.push(fileId),
      };
      const { chat, id } = await openWith(0, { attachmentStore });
      const say = async (itemId: string, ...names: string[]) => {
        const attachments = names.map((name) => ({ ...file(name), thread_id: id }));
        for (const each of attachments) await chat.store.saveAttachment(each, ada());
        await chat.store.saveItem(id, { ...userMessage(id, itemId), attachments }, ada());
      };
      const other = await chat.thread();
      await say('question', 'kept', 'taken out', 'shared');
      await say('newer', 'dropped', 'shared');
      await chat.store.saveAttachment({ ...file('elsewhere'), thread_id: other.id }, ada());
      await chat.store.saveItem(
        id,
        { ...userMessage(id, 'newest'), attachments: [{ ...file('elsewhere'), thread_id: id }, file('unknown')] },
        ada(),
      );
      await chat.stream(edit(id, 'question', { attachments: ['kept', 'shared'] }));
      expect(deleted.toSorted()).toEqual(['dropped', 'taken out']);
      for (const gone of deleted)
        await expect(chat.store.loadAttachment(gone, ada())).rejects.toBeInstanceOf(NotFoundError);
      for (const left of ['kept', 'shared', 'elsewhere'])
        expect(await chat.store.loadAttachment(left, ada())).toMatchObject({ id: left });
      await say('later', 'retried');
      await chat.stream(retry(id, 'question'));
      expect(deleted.at(-1)).toBe('retried');
    });

    it('answers although a file cannot be deleted, and logs that', async () => {
      const errors: unknown[] = [];
      const attachmentStore = {
        generateAttachmentId: () => 'x',
        deleteAttachment: () => Promise.reject(new Error('The disk is unavailable.')),
      };
      const log = { ...silentLog, error: (...words: unknown[]) => void errors.push(words[1]) };
      const { chat, id } = await openWith(0, { attachmentStore, log });
      const attachments = [{ ...file('old'), thread_id: id }];
      await chat.store.saveAttachment({ ...file('old'), thread_id: id }, ada());
      await chat.store.saveItem(id, { ...userMessage(id, 'question'), attachments }, ada());
      expect(outline(await chat.stream(edit(id, 'question'))).at(-1)).toBe('thread.item.done assistant_message');
      expect(errors).toEqual(['A file of a deleted message could not be deleted.']);
    });

    it('may be no longer than a message', async () => {
      const chat = openChat({ messageLimits: { maxMessageChars: 5 } });
      const { id } = await chat.thread();
      await chat.store.addThreadItem(id, userMessage(id, 'question'), ada());
      expect((await chat.post(edit(id, 'question'))).status).toBe(400);
      expect(await chat.stored(id)).toMatchObject([{ content: userMessage(id, 'question').content }]);
    });
  });
});
