/** The answer to `threads.search`, apart from the other responses because only the list of conversations reads it. */
import { memberOf } from '../member-of.ts';

/** A conversation that a search found. */
export interface FoundThread {
  thread_id: string;
  /** Who said the text: `user` or `assistant`. */
  from?: string | undefined;
  /** The part of the newest matching message around the match; of the last message if the title matches or there was no query. */
  text: string;
  /** When that message was sent. */
  created_at: string;
}

/** Skips invalid records. */
export function parseFoundThreads(json: unknown): FoundThread[] {
  const data = memberOf(json, 'data');
  return Array.isArray(data) ? data.flatMap(toFoundThread) : [];
}

function toFoundThread(entry: unknown): FoundThread[] {
  const [id, from, text, at] = ['thread_id', 'from', 'text', 'created_at'].map((name) => memberOf(entry, name));
  if (typeof id !== 'string' || typeof text !== 'string' || typeof at !== 'string') return [];
  return [{ thread_id: id, from: typeof from === 'string' ? from : undefined, text, created_at: at }];
}
