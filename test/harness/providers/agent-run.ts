/** Scripted runs of the Agents SDK, and a turn to play them in. */
import type { RunStreamEvent, StreamEvent } from '@openai/agents';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { AgentContext } from '../../../server/src/agents/agent-context.ts';
import type { AgentRun } from '../../../server/src/agents/bridge/stream-agent-response.ts';
import type { RequestContext } from '../../../server/src/core/context.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';

/** A raw event of the Responses API, as the SDK passes it on. */
export const responses = (event: { type: string } & Record<string, unknown>): RunStreamEvent =>
  rawEvent({ type: 'model', event, providerData: { rawModelEventSource: 'openai-responses' } });

export const rawEvent = (data: StreamEvent): RunStreamEvent => ({
  type: 'raw_model_stream_event',
  data,
  source: undefined,
});

/** A step of a run: an event, a callback such as a working tool, or an error. */
export type Step = RunStreamEvent | (() => void | Promise<void>) | Error;

export async function* play(...steps: Step[]): AsyncGenerator<RunStreamEvent, void, undefined> {
  for (const step of steps) {
    if (step instanceof Error) throw step;
    if (typeof step === 'function') await step();
    else yield step;
  }
}

export interface TestTurn {
  context: AgentContext;
  store: MemoryStore;
  stored(): Promise<ThreadItem[]>;
}

/** A turn in a new thread that has `items`. */
export async function startTurn(
  items: readonly ThreadItem[] = [],
  signal = new AbortController().signal,
): Promise<TestTurn> {
  const store = new MemoryStore();
  const requestContext: RequestContext = { userId: 'visitor', signal };
  const thread: ThreadMetadata = {
    id: 'thr_1',
    created_at: '2025-01-02T03:04:05Z',
    status: { type: 'active' },
    metadata: {},
  };
  await store.saveThread(thread, requestContext);
  for (const item of items) await store.addThreadItem(thread.id, item, requestContext);
  return {
    context: new AgentContext({ thread, store, requestContext }),
    store,
    stored: async () => (await store.loadThreadItems(thread.id, { limit: 100, order: 'asc' }, requestContext)).data,
  };
}

export async function collect(events: AsyncIterable<ThreadStreamEvent>): Promise<ThreadStreamEvent[]> {
  const all: ThreadStreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The order of a stream in short: `thread.item.added workflow`, `workflow.task.added`, … */
export const outline = (events: readonly ThreadStreamEvent[]): string[] =>
  events.map((event) => {
    if (event.type === 'thread.item.updated') return event.update.type;
    return 'item' in event ? `${event.type} ${event.item.type}` : event.type;
  });

export type { AgentRun };
