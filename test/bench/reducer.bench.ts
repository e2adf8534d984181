/** The path from bytes to state, without a browser. */
import {
  decodeEvents,
  emptyThreadState,
  loadThread,
  reduce,
  startTurn,
  type ThreadItem,
  type ThreadStreamEvent,
} from '../../src/protocol.ts';
import { type Benchmark, inTurns, median, timed } from './benchmark.ts';

const deltas = 20_000;
const common = { thread_id: 'thr_1', created_at: '2025-01-02T03:04:05Z' };
const message = (id: string): ThreadItem => ({ ...common, id, type: 'assistant_message', content: [] });
const delta: ThreadStreamEvent = {
  type: 'thread.item.updated',
  item_id: 'last',
  update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: ' and so on' },
};

function threadOf(length: number) {
  const thread = {
    ...common,
    id: 'thr_1',
    status: { type: 'active' as const },
    metadata: {},
    items: { data: [], has_more: false },
  };
  return reduce(
    startTurn(
      loadThread(
        thread,
        Array.from({ length }, (_, index) => message(`m${index}`)),
      ),
      null,
    ),
    { type: 'thread.item.added', item: message('last') },
  );
}

const reduceAll = (length: number) => {
  let state = threadOf(length);
  return timed(() => {
    for (let index = 0; index < deltas; index++) state = reduce(state, delta);
  });
};

const bytes = new TextEncoder().encode(`data: ${JSON.stringify(delta)}\n\n`.repeat(deltas));
const chunkBytes = 1500;
const bodyOf = () => {
  let place = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (place >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(place, (place += chunkBytes)));
    },
  });
};

async function decodeAndReduce() {
  let state = emptyThreadState;
  for await (const event of decodeEvents(bodyOf(), 'text/event-stream')) state = reduce(state, event);
  return state;
}

/** The minimal implementation: cut at blank lines, parse, add up. It checks nothing and knows one kind of event. */
async function addUp() {
  const decoder = new TextDecoder();
  let rest = '';
  let text = '';
  const reader = bodyOf().getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const frames = (rest + decoder.decode(read.value, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) text += (JSON.parse(frame.slice(6)) as { update: { delta: string } }).update.delta;
  }
  return text;
}

/** Per delta. */
const micros = (figures: number[]) => (median(figures) / deltas) * 1000;

export const benchmark: Benchmark = {
  question: 'What does one streamed delta cost before anything is drawn, and does a long thread make it dearer?',
  async run() {
    const length = await inTurns(
      5,
      () => reduceAll(10_000),
      () => reduceAll(10),
    );
    const path = await inTurns(
      5,
      () => timed(decodeAndReduce),
      () => timed(addUp),
    );
    return [
      {
        what: 'reduce one delta in a thread of 10,000 items',
        unit: 'µs',
        ours: micros(length.ours),
        other: { name: 'the same in a thread of 10', value: micros(length.other) },
      },
      {
        what: 'bytes to state: decode, validate, reduce one delta',
        unit: 'µs',
        ours: micros(path.ours),
        other: { name: 'split, JSON.parse, +=', value: micros(path.other) },
      },
    ];
  },
};
