/** Reads text and reasoning from a piece of an answer, wherever providers put them. */
import { ownEntry } from '@chatdock/protocol/kinds';
import { memberOf } from '@chatdock/protocol/member-of';

interface DeltaText {
  text: string;
  thought: string;
}

/**
 * Members of a delta that contain thoughts. Some providers send one thought in two of them, so the first with text
 * counts.
 */
const THOUGHT_MEMBERS = [
  'reasoning_content',
  'reasoning',
  'thinking',
  'thinking_content',
  'reasoning_text',
  'thought',
  'reasoning_details',
  'thinking_blocks',
] as const;

/** Kinds of parts in a content list. A part of any other kind is text if it has text. */
const PART_KINDS: Readonly<Record<string, 'thought' | 'nothing'>> = {
  thinking: 'thought',
  thought: 'thought',
  reasoning: 'thought',
  reasoning_text: 'thought',
  summary_text: 'thought',
  'reasoning.text': 'thought',
  'reasoning.summary': 'thought',
  'reasoning.encrypted': 'nothing',
  redacted_thinking: 'nothing',
  reference: 'nothing',
  tool_reference: 'nothing',
  image_url: 'nothing',
  input_audio: 'nothing',
  tool_use: 'nothing',
  tool_call: 'nothing',
};

/** Members of an object that contain its text. */
const WORD_MEMBERS = ['text', 'thinking', 'reasoning', 'thought', 'summary', 'refusal', 'content', 'value'] as const;
const MAX_DEPTH = 6;

/** Reads a delta, or the complete message of an answer that was not streamed. A refusal counts as the answer's text. */
export function readDelta(delta: unknown): DeltaText {
  const content = readContent(memberOf(delta, 'content'), 0);
  const refusal = wordsOf(memberOf(delta, 'refusal'), 0);
  const apart = THOUGHT_MEMBERS.map((name) => wordsOf(memberOf(delta, name), 0)).find((words) => words !== '') ?? '';
  // Google marks pieces that are thoughts, and puts tags into them as well.
  const isThought = memberOf(memberOf(memberOf(delta, 'extra_content'), 'google'), 'thought') === true;
  if (isThought)
    return { text: refusal, thought: apart + content.thought + content.text.replaceAll(/<\/?thought>/gu, '') };
  return { text: content.text + refusal, thought: apart + content.thought };
}

function readContent(value: unknown, depth: number): DeltaText {
  if (depth > MAX_DEPTH) return { text: '', thought: '' };
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => readContent(part, depth + 1));
    return { text: parts.map(({ text }) => text).join(''), thought: parts.map(({ thought }) => thought).join('') };
  }
  if (typeof value === 'number') return { text: String(value), thought: '' };
  const written = memberOf(value, 'text');
  const words = typeof written === 'number' ? String(written) : wordsOf(value, depth);
  const type = memberOf(value, 'type');
  const kind = typeof type === 'string' ? ownEntry(PART_KINDS, type) : undefined;
  if (kind === 'nothing') return { text: '', thought: '' };
  return kind === 'thought' || memberOf(value, 'thought') === true
    ? { text: '', thought: words }
    : { text: words, thought: '' };
}

function wordsOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return '';
  if (Array.isArray(value)) return value.map((part: unknown) => wordsOf(part, depth + 1)).join('');
  return WORD_MEMBERS.map((name) => wordsOf(memberOf(value, name), depth + 1)).find((words) => words !== '') ?? '';
}
