/** Creates titles for threads from their messages. */
import type { Model } from '@openai/agents';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import { answerOf } from './bridge/text/answer-reader.ts';

const TITLE_CHARS = 48;
/** The part of a message that is used for a title, because some of the patterns below take quadratic time. */
const LOOKED_AT_CHARS = 2000;
/**
 * Markup characters at the edge of a word or at the start of a line, but not those of `3*4`, `a > b`, `#42` or
 * `snake_case`.
 */
const MARKS = /[`|[\]]|(?<![\p{L}\p{N}])[*_]+|[*_]+(?![\p{L}\p{N}])|^\s*(?:>|#+(?=\s))/gmu;

/** A full stop after a number or a short word does not end a sentence: `am 3. Mai`, `Dr. Who`. */
const SENTENCE = /^.{8,}?(?:[?!。？！]|(?<=[\p{Ll}\p{Lo}\p{M}]{2}|\p{Lu}{3}|[)\]"'’”»%])\.)(?=\s|$)/u;
/** A greeting is followed by punctuation or a small letter, so `Hi-Fi` and `Hello Kitty` are not greetings. */
const GREETING =
  /^(?:[hH]i|HI|[hH]ello|HELLO|[hH]ey|HEY)(?: there)?(?:\s*[,!.:]+\s*|\s+(?=\p{Ll}|I\b|I['’]|can\b))(?=\S{2}|I\s)(?!there[.!]*$)/u;

/**
 * A short title from a first message: its first sentence, without Markdown and greetings, cut between words. Empty when
 * there are no words.
 */
export function titleFromText(text: string): string {
  const words = text
    .slice(0, LOOKED_AT_CHARS)
    .replaceAll(/```[\s\S]*?(```|$)/gu, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(MARKS, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const sentence = SENTENCE.exec(words)?.[0] ?? words;
  const polite = sentence
    .replace(GREETING, '')
    .replace(/^(?:please|can you|could you)\s+(?=\S{2})/iu, '')
    .replace(/[.!,;:]+$/u, '');
  const chars = Array.from(new Intl.Segmenter().segment(polite), ({ segment }) => segment);
  if (chars.length <= TITLE_CHARS) return capitalise(polite);
  const cut = chars.slice(0, TITLE_CHARS).join('');
  const lastSpace = cut.lastIndexOf(' ');
  return `${capitalise(lastSpace > TITLE_CHARS / 2 ? cut.slice(0, lastSpace) : cut)}…`;
}

/** Gives a thread without a title the proposed one, or one from the visitor's message. The server notices and announces it. */
export function nameThread(thread: ThreadMetadata, message: UserMessageItem, proposed: string | null = null) {
  if (thread.title !== undefined && thread.title !== '') return;
  const title = proposed ?? titleFromText(messageText(message));
  if (title !== '') thread.title = title;
}

/** Proposes a title for a thread that begins with `message`; null leaves it to the text. Never throws. */
export type TitleWriter = (message: UserMessageItem, model: Model, signal: AbortSignal) => Promise<string | null>;

const MODEL_TITLE_MS = 5000;
const MODEL_TITLE_CHARS = 60;

/** Lets the model name the thread while it answers. Does not wait for a slow model or a long title. */
export const titleFromModel: TitleWriter = async (message, model, signal) => {
  const text = messageText(message);
  if (text.trim() === '') return null;
  try {
    const response = await model.getResponse({
      systemInstructions:
        'Name the conversation that begins with the following message: at most six words, in its language, no quotation marks, no full stop. Reply with the name only.',
      input: text.slice(0, LOOKED_AT_CHARS),
      modelSettings: {},
      tools: [],
      handoffs: [],
      outputType: 'text',
      tracing: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(MODEL_TITLE_MS)]),
    });
    const said = response.output.flatMap((item) =>
      item.type === 'message' && item.role === 'assistant'
        ? item.content.map((part) => (part.type === 'output_text' ? part.text : ''))
        : [],
    );
    const title = answerOf(said.join(''), { hasThought: false })
      .replaceAll(/\s+/gu, ' ')
      .replaceAll(/^[\s"“'#*]+|[\s"”'.*]+$/gu, '');
    return title === '' || title.length > MODEL_TITLE_CHARS ? null : title;
  } catch {
    return null; // a title is optional: use the text of the message
  }
};

const messageText = (message: UserMessageItem) => message.content.map(({ text }) => text).join('');

/** Addresses and names such as `iPhone` stay unchanged. */
const capitalise = (text: string) =>
  /^\p{Ll}+(?=[\s,;:!?.'’-]*(?:\s|$))/u.test(text) ? text.charAt(0).toLocaleUpperCase() + text.slice(1) : text;
