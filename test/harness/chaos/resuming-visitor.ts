/** A visitor without a browser whose client can resume turns, and who reaches the server by any way the test chooses. */
import type { ResumableEvent } from '../../../server/src/core/telemetry/telemetry.ts';
import { createClient, withResume } from '@chatdock/protocol/client/client';
import type { StreamMarks } from '@chatdock/protocol/client/decode';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { RunsResumeRequestInput, StreamRequestInput } from '@chatdock/protocol/requests/requests';
import { streamToEnd } from '@chatdock/protocol/client/resume';
import { withVisitorToken } from '@chatdock/protocol/client/visitor-token';

export interface ReadTurn {
  state: ThreadState;
  marks: StreamMarks;
}

export const newKey = () => crypto.randomUUID();

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const input = (text: string) => ({
  content: [{ type: 'input_text' as const, text }],
  attachments: [],
  inference_options: {},
});

/** `url` returns the address of the next request. */
export function resumingVisitor(url: () => string) {
  let token: string | null = null;
  const client = createClient({
    url: 'http://chat.invalid/chatkit',
    fetch: withVisitorToken((_input, init) => fetch(`${url()}chatkit`, init), {
      read: () => token,
      write: (issued) => (token = issued),
    }),
  });
  /** Sends a request and reads its turn to the end, over as many connections as it takes. */
  async function read(
    request: StreamRequestInput | RunsResumeRequestInput,
    { key = newKey(), onState = () => {} }: { key?: string; onState?: (turn: ReadTurn) => void } = {},
  ): Promise<ReadTurn> {
    const marks: StreamMarks = {};
    const turn: ReadTurn = { state: emptyThreadState, marks };
    const threadId = () =>
      turn.state.thread?.id ?? ('thread_id' in request.params ? request.params.thread_id : undefined);
    const started = Date.now();
    const events = streamToEnd(
      {
        client,
        key,
        marks,
        threadId,
        signal: new AbortController().signal,
        isResumable: () => true,
        onConnected: () => {},
        async beforeRetry(attempt) {
          if (Date.now() - started > 60_000) throw new Error('The turn could not be read to its end in a minute.');
          await pause(Math.min(50 * attempt, 500));
        },
      },
      request,
    );
    for await (const event of events) {
      turn.state = reduce(turn.state, event);
      onState(turn);
    }
    return turn;
  }

  return {
    client,
    read,
    /** Without a token yet: the server gives one with its first answer. */
    introduce: () => client.request({ type: 'threads.list', params: {} }),
    begin: (text: string) => ({ type: 'threads.create' as const, params: { input: input(text) } }),
    add: (threadId: string, text: string) => ({
      type: 'threads.add_user_message' as const,
      params: { thread_id: threadId, input: input(text) },
    }),
    /** The thread, with the data about its turns that the server sends to our client. */
    thread: (threadId: string) =>
      client.request(withResume({ type: 'threads.get_by_id' as const, params: { thread_id: threadId } })),
    stop: (runId: string) => client.request({ type: 'runs.stop', params: { run_id: runId } }),
    async items(threadId: string): Promise<ThreadItem[]> {
      const params = { thread_id: threadId, limit: 1000, order: 'asc' as const };
      return (await client.request({ type: 'items.list', params })).data;
    },
  };
}

export type ResumingVisitor = ReturnType<typeof resumingVisitor>;

export const runIdOf = ({ marks }: ReadTurn) => marks.id?.split('/')[0] ?? '';

export const textOf = (item: ThreadItem | undefined) =>
  item?.type === 'assistant_message' || item?.type === 'user_message'
    ? item.content.map(({ text }) => text).join('')
    : '';

export const answerOf = ({ items }: ThreadState) => textOf(items.findLast(({ type }) => type === 'assistant_message'));

/** Turns that a server process has run so far. */
export async function turnsRun(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}metrics`)).text();
  return [...metrics.matchAll(/^chatdock_turn_seconds_count\S* (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

/** How often `event` occurred in resumable turns of this process, by its metrics. */
export async function resumableTurns(url: string, event: ResumableEvent): Promise<number> {
  const metrics = await (await fetch(`${url}metrics`)).text();
  const [, count] =
    new RegExp(`^chatdock_resumable_turns_total\\{event="${event}"\\} (\\d+)$`, 'm').exec(metrics) ?? [];
  return Number(count);
}

export const isRefusal = (cause: unknown, code: string) => cause instanceof ProtocolError && cause.serverCode === code;
