/** Validates what a server sends. Code behind this point trusts the types and checks nothing again. */
import type * as z from 'zod/mini';
import { ProtocolError, type ProtocolErrorCode } from './errors.ts';
import {
  isPlace,
  type ThreadItemUpdatedEvent,
  type ThreadStreamEvent,
  threadStreamEventSchema,
} from './thread/events.ts';
import { isRecord } from './kinds.ts';
import { memberOf } from './member-of.ts';

/**
 * Validates one stream event. Null if the type of the event, or of its item, update, task or source, is unknown, as a
 * newer server may send.
 *
 * Errors: throws ProtocolError 'invalid-event' if the type is known and the body is broken.
 */
export function parseEvent(json: unknown): ThreadStreamEvent | null {
  return (
    readTextDelta(json) ??
    parseKnown(threadStreamEventSchema, json, 'invalid-event', 'The server sent an event that cannot be read')
  );
}

/**
 * Fast path for text deltas, which are nearly every event of a reply: a tenth of the schema's cost. Null for anything
 * else, which the schema then checks.
 */
function readTextDelta(json: unknown): ThreadItemUpdatedEvent | null {
  if (!isRecord(json) || json['type'] !== 'thread.item.updated') return null;
  const { item_id, update } = json;
  if (
    typeof item_id !== 'string' ||
    !isRecord(update) ||
    update['type'] !== 'assistant_message.content_part.text_delta'
  )
    return null;
  const { type, content_index, delta } = update;
  if (typeof delta !== 'string' || !isPlace(content_index)) return null;
  return { type: 'thread.item.updated', item_id, update: { type, content_index, delta } };
}

/** Validates against a schema with open unions. Null if the only problem is an unknown discriminator. */
export function parseKnown<T extends z.ZodMiniType>(
  schema: T,
  json: unknown,
  code: ProtocolErrorCode,
  whatFailed: string,
): z.output<T> | null {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  if (result.error.issues.every((issue) => isUnknownType(issue, json))) return null;
  throw new ProtocolError(code, `${whatFailed}: ${describe(result.error)}.`, { cause: result.error });
}

type Issue = z.core.$ZodIssue;

/** A union without a member for a discriminator that is present and text: a type from a newer version. */
function isUnknownType(issue: Issue, json: unknown): boolean {
  if (issue.code !== 'invalid_union' || issue.path.at(-1) !== 'type') return false;
  return typeof valueAt(json, issue.path) === 'string';
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(memberOf, json);
}

/** The first issue in words: `params.input.attachments should be of type array`. */
export function describe(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'no reason given';
  const where = issue.path.length > 0 ? issue.path.join('.') : 'the body';
  return `${where} ${explain(issue)}`;
}

function explain(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'nonoptional' ? 'is missing' : `should be of type ${issue.expected}`;
    case 'invalid_value':
      return `should be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_union':
      return 'has none of the known shapes';
    default:
      return issue.message || 'is wrong';
  }
}
