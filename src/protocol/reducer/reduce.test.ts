import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  added,
  anyEvent,
  anyItem,
  clientToolCall,
  delta,
  done,
  image,
  message,
  toEvent,
  updated,
  userMessage,
  widget,
  workflow,
} from '../../../test/fixtures/events.ts';
import type { ThreadStreamEvent } from '../thread/events.ts';
import type { ThreadItem } from '../thread/items.ts';
import { reduce } from './reduce.ts';
import { emptyThreadState, itemKey, type ThreadState } from './thread-state.ts';
import { dropItemsAfter, loadThread, pendingClientToolCall, prependItems, startTurn } from './turn.ts';

const after = (...events: ThreadStreamEvent[]) => events.reduce(reduce, emptyThreadState);
const ids = (state: ThreadState) => state.items.map(({ id }) => id);
const texts = (state: ThreadState, id: string) => {
  const item = state.items.find((candidate) => candidate.id === id);
  return item?.type === 'assistant_message' ? item.content.map(({ text }) => text) : null;
};
const partOf = (state: ThreadState) => {
  const [item] = state.items;
  return item?.type === 'assistant_message' ? item.content[0] : undefined;
};
const thread = (title: string) => ({
  id: 'thr_1',
  title,
  created_at: '2025-01-02T03:04:05Z',
  status: { type: 'active' },
  items: { data: [] },
});
const citation = (index: number) => ({
  type: 'annotation' as const,
  source: { type: 'url' as const, title: `s${index}`, url: 'https://e.example' },
  index,
});
const annotate = (annotation_index: number, index: number) =>
  updated('m', {
    type: 'assistant_message.content_part.annotation_added',
    content_index: 0,
    annotation_index,
    annotation: citation(index),
  });
const partDone = (text: string, annotations: object[] = []) =>
  updated('m', {
    type: 'assistant_message.content_part.done',
    content_index: 0,
    content: { type: 'output_text', text, annotations },
  });
const task = (kind: 'added' | 'updated', task_index: number, content: string) =>
  updated('w', { type: `workflow.task.${kind}`, task_index, task: { type: 'thought', content } });

describe('items', () => {
  it('added appends, done for the same id replaces in place [P071]', () => {
    const state = after(added(message('a')), added(message('b', 'second')), done(message('a', 'first')));
    expect(ids(state)).toEqual(['a', 'b']);
    expect(texts(state, 'a')).toEqual(['first']);
    expect([...state.open]).toEqual(['b']);
  });

  it('done without added appends [P072]', () => {
    const state = after(done(message('a', 'x')));
    expect(ids(state)).toEqual(['a']);
    expect(state.open.size).toBe(0);
  });

  it('replaced keeps the position, and appends what was not there [P074]', () => {
    const state = after(
      done(message('a')),
      done(message('b')),
      { type: 'thread.item.replaced', item: message('a', 'new') },
      { type: 'thread.item.replaced', item: message('c') },
    );
    expect(ids(state)).toEqual(['a', 'b', 'c']);
    expect(texts(state, 'a')).toEqual(['new']);
  });

  it('removing or updating an unknown item changes nothing [P075 P076]', () => {
    const state = after(done(message('a', 'x')));
    expect(reduce(state, { type: 'thread.item.removed', item_id: 'zz' })).toBe(state);
    expect(reduce(state, delta('zz', 'x'))).toBe(state);
  });

  it('an update that does not fit the item changes nothing', () => {
    const state = after(done(workflow('a', 'x')), done(image('b')));
    expect(reduce(state, delta('a', 'x'))).toBe(state);
    expect(reduce(state, updated('b', { type: 'widget.root.updated', widget: { type: 'Card' } }))).toBe(state);
    expect(reduce(state, updated('a', { type: 'generated_image.updated', image: { id: 'i', url: 'u' } }))).toBe(state);
  });

  it('hidden items are never added [P078]', () => {
    const hidden = {
      id: 'h',
      thread_id: 'thr_1',
      created_at: 'x',
      type: 'hidden_context_item',
      content: null,
    } as const;
    for (const type of ['thread.item.added', 'thread.item.done', 'thread.item.replaced'] as const) {
      expect(
        ids(after({ type, item: hidden }, { type, item: { ...hidden, type: 'sdk_hidden_context', content: '' } })),
      ).toEqual([]);
    }
  });

  it('removing an item removes everything known about it', () => {
    const state = after(
      added(image('a')),
      updated('a', { type: 'generated_image.updated', image: { id: 'i', url: 'u' }, progress: 0.5 }),
      { type: 'thread.item.removed', item_id: 'a' },
    );
    expect(state).toEqual(emptyThreadState);
  });
});

describe('the optimistic user message', () => {
  const sent = userMessage('temp', 'hello');
  const start = () => startTurn(emptyThreadState, sent.type === 'user_message' ? sent : null);

  it('is replaced in place by the stored one, which keeps its view [P073]', () => {
    const state = [
      toEvent({ type: 'thread.created', thread: thread('') }),
      added(message('a')),
      done(userMessage('msg_1')),
    ].reduce(reduce, start());
    expect(ids(state)).toEqual(['msg_1', 'a']);
    expect(state.items.map((item) => itemKey(state, item))).toEqual(['temp', 'a']);
    const twice = reduce(state, done(userMessage('msg_1', 'again')));
    expect(ids(twice)).toEqual(['msg_1', 'a']);
  });
});

describe('assistant messages', () => {
  it('missing parts before an index are padded; deltas append or create their part [P079 P080]', () => {
    const opened = after(
      added(message('m')),
      updated('m', { type: 'assistant_message.content_part.added', content_index: 2, content: { text: 'c' } }),
    );
    expect(texts(opened, 'm')).toEqual(['', '', 'c']);
    expect(texts([delta('m', '!', 2), delta('m', 'late', 3)].reduce(reduce, opened), 'm')).toEqual([
      '',
      '',
      'c!',
      'late',
    ]);
  });

  it('an existing part is set, not inserted [P079]', () => {
    expect(
      texts(
        after(
          added(message('m', 'a', 'b')),
          updated('m', { type: 'assistant_message.content_part.added', content_index: 0, content: { text: 'A' } }),
        ),
        'm',
      ),
    ).toEqual(['A', 'b']);
  });

  it('annotations are inserted at their index, or appended if it is beyond the end [P081]', () => {
    const state = after(added(message('m', 'text')), annotate(0, 2), annotate(9, 3), annotate(0, 1));
    expect(partOf(state)?.annotations.map(({ index }) => index)).toEqual([1, 2, 3]);
  });

  it('a finished part without annotations keeps the existing ones [P082]', () => {
    const shown = after(added(message('m', 'see ')), annotate(0, 1));
    expect(partOf(reduce(shown, partDone('see this')))).toEqual({
      type: 'output_text',
      text: 'see this',
      annotations: [citation(1)],
    });
    expect(partOf(reduce(shown, partDone('other text')))).toMatchObject({ text: 'other text', annotations: [] });
    expect(partOf(reduce(shown, partDone('see this', [citation(7)])))?.annotations).toEqual([citation(7)]);
  });

  it('the final item replaces everything accumulated [P083]', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), anyItem, (events, item) => {
        const state = [...events, done(item)].reduce(reduce, emptyThreadState);
        expect(state.items.filter(({ id }) => id === item.id)).toEqual([item]);
        expect(state.items.find(({ id }) => id === item.id)).toEqual(after(done(item)).items[0]);
        expect(state.open.has(item.id)).toBe(false);
      }),
    );
  });

  it('done after any deltas equals done alone, if the events concern that item only [P083]', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (deltas, final) => {
        const streamed = after(
          added(message('m')),
          ...deltas.map((text) => delta('m', text)),
          done(message('m', final)),
        );
        expect(streamed).toEqual(after(done(message('m', final))));
      }),
    );
  });

  it('an update after done is applied [P086]', () => {
    expect(texts(after(done(message('m', 'a')), delta('m', 'b')), 'm')).toEqual(['ab']);
    expect(partOf(after(done(message('m', 'a')), annotate(0, 1)))?.annotations).toHaveLength(1);
  });

  it('interleaved updates of several items do not mix [P087]', () => {
    const state = after(
      added(message('a')),
      added(workflow('w')),
      delta('a', '1'),
      task('added', 0, 't'),
      added(message('b')),
      delta('b', 'x'),
      delta('a', '2'),
      task('updated', 0, 'tt'),
    );
    expect(texts(state, 'a')).toEqual(['12']);
    expect(texts(state, 'b')).toEqual(['x']);
    expect(state.items[1]).toMatchObject({ workflow: { tasks: [{ content: 'tt' }] } });
  });
});

describe('workflows and images', () => {
  const contents = (state: ThreadState) => {
    const [item] = state.items;
    return item?.type === 'workflow'
      ? item.workflow.tasks.map((entry) => ('content' in entry ? entry.content : undefined))
      : null;
  };

  it('adding a task at the index of another replaces it [P084]', () => {
    expect(contents(after(added(workflow('w', 'a', 'b')), task('added', 1, 'b'), task('added', 2, 'c')))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('an updated task replaces the one at its index [P085]', () => {
    expect(contents(after(added(workflow('w', 'a', 'b')), task('updated', 0, 'A')))).toEqual(['A', 'b']);
  });

  it('a task that skips an index is padded', () => {
    expect(contents(after(added(workflow('w')), task('added', 1, 'b')))).toEqual([undefined, 'b']);
  });

  it('a partial image is kept with its progress until the image arrives', () => {
    const partial = after(
      added(image('i')),
      updated('i', { type: 'generated_image.updated', image: { id: 'x', url: 'data:,1' }, progress: 0.25 }),
    );
    expect(partial.items[0]).toMatchObject({ image: { url: 'data:,1' } });
    expect(partial.imageProgress).toEqual({ i: 0.25 });
    const final: ThreadItem = { ...image('i'), type: 'generated_image', image: { id: 'x', url: 'data:,2' } };
    expect(reduce(partial, done(final)).imageProgress).toEqual({});
  });
});

describe('widgets', () => {
  const tree = () =>
    widget('w', {
      type: 'Card',
      children: [
        {
          type: 'Col',
          children: [
            { type: 'Title', id: 'title', value: 'T' },
            { type: 'Transition', children: { type: 'Markdown', id: 'md', value: 'a', streaming: true } },
          ],
        },
        { type: 'Text', id: 'txt', value: 'b' },
      ],
    });
  const valueDelta = (component_id: string, text: string, isDone: boolean) =>
    updated('w', { type: 'widget.streaming_text.value_delta', component_id, delta: text, done: isDone });

  it('a delta appends to the text with that id, at any depth, also after done [P088]', () => {
    const state = after(
      added(tree()),
      valueDelta('md', 'x', true),
      valueDelta('md', 'y', true),
      valueDelta('txt', '!', true),
    );
    expect(state.items[0]).toMatchObject({
      widget: {
        children: [
          { children: [{}, { children: { value: 'axy', streaming: false } }] },
          { type: 'Text', id: 'txt', value: 'b!' },
        ],
      },
    });
  });

  it('done ends a streaming text; not done leaves it streaming [P088]', () => {
    const streaming = after(added(tree()), valueDelta('md', 'x', false));
    expect(streaming.items[0]).toMatchObject({
      widget: { children: [{ children: [{}, { children: { value: 'ax', streaming: true } }] }, {}] },
    });
  });

  it('deltas apply to Text and Markdown only; an unknown component changes nothing', () => {
    const state = after(added(tree()));
    expect(reduce(state, valueDelta('title', 'x', true))).toBe(state);
    expect(reduce(state, valueDelta('nobody', 'x', true))).toBe(state);
  });

  it('root.updated replaces the root [P089]', () => {
    const state = after(
      added(tree()),
      updated('w', { type: 'widget.root.updated', widget: { type: 'ListView', children: [] } }),
    );
    expect(state.items[0]).toMatchObject({ id: 'w', widget: { type: 'ListView', children: [] } });
  });

  it('component.updated replaces only the component with that id [P090]', () => {
    const before = after(added(tree()));
    const state = reduce(
      before,
      updated('w', {
        type: 'widget.component.updated',
        component_id: 'txt',
        component: { type: 'Badge', id: 'txt', label: 'n' },
      }),
    );
    expect(state.items[0]).toMatchObject({ widget: { children: [{ type: 'Col' }, { type: 'Badge', label: 'n' }] } });
    const column = (from: ThreadState) =>
      from.items[0]?.type === 'widget' && Array.isArray(from.items[0].widget.children)
        ? from.items[0].widget.children[0]
        : null;
    expect(column(state)).toBe(column(before));
    expect(column(state)).not.toBeNull();
  });

  it('a root is never replaced by an invalid root [P090]', () => {
    const rooted = after(added(widget('w', { type: 'Card', id: 'root' })));
    expect(
      reduce(
        rooted,
        updated('w', { type: 'widget.component.updated', component_id: 'root', component: { type: 'Text' } }),
      ),
    ).toBe(rooted);
  });

  it('a widget is open until its done; loaded ones are not', () => {
    const state = after(added(tree()));
    expect(state.open.has('w')).toBe(true);
    expect(reduce(state, done(tree())).open.has('w')).toBe(false);
    expect(loadThread(toThread(), [tree()]).open.size).toBe(0);
  });
});

const toThread = () => ({
  id: 'thr_1',
  created_at: 'x',
  status: { type: 'active' as const },
  metadata: {},
  items: { data: [], has_more: false },
});

describe('the thread and the turn', () => {
  it('thread events update metadata and keep the items [P046]', () => {
    const before = after(done(message('a', 'x')));
    for (const type of ['thread.created', 'thread.updated']) {
      const state = reduce(before, toEvent({ type, thread: thread('Parcel') }));
      expect(state.thread?.title).toBe('Parcel');
      expect(state.items).toBe(before.items);
    }
  });

  it('progress is replaced by the next, and ended by the next message or widget [P092]', () => {
    const first = after(
      toEvent({ type: 'progress_update', text: 'one', icon: 'search' }),
      toEvent({ type: 'progress_update', text: 'two' }),
    );
    expect(first.progress).toEqual({ text: 'two', icon: undefined });
    expect(reduce(first, added(message('m'))).progress).toBeNull();
    expect(reduce(first, done(widget('w', { type: 'Card' }))).progress).toBeNull();
    expect(reduce(first, added(workflow('w'))).progress).toEqual(first.progress);
    expect(reduce(first, done(clientToolCall('c'))).progress).toEqual(first.progress);
  });

  it('an effect changes no state, so it cannot be replayed', () => {
    const state = after(done(message('a')));
    expect(reduce(state, toEvent({ type: 'client_effect', name: 'x' }))).toBe(state);
  });

  describe('a notice', () => {
    const notice = toEvent({ type: 'notice', level: 'info', message: 'We close at five.' });
    const places = ({ notices }: ThreadState) => notices.map(({ after }) => after);
    const withNotice = after(done(userMessage('u')), done(message('a')), notice);
    const question = userMessage('temporary');

    it('stays after the item that was the last when it arrived, also in later turns', () => {
      expect(places(withNotice)).toEqual(['a']);
      expect(places(reduce(startTurn(withNotice, null), done(message('b'))))).toEqual(['a']);
      expect(places(after(notice, done(message('a'))))).toEqual([null]);
    });

    it('stays after the message of a visitor that gets its stored id', () => {
      const sent = startTurn(emptyThreadState, question.type === 'user_message' ? question : null);
      const stored = reduce(reduce(sent, notice), done(userMessage('u')));
      expect(stored.items.map((item) => itemKey(stored, item))).toEqual(places(stored));
      expect(places(reduce(stored, notice))).toEqual(['temporary', 'temporary']);
    });

    it('moves up when the item above it is removed', () => {
      const removed = reduce(withNotice, toEvent({ type: 'thread.item.removed', item_id: 'a' }));
      expect(places(removed)).toEqual(['u']);
      expect(places(reduce(removed, toEvent({ type: 'thread.item.removed', item_id: 'u' })))).toEqual([null]);
    });

    it('is dropped with what a retry drops', () => {
      expect(places(dropItemsAfter(withNotice, 'u'))).toEqual([]);
      expect(places(dropItemsAfter(reduce(after(done(userMessage('u'))), notice), 'u'))).toEqual([]);
      const later = [done(userMessage('u2')), done(message('b'))].reduce(reduce, withNotice);
      expect(places(dropItemsAfter(later, 'u2'))).toEqual(['a']);
    });
  });

  it('an error is kept until the next turn, with its retry flag', () => {
    const failed = after(
      toEvent({ type: 'error', code: 'stream.error', allow_retry: true }),
      toEvent({ type: 'thread.updated', thread: thread('x') }),
    );
    expect(failed.error).toEqual({ code: 'stream.error', message: undefined, allow_retry: true });
    expect(startTurn(failed, null).error).toBeNull();
  });

  it('the latest stream options win; a new turn starts from the defaults', () => {
    const options = (allow_cancel: boolean) => toEvent({ type: 'stream_options', stream_options: { allow_cancel } });
    const state = after(options(true), options(false));
    expect(state.streamOptions.allow_cancel).toBe(false);
    expect(startTurn(state, null).streamOptions.allow_cancel).toBe(true);
  });

  it('a client tool call is pending only if it is the newest item', () => {
    expect(pendingClientToolCall(after(done(clientToolCall('c'))))).toMatchObject({
      name: 'get_selection',
      arguments: { a: null },
    });
    expect(pendingClientToolCall(after(done(clientToolCall('c')), done(message('m'))))).toBeNull();
  });

  it('a retry removes everything after the user message', () => {
    const state = after(done(userMessage('u')), done(message('a')), added(message('b')), toEvent({ type: 'error' }));
    const retried = dropItemsAfter(state, 'u');
    expect(ids(retried)).toEqual(['u']);
    expect(retried.open.size).toBe(0);
    expect(retried.error).toBeNull();
    expect(dropItemsAfter(retried, 'nobody')).toBe(retried);
  });

  it('older pages are prepended once', () => {
    const loaded = loadThread(toThread(), [message('c'), message('d')]);
    expect(ids(prependItems(loaded, [message('a'), message('b'), message('c')]))).toEqual(['a', 'b', 'c', 'd']);
    expect(prependItems(loaded, [message('c')])).toBe(loaded);
  });

  it('a duplicated item is shown once, at its first position in its last form', () => {
    const loaded = loadThread(toThread(), [message('c', 'half'), message('d'), message('c', 'whole')]);
    expect(ids(loaded)).toEqual(['c', 'd']);
    expect(texts(loaded, 'c')).toEqual(['whole']);
    expect(ids(prependItems(loaded, [message('a'), message('b'), message('a')]))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('answers to different messages with the same id are all shown', () => {
    const later = (text: string) => ({ ...message('m', text), created_at: `2025-01-0${text.length}T00:00:00Z` });
    const loaded = loadThread(toThread(), [userMessage('u'), message('m', 'one'), userMessage('v'), later('three')]);
    expect(loaded.items.map((item) => (item.type === 'assistant_message' ? item.content[0]?.text : item.id))).toEqual([
      'u',
      'one',
      'v',
      'three',
    ]);
    expect(new Set(ids(loaded)).size).toBe(4);
    const older = prependItems(loaded, [userMessage('t'), later('zero')]);
    expect(new Set(ids(older)).size).toBe(6);
  });
});

describe('structural sharing', () => {
  it('a delta replaces one item and shares every other object', () => {
    const before = after(done(userMessage('u')), done(workflow('w', 'x')), added(message('m', 'a')));
    const state = reduce(before, delta('m', 'b'));
    expect(state.items.map((item, index) => item === before.items[index])).toEqual([true, true, false]);
    expect(state).toMatchObject({ open: before.open });
    expect(state.open).toBe(before.open);
    expect(texts(before, 'm')).toEqual(['a']);
  });

  it('a state is never mutated', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        let state = emptyThreadState;
        for (const event of events) state = reduce(deepFreeze(state), event);
        expect(emptyThreadState.items).toEqual([]);
      }),
    );
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
