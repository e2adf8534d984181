/** Streams recorded from ChatKit's own server: each event is understood, and what they add up to is what it then gives. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '@chatdock/protocol/parse';
import { reduce } from '@chatdock/protocol/reduce';
import { emptyThreadState } from '@chatdock/protocol/thread-state';
import { parseResponse } from '@chatdock/protocol/responses';
import { loadThread } from '@chatdock/protocol/turn';

interface Recording {
  events: object[];
  /** The answer to `threads.get_by_id` when the stream had ended. */
  loaded: unknown;
}

const file = new URL('../fixtures/chatkit-python-1.6.5.json', import.meta.url);
const { streams } = JSON.parse(readFileSync(file, 'utf8')) as { streams: Record<string, Recording> };

describe.each(Object.entries(streams))('a recorded stream: %s', (_name, { events, loaded }) => {
  const parsed = events.map(parseEvent).filter((event) => event !== null);

  it('parses event by event without losing anything', () => {
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
