/** Names for threads, made from what was said. */
import type { ThreadMetadata } from '../../../src/protocol/threads.ts';
import type { UserMessageItem } from '../../../src/protocol/items.ts';

const TITLE_CHARS = 48;

/** A short title from a first message: its first sentence, without Markdown and greetings, cut between words. Empty when there are no words. */
export function titleFromText(text: string): string {
  const words = text.replaceAll(/```[\s\S]*?(```|$)/gu, ' ').replaceAll(/[`*_#>|[\]]/gu, '').replaceAll(/\s+/gu, ' ').trim();
  const sentence = /^.{8,}?[.?!](?=\s|$)/u.exec(words)?.[0] ?? words;
  const polite = sentence.replace(/^(?:hi|hello|hey)\b[\s,!.]*(?=\S{2})/iu, '').replace(/^(?:please|can you|could you)\s+(?=\S{2})/iu, '').replace(/[.!,;:]+$/u, '');
  const chars = Array.from(polite);
  if (chars.length <= TITLE_CHARS) return capitalise(polite);
  const cut = chars.slice(0, TITLE_CHARS).join('');
  const lastSpace = cut.lastIndexOf(' ');
  return `${capitalise(lastSpace > TITLE_CHARS / 2 ? cut.slice(0, lastSpace) : cut)}…`;
}

/** Gives a thread without a title one from the visitor's message. The server notices and announces it. */
export function nameThread(thread: ThreadMetadata, message: UserMessageItem) {
  if (thread.title !== undefined && thread.title !== '') return;
  const title = titleFromText(message.content.map(({ text }) => text).join(''));
  if (title !== '') thread.title = title;
}

const capitalise = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
