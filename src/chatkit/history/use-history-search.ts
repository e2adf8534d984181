/** The rows of the list of conversations: all of them with their last message, or those that match a query. */
import { hasWords, toWords } from '@chatdock/protocol/search/find-words';
import { memberOf } from '@chatdock/protocol/member-of';
import { type FoundThread, parseFoundThreads } from '@chatdock/protocol/search/found-threads';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { isResponding } from '../state/chat-state.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';

/** The server is asked when the visitor has not typed for this long. */
const TYPING_MS = 250;
/** The number of last messages and matches that the server returns at once. */
const MAX_RESULTS = 100;

/** A conversation, and the message of it that the list shows. */
export interface HistoryEntry {
  thread: ThreadMetadata;
  message: FoundThread | undefined;
  /** The time of the last message, or of the matching one; else the time at which the conversation began. */
  at: string;
}

export interface HistorySearch {
  query: string;
  setQuery(query: string): void;
  words: readonly string[];
  entries: HistoryEntry[];
  /** Whether the server still searches. */
  isSearching: boolean;
  /** Whether the server stopped before it had looked at every message. */
  hasMore: boolean;
  /** Whether the server failed to search the messages, so that only titles were searched. */
  hasFailed: boolean;
}

interface Answer {
  query: string;
  messages: ReadonlyMap<string, FoundThread>;
  hasMore: boolean;
}

interface Outcome extends Pick<HistorySearch, 'isSearching' | 'hasFailed' | 'hasMore'> {
  /** The query as it is searched for; empty if there is none. */
  key: string;
  count: number;
}

const nothing: ReadonlyMap<string, FoundThread> = new Map();

export function useHistorySearch(): HistorySearch {
  const threads = useSelect((state) => state.history.threads);
  const searchChars = useSelect((state) => state.limits.searchChars);
  const [query, setQuery] = useState('');
  const words = useMemo(() => toWords(query), [query]);
  const key = words.join(' ');
  const lastMessages = useFound('', searchChars !== undefined);
  const found = useFound(key.slice(0, searchChars), searchChars !== undefined && key !== '');
  const isSearching = key !== '' && found.isSearching;
  const hasFailed = key !== '' && found.hasFailed;
  const hasMore = key !== '' && found.answer?.query === key && found.answer.hasMore;

  const entries = useMemo(() => {
    const { messages } = found.answer?.query === key ? found.answer : { messages: nothing };
    const last = lastMessages.answer?.messages ?? nothing;
    const all = threads.map((thread): HistoryEntry => {
      const message = messages.get(thread.id) ?? last.get(thread.id);
      return { thread, message, at: message?.created_at ?? thread.created_at };
    });
    return key === ''
      ? all
      : all.filter(({ thread }) => messages.has(thread.id) || hasWords(thread.title ?? '', words));
  }, [threads, found.answer, lastMessages.answer, key, words]);

  useAnnouncement({ key, isSearching, hasFailed, hasMore, count: entries.length });

  return { query, setQuery, words, entries, isSearching, hasMore, hasFailed };
}

/** The server's results. While it searches, and if it fails, the previous results stay. */
function useFound(query: string, isActive: boolean) {
  const chat = useChat();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  // Search again after an answer, which changes the last message of its conversation.
  const isBusy = useSelect(isResponding);
  const count = useSelect((state) => state.history.threads.length);
  useEffect(() => {
    if (!isActive || isBusy) return;
    const leaving = new AbortController();
    const timer = setTimeout(() => void ask(leaving.signal), query === '' ? 0 : TYPING_MS);
    async function ask(signal: AbortSignal) {
      try {
        const client = await chat.context.client();
        const params = { query, limit: MAX_RESULTS };
        const json = await client.request({ type: 'threads.search', params }, { signal });
        if (signal.aborted) return;
        const messages = new Map(parseFoundThreads(json).map((one) => [one.thread_id, one]));
        setAnswer({ query, messages, hasMore: memberOf(json, 'has_more') === true });
        setFailed(null);
      } catch {
        // The list works without the search, so do not report the failure to the page.
        if (!signal.aborted) setFailed(query);
      }
    }
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [chat, query, isActive, isBusy, count]);
  const hasFailed = failed === query;
  return { answer, hasFailed, isSearching: isActive && answer?.query !== query && !hasFailed };
}

/** Tells a screen reader how many conversations were found, and what was not searched. */
function useAnnouncement({ key, isSearching, hasFailed, hasMore, count }: Outcome) {
  const chat = useChat();
  const t = useText();
  const isOver = key !== '' && !isSearching;
  useEffect(() => {
    if (!isOver) return;
    const words = [
      hasFailed && t('history.search.failed'),
      t('history.search.results', { count }),
      hasMore && t('history.search.more'),
    ];
    // Without a server that searches, the titles are searched with each letter.
    const timer = setTimeout(() => chat.context.announce(words.filter(Boolean).join(' ')), TYPING_MS);
    return () => clearTimeout(timer);
  }, [key, isOver, hasFailed, hasMore, count]);
}
