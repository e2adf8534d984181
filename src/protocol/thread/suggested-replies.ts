/**
 * Replies that a server suggests to the visitor after an answer. They travel as a client effect, which every ChatKit client passes to
 * its page and otherwise ignores.
 */
import { memberOf } from '../member-of.ts';

/** The name of the client effect. Its data is `{ replies: string[] }`. */
export const SUGGESTED_REPLIES = 'chatdock.suggested_replies';

const MAX_REPLIES = 4;
/** A longer one is left out: the button would be a paragraph. */
const MAX_LETTERS = 80;

/** The first four different replies of at most 80 characters each; none if the data holds none. */
export function readSuggestedReplies(data: unknown): string[] {
  const replies = memberOf(data, 'replies');
  if (!Array.isArray(replies)) return [];
  const texts = replies
    .slice(0, 100)
    .flatMap((reply: unknown) => (typeof reply === 'string' ? [reply.replaceAll(/\s+/g, ' ').trim()] : []))
    .filter((text) => text !== '' && text.length <= MAX_LETTERS);
  return [...new Set(texts)].slice(0, MAX_REPLIES);
}
