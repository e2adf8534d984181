/** Streams recorded from ChatKit's own server: each event is understood, and what they add up to is what it then gives. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { parseEvent } from '@chatdock/protocol/parse';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import { parseResponse } from '@chatdock/protocol/requests/responses';
import { loadThread } from '@chatdock/protocol/reducer/turn';
import { fitEvents } from '../../src/chatkit/state/turns/foreign-events.ts';

interface Recording {
  events: object[];
  /** The answer to `threads.get_by_id` when the stream had ended. */
  loaded: unknown;
}

const file = new URL('../fixtures/chatkit-python-1.6.5.json', import.meta.url);
const { streams } = JSON.parse(readFileSync(file, 'utf8')) as { streams: Record<string, Recording> };

describe.each(Object.entries(streams))('a recorded stream: %s', (_name, { events, loaded }) => {
  const parsed = events.map(parseEvent).filter((event) => event !== null);

  it('parses event by event without losing anything [D080]', () => {
    expect(parsed).toHaveLength(events.length);
    expect(parsed).toMatchObject(events);
  });

  it('reduces to the thread that the server returns afterwards', () => {
    const shown = parsed.reduce(reduce, emptyThreadState);
    const thread = parseResponse('threads.get_by_id', loaded);
    const opened = loadThread(thread, thread.items.data);
    expect(shown.items).toEqual(opened.items);
    expect(shown.thread).toEqual(opened.thread);
    expect([...shown.open]).toEqual([]);
    expect(thread).toMatchObject(loaded as object);
  });
});

interface Conversation {
  turns: object[][];
  /** The answer to `threads.get_by_id` when the last stream had ended. */
  loaded: unknown;
}

const others = new URL('../fixtures/other-chatkit-servers.json', import.meta.url);
const { streams: conversations } = JSON.parse(readFileSync(others, 'utf8')) as {
  streams: Record<string, Conversation>;
};

const textsOf = ({ items }: ThreadState) =>
  items.flatMap((item) =>
    item.type === 'assistant_message' || item.type === 'user_message'
      ? [item.content.map(({ text }) => text).join('')]
      : [],
  );

describe.each(Object.entries(conversations))('a stream of another server: %s', (_name, { turns, loaded }) => {
  it('is shown without losing text on the way, and as the server returns it afterwards', async () => {
    let thread: ThreadState = emptyThreadState;
    const lost: string[] = [];
    for (const events of turns) {
      const parsed = events.map(parseEvent);
      expect(parsed).not.toContain(null);
      const source = async function* () {
        yield* parsed as ThreadStreamEvent[]; // none is null
      };
      for await (const event of fitEvents(source(), { thread: () => thread, isReplay: false })) {
        const before = textsOf(thread);
        thread = reduce(thread, event);
        const after = textsOf(thread);
        lost.push(...before.filter((text, index) => after[index]?.startsWith(text) !== true));
      }
      expect([...thread.open]).toEqual([]);
    }
    expect(lost).toEqual([]);
    const opened = parseResponse('threads.get_by_id', loaded);
    expect(textsOf(thread)).toEqual(textsOf(loadThread(opened, opened.items.data)));
  });
});
