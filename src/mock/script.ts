/** The interface of scripted answers, and helpers that stream text and wait. */
import type { Action } from '@chatdock/protocol/requests/actions';
import type { ThreadItemUpdate, ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem, UserMessageItem, WidgetItem } from '@chatdock/protocol/thread/items';
import type { Annotation } from '@chatdock/protocol/thread/sources';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { pause } from '../../server/src/core/pause.ts';

type IdKind = 'message' | 'task' | 'workflow' | 'tool_call';

/** One turn to answer. */
export interface ScriptTurn {
  /** Changes to its title or status are sent to the client after the next event. */
  readonly thread: ThreadMetadata;
  /** The message to answer; null when the turn continues after a client tool, answered questions, or is an action. */
  readonly message: UserMessageItem | null;
  /** The text of the message, including tags. */
  readonly text: string;
  /** The widget action to answer, or null. */
  readonly action: { readonly action: Action; readonly sender: WidgetItem | null } | null;
  /** The output of the client tool, if the turn continues after one. */
  readonly toolOutput: unknown;
  /** Creates the members that every item has. */
  newItem(kind: IdKind): { id: string; thread_id: string; created_at: string };
  /** Waits `times` × `delayMs`. Throws when the visitor stops the turn. */
  pause(times?: number): Promise<void>;
}

/** A scripted answer: yields the events of one turn. To make the turn fail, throw CustomStreamError or StreamError. */
export type Script = (turn: ScriptTurn) => AsyncIterable<ThreadStreamEvent>;

/** Streams one assistant message word by word, like a model. */
export async function* say(
  turn: ScriptTurn,
  markdown: string,
  annotations: Annotation[] = [],
): AsyncGenerator<ThreadStreamEvent> {
  const item: AssistantMessageItem = { ...turn.newItem('message'), type: 'assistant_message', content: [] };
  const update = (change: ThreadItemUpdate): ThreadStreamEvent => ({
    type: 'thread.item.updated',
    item_id: item.id,
    update: change,
  });
  const empty = { type: 'output_text' as const, text: '', annotations: [] };
  yield { type: 'thread.item.added', item };
  yield update({ type: 'assistant_message.content_part.added', content_index: 0, content: empty });
  for (const delta of markdown.match(/\s*\S+|\s+$/gu) ?? []) {
    await turn.pause();
    yield update({ type: 'assistant_message.content_part.text_delta', content_index: 0, delta });
  }
  let index = 0;
  for (const annotation of annotations) {
    yield update({
      type: 'assistant_message.content_part.annotation_added',
      content_index: 0,
      annotation_index: index++,
      annotation,
    });
  }
  const content = { ...empty, text: markdown, annotations };
  yield update({ type: 'assistant_message.content_part.done', content_index: 0, content });
  yield { type: 'thread.item.done', item: { ...item, content: [content] } };
}

/** Resolves after `ms`, or rejects when `signal` aborts. Sets no timer for 0. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms > 0) await pause(ms, signal);
}
