/** Unguessable ids. */

/** The kind of an id, which decides its prefix. */
export type IdKind = 'thread' | 'message' | 'tool_call' | 'task' | 'workflow' | 'attachment' | 'sdk_hidden_context';

/** Item ids only; threads and attachments have their own generators. */
export type ItemIdKind = Exclude<IdKind, 'thread' | 'attachment'>;

const PREFIXES: Record<IdKind, string> = {
  thread: 'thr',
  message: 'msg',
  tool_call: 'tc',
  task: 'tsk',
  workflow: 'wf',
  attachment: 'atc',
  sdk_hidden_context: 'shcx',
};

const RANDOM_BYTES = 16;

/** `generateId('thread')` → `thr_` and 32 hex digits: 128 random bits, where the reference takes 32. */
export function generateId(kind: IdKind): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  return `${PREFIXES[kind]}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
