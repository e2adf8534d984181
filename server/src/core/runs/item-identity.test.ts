import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { startConversation } from '../../../../test/harness/chat/conversation.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { silentLog } from '../telemetry/log.ts';
import { ChatKitServer } from '../server.ts';

const reply = (thread: ThreadMetadata, id: string, text: string): AssistantMessageItem => ({
  id,
  thread_id: thread.id,
  created_at: '2026-01-02T03:04:05Z',
  type: 'assistant_message',
  content: text === '' ? [] : [{ type: 'output_text', text, annotations: [] }],
});

/** Streams the texts one after another under the same id, as some providers do. */
class Careless extends ChatKitServer {
  readonly #id: string;
  readonly #announces: boolean;
  constructor(id: string, announces = true) {
    super({ store: new MemoryStore(), log: silentLog });
    this.#id = id;
    this.#announces = announces;
  }
  override async *respond(thread: ThreadMetadata): AsyncGenerator<ThreadStreamEvent> {
    for (const text of ['One', 'Two']) {
      if (this.#announces) {
        yield { type: 'thread.item.added', item: reply(thread, this.#id, '') };
        yield {
          type: 'thread.item.updated',
          item_id: this.#id,
          update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: text },
        };
      }
      yield { type: 'thread.item.done', item: reply(thread, this.#id, text) };
    }
  }
}

const texts = (items: readonly { type: string }[]) =>
  items.flatMap((item) =>
    item.type === 'assistant_message' ? (item as AssistantMessageItem).content.map(({ text }) => text) : [],
  );

describe('replies with a repeated id', () => {
  it.each([
    ['__fake_id__', true],
    ['__fake_id__', false],
    ['', true],
    ['chatcmpl-123', true],
  ])('stay separate when each comes as %j (announced: %j), within and across turns', async (id, announces) => {
    const chat = startConversation(new Careless(id, announces));
    await chat.send('First');
    await chat.send('Second');
    expect(texts(chat.state.items)).toEqual(['One', 'Two', 'One', 'Two']);
    expect(await chat.stored()).toEqual(chat.state.items);
    expect(chat.state.items.map((item) => item.id)).not.toContain('__fake_id__');
    expect(new Set(chat.state.items.map((item) => item.id)).size).toBe(6);
  });
});
