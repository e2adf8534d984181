/** The tools of a scripted answer: the visitor's message, a function that streams text, and a pace. */
import type { AssistantMessageItem, ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import type { Annotation } from '@chatdock/protocol/thread/sources';
import type { RequestContext } from '../../core/context.ts';
import { pause } from '../../core/pause.ts';
import type { AgentContext } from '../agent-context.ts';
import type { DocumentSearch } from '../documents/search.ts';

/** How fast the demo streams its answers. Tests set both to 0. */
export interface DemoPace {
  /** Between two pieces of text, in milliseconds. @defaultValue 16 */
  textMs: number;
  /** Between two steps of work, in milliseconds. @defaultValue 450 */
  stepMs: number;
}

/** One turn of the demo agent. Scripts are plain functions of it. */
export interface DemoTurn {
  context: AgentContext<RequestContext>;
  /** The message to answer; null when the turn continues after a client tool or answered questions. */
  input: UserMessageItem | null;
  /** The text of the message, mentions included. */
  text: string;
  /** The whole thread, oldest first. */
  history: readonly ThreadItem[];
  /** The owner's own documents, when there are any. */
  documents: DocumentSearch | null;
  /** Streams a message piece by piece. Each annotation is sent when the text has reached its position. */
  say(markdown: string, annotations?: Annotation[]): Promise<void>;
  /** Waits one step of work, or a part or multiple of one. */
  step(times?: number): Promise<void>;
}

/** A scripted answer. */
export type DemoScript = (turn: DemoTurn) => Promise<void>;

const PIECE_CHARS = 14;

/**
 * Cuts text into pieces of about a dozen characters, before spaces where possible. Joined, the pieces equal the text.
 */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const word of text.match(/\s*\S+|\s+$/gu) ?? []) {
    piece += word;
    if (piece.length >= PIECE_CHARS) {
      pieces.push(piece);
      piece = '';
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

/** Streams one assistant message through the context, as the bridge streams a model's message. */
export async function sayTo(
  context: AgentContext<RequestContext>,
  markdown: string,
  annotations: Annotation[],
  textMs: number,
) {
  const item: AssistantMessageItem = { ...context.newItem('message'), type: 'assistant_message', content: [] };
  const update = (change: Extract<Parameters<typeof context.stream>[0], { type: 'thread.item.updated' }>['update']) =>
    context.stream({ type: 'thread.item.updated', item_id: item.id, update: change });
  context.stream({ type: 'thread.item.added', item });
  update({
    type: 'assistant_message.content_part.added',
    content_index: 0,
    content: { type: 'output_text', text: '', annotations: [] },
  });
  let length = 0;
  let cited = 0;
  for (const delta of piecesOf(markdown)) {
    await pause(textMs, context.requestContext.signal);
    update({ type: 'assistant_message.content_part.text_delta', content_index: 0, delta });
    length += delta.length;
    for (
      let annotation = annotations[cited];
      annotation !== undefined && (annotation.index ?? 0) <= length;
      annotation = annotations[cited]
    ) {
      update({
        type: 'assistant_message.content_part.annotation_added',
        content_index: 0,
        annotation_index: cited,
        annotation,
      });
      cited += 1;
    }
  }
  const content = { type: 'output_text' as const, text: markdown, annotations };
  update({ type: 'assistant_message.content_part.done', content_index: 0, content });
  context.stream({ type: 'thread.item.done', item: { ...item, content: [content] } });
}
