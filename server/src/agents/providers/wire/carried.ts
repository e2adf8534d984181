/**
 * Data of a tool call that neither the Agents SDK nor the thread can store: members that a provider expects back
 * unchanged, and calls of the same answer that still wait for the page. It is stored inside the call's id, so that it
 * survives a restart and reaches the process that answers the next request.
 */
import { memberOf } from '@chatdock/protocol/member-of';

interface Carried {
  /** Members of the call itself, such as Gemini's `extra_content`. */
  call?: Record<string, unknown> | undefined;
  /** Members of the message that makes the call, such as DeepSeek's `reasoning_content`. */
  message?: Record<string, unknown> | undefined;
  /** Calls of the same answer that the page has not received yet. */
  waiting?: readonly WaitingCall[] | undefined;
  /** This call and the one before it in the thread were made in one answer. */
  joins?: boolean | undefined;
}

interface WaitingCall {
  callId: string;
  name: string;
  arguments: Record<string, unknown>;
}

const MARK = '~chatdock.';
/** Very long thoughts are dropped, because the id is stored with the thread and sent to the page. */
const MAX_CHARS = 200_000;

/** The id with `carried` added. Existing data in the id is kept unless `carried` replaces it. */
export function carry(id: string, carried: Carried): string {
  const all = { ...readCarried(id), ...carried };
  const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  if (Object.keys(present).length === 0) return plainCallId(id);
  const code = Buffer.from(JSON.stringify(present)).toString('base64url');
  return code.length > MAX_CHARS ? plainCallId(id) : `${plainCallId(id)}${MARK}${code}`;
}

/** The provider's id of the call. */
export function plainCallId(id: string): string {
  const at = id.indexOf(MARK);
  return at === -1 ? id : id.slice(0, at);
}

/** The data in the id; empty if there is none, or if it cannot be read. */
export function readCarried(id: string): Carried {
  const at = id.indexOf(MARK);
  if (at === -1) return {};
  try {
    const read: unknown = JSON.parse(Buffer.from(id.slice(at + MARK.length), 'base64url').toString());
    const waiting = memberOf(read, 'waiting');
    return {
      call: recordOf(memberOf(read, 'call')),
      message: recordOf(memberOf(read, 'message')),
      waiting: Array.isArray(waiting) ? waiting.filter(isWaitingCall) : undefined,
      joins: memberOf(read, 'joins') === true ? true : undefined,
    };
  } catch {
    return {};
  }
}

const isWaitingCall = (value: unknown): value is WaitingCall =>
  typeof memberOf(value, 'callId') === 'string' &&
  typeof memberOf(value, 'name') === 'string' &&
  recordOf(memberOf(value, 'arguments')) !== undefined;

const recordOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
