/**
 * Searches the conversations of one visitor. It reads through the store, which returns only the caller's own records,
 * so it works with every database.
 */
import { hasWords, placeOfWords, toWords } from '@chatdock/protocol/search/find-words';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { ThreadsSearchRequest } from '@chatdock/protocol/requests/requests';
import type { FoundThread } from '@chatdock/protocol/search/found-threads';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../context.ts';
import type { Store } from '../store.ts';

/** How much one search may read. The newest conversations and messages come first. */
export interface SearchLimits {
  readonly threads: number;
  readonly itemsPerThread: number;
  readonly chars: number;
  readonly ms: number;
}

const LIMITS: SearchLimits = { threads: 500, itemsPerThread: 200, chars: 10_000_000, ms: 2000 };
const DEFAULT_RESULTS = 50;
const THREADS_PAGE = 50;
const ITEMS_PAGE = 50;
/** The number of items that are searched for the last message, because hidden notes and steps may follow it. */
const LAST_ITEMS = 10;
/** The maximum length of a message excerpt, and how much of it comes before the match. */
const SHOWN_CHARS = 160;
const SHOWN_BEFORE = 40;
/** After this many milliseconds of reading, other requests run. */
const WORK_MS = 10;

interface SearchAnswer {
  data: FoundThread[];
  /** Whether the search stopped before it had read everything. */
  has_more: boolean;
}

type Search<Context extends RequestContext> = (
  store: Store<Context>,
  params: ThreadsSearchRequest['params'],
  context: Context,
) => Promise<SearchAnswer>;

/**
 * Each visitor has one search at a time. A new one ends the previous one, which answers with the results found so far.
 */
export function createSearch<Context extends RequestContext>(limits: SearchLimits = LIMITS): Search<Context> {
  const running = new Map<string, AbortController>();
  return async (store, params, context) => {
    running.get(context.userId)?.abort();
    const current = new AbortController();
    running.set(context.userId, current);
    try {
      return await search({ store, context, limits, replaced: current.signal }, params);
    } finally {
      if (running.get(context.userId) === current) running.delete(context.userId);
    }
  };
}

interface SearchDeps<Context extends RequestContext> {
  store: Store<Context>;
  context: Context;
  limits: SearchLimits;
  replaced: AbortSignal;
}

async function search<Context extends RequestContext>(
  { store, context, limits, replaced }: SearchDeps<Context>,
  { query, limit }: ThreadsSearchRequest['params'],
): Promise<SearchAnswer> {
  const words = toWords(query);
  const wanted = limit || DEFAULT_RESULTS;
  const data: FoundThread[] = [];
  const budget = createBudget(limits, () => replaced.aborted || context.signal.aborted);
  let after: string | undefined;
  for (;;) {
    const page = await store.loadThreads({ limit: THREADS_PAGE, order: 'desc', after }, context);
    for (const thread of page.data) {
      if (data.length >= wanted || !(await budget.mayGoOn())) return { data, has_more: true };
      const found = await searchThread(store, thread, words, context, budget);
      if (found) data.push(found);
    }
    if (!page.has_more || !page.after) return { data, has_more: false };
    after = page.after;
  }
}

/** The newest message that has all the words. With the words in the title, or without words, the newest message of all. */
async function searchThread<Context extends RequestContext>(
  store: Store<Context>,
  thread: ThreadMetadata,
  words: readonly string[],
  context: Context,
  budget: Budget,
): Promise<FoundThread | null> {
  const isNamed = hasWords(thread.title ?? '', words);
  let last: FoundThread | null = null;
  let after: string | undefined;
  for (let read = 0; read < budget.itemsPerThread;) {
    const limit = isNamed && read === 0 ? LAST_ITEMS : ITEMS_PAGE;
    const page = await store.loadThreadItems(thread.id, { limit, order: 'desc', after }, context);
    for (const item of page.data) {
      const message = messageOf(item);
      if (message === null) continue;
      budget.count(message.text);
      last ??= toFound(thread, item, message, []);
      if (!isNamed && hasWords(message.text, words)) return toFound(thread, item, message, words);
      if (isNamed) return last;
    }
    read += page.data.length;
    if (!page.has_more || !page.after || isNamed || !(await budget.mayGoOn(false))) break;
    after = page.after;
  }
  if (!isNamed) return null;
  return last ?? { thread_id: thread.id, text: '', created_at: thread.created_at };
}

interface Budget {
  readonly itemsPerThread: number;
  count(text: string): void;
  /** Lets other requests run. Returns whether there is time and room for more. */
  mayGoOn(isNextThread?: boolean): Promise<boolean>;
}

function createBudget({ threads, itemsPerThread, chars, ms }: SearchLimits, isOver: () => boolean): Budget {
  const begun = performance.now();
  let rested = begun;
  let readChars = 0;
  let readThreads = 0;
  return {
    itemsPerThread,
    count: (text) => void (readChars += text.length),
    async mayGoOn(isNextThread = true) {
      if (isNextThread) readThreads += 1;
      if (performance.now() - rested > WORK_MS) {
        await new Promise((resolve) => setTimeout(resolve));
        rested = performance.now();
      }
      return !isOver() && readThreads <= threads && readChars < chars && rested - begun < ms;
    },
  };
}

interface Message {
  from: 'user' | 'assistant';
  text: string;
}

/** The text of a message; null for hidden notes, steps, tool calls, and items without text. */
function messageOf(item: ThreadItem): Message | null {
  const message = toMessage(item);
  return message === null || message.text.trim() === '' ? null : message;
}

function toMessage(item: ThreadItem): Message | null {
  switch (item.type) {
    case 'user_message':
      return { from: 'user', text: item.content.map(({ text }) => text).join('') };
    case 'assistant_message':
      return { from: 'assistant', text: toPlainText(item.content.map(({ text }) => text).join('\n')) };
    case 'widget':
      return { from: 'assistant', text: item.copy_text ?? '' };
    case 'structured_input':
      return {
        from: 'assistant',
        text: item.inputs.map(({ question, answer }) => [question, ...(answer?.values ?? [])].join(' ')).join(' '),
      };
    default:
      return null;
  }
}

/** Markdown without its most frequent marks, the languages of its code blocks, and the lines between parts of it. */
const toPlainText = (markdown: string): string =>
  markdown
    .replaceAll(/!?\[([^\]\n]{0,500})\]\([^)\s]{0,2000}\)/g, '$1')
    .replaceAll(/^[ \t]*(?:#{1,6}|[-*+>]|\d{1,9}[.)])[ \t]+/gm, '')
    .replaceAll(/^[ \t>]*(?:`{3,}[^`\n]*|~{3,}.*)$/gm, '')
    .replaceAll(/^[ \t|:-]+$/gm, '')
    .replaceAll(/\*\*|__|[`*~|]/g, '');

function toFound(
  thread: ThreadMetadata,
  item: ThreadItem,
  { from, text }: Message,
  words: readonly string[],
): FoundThread {
  return { thread_id: thread.id, from, text: excerptOf(text, words), created_at: item.created_at };
}

/** The part of a text around its first match, or its beginning, in one line. */
function excerptOf(text: string, words: readonly string[]): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const place = placeOfWords(line, words);
  const start = place > SHOWN_BEFORE ? line.lastIndexOf(' ', place - SHOWN_BEFORE) + 1 || place - SHOWN_BEFORE : 0;
  // Do not cut between the two halves of a surrogate pair.
  const letters = line.slice(start, start + SHOWN_CHARS).replace(/[\ud800-\udbff]$/, '');
  return `${start > 0 ? '…' : ''}${letters}${start + letters.length < line.length ? '…' : ''}`;
}
