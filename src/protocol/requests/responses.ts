/** The JSON responses to the requests without a stream. */
import * as z from 'zod/mini';
import { type Attachment, attachmentSchema } from '../thread/attachments.ts';
import { ProtocolError } from '../errors.ts';
import { type ThreadItem, threadItemSchema } from '../thread/items.ts';
import { parseKnown } from '../parse.ts';
import type { JsonRequest } from './requests.ts';
import { type Page, pageSchema, type Thread, threadSchema } from '../thread/threads.ts';

/** The answer to `input.transcribe`: what was said, as plain text. */
export interface TranscriptionResult {
  text: string;
}

/** The answer to `threads.sync_custom_action`. */
export interface SyncCustomActionResponse {
  /** The widget after the action; absent when nothing changed. */
  updated_item?: ThreadItem | undefined;
}

/** Request type to response. */
export interface JsonResponses {
  'threads.get_by_id': Thread;
  'threads.list': Page<Thread>;
  'items.list': Page<ThreadItem>;
  'items.feedback': Record<string, never>;
  'attachments.create': Attachment;
  'attachments.delete': Record<string, never>;
  'threads.update': Thread;
  'threads.delete': Record<string, never>;
  'input.transcribe': TranscriptionResult;
  'threads.sync_custom_action': SyncCustomActionResponse;
  'runs.stop': Record<string, never>;
  /** `parseFoundThreads` reads it. */
  'threads.search': unknown;
}

type OnProblem = ((problem: ProtocolError) => void) | undefined;

/**
 * Validates a JSON response.
 *
 * Skips records of unknown types in a list, and broken ones, which are passed to `onProblem`: one bad item must not
 * make a whole thread unreadable.
 *
 * Errors: throws ProtocolError 'invalid-response' if the document itself does not match the request.
 */
export function parseResponse<T extends JsonRequest['type']>(
  type: T,
  json: unknown,
  onProblem?: OnProblem,
): JsonResponses[T] {
  return parsers[type](json, onProblem);
}

const parsers: { [T in JsonRequest['type']]: (json: unknown, onProblem: OnProblem) => JsonResponses[T] } = {
  'threads.get_by_id': parseThread,
  'threads.list': (json, onProblem) => parsePage(json, parseThread, onProblem),
  'items.list': (json, onProblem) => parsePage(json, parseItem, onProblem),
  'items.feedback': () => ({}),
  'attachments.create': (json) => requireMatch(attachmentSchema, json, 'an attachment'),
  'attachments.delete': () => ({}),
  'threads.update': parseThread,
  'threads.delete': () => ({}),
  'input.transcribe': (json) => requireMatch(transcriptionSchema, json, 'a transcription'),
  'threads.sync_custom_action': parseSyncAction,
  'runs.stop': () => ({}),
  'threads.search': (json) => json,
};

const transcriptionSchema = z.object({ text: z.string() });
const openPageSchema = pageSchema(z.unknown());
const openThreadSchema = z.extend(threadSchema, { items: z.optional(z.unknown()) });

function parseThread(json: unknown, onProblem: OnProblem): Thread {
  const { items, ...metadata } = requireMatch(openThreadSchema, json, 'a thread');
  return { ...metadata, items: parsePage(items ?? { data: [] }, parseItem, onProblem) };
}

function parsePage<Entry>(
  json: unknown,
  parseEntry: (json: unknown, onProblem: OnProblem) => Entry | null,
  onProblem: OnProblem,
): Page<Entry> {
  const page = requireMatch(openPageSchema, json, 'a page of records');
  return {
    ...page,
    data: page.data
      .map((entry) => orLeaveOut(() => parseEntry(entry, onProblem), onProblem))
      .filter((entry) => entry !== null),
  };
}

function parseSyncAction(json: unknown, onProblem: OnProblem): SyncCustomActionResponse {
  const { updated_item } = requireMatch(
    z.object({ updated_item: z.optional(z.unknown()) }),
    json,
    'the result of an action',
  );
  const item =
    updated_item === undefined || updated_item === null ? null : orLeaveOut(() => parseItem(updated_item), onProblem);
  return item ? { updated_item: item } : {};
}

const parseItem = (json: unknown): ThreadItem | null =>
  parseKnown(threadItemSchema, json, 'invalid-response', 'The server sent a thread item that cannot be read');

function requireMatch<T extends z.ZodMiniType>(schema: T, json: unknown, what: string): z.output<T> {
  const value = parseKnown(schema, json, 'invalid-response', `The server did not answer with ${what}`);
  if (value !== null) return value;
  throw new ProtocolError(
    'invalid-response',
    `The server answered with ${what} of a type this version does not know. Load a newer version.`,
  );
}

function orLeaveOut<Entry>(parse: () => Entry | null, onProblem: OnProblem): Entry | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    onProblem?.(error);
    return null;
  }
}
