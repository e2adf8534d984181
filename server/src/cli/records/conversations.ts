/** `chatdock-server conversations`: lists conversations; with `--texts`, or for a single one, with their messages. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { isAiGenerated } from '@chatdock/protocol/thread/ai-generated';
import { contextOf } from '../../core/context.ts';
import type { OwnedConversation } from '../../core/records/personal-data.ts';
import { newestFirst } from '../../core/turns.ts';
import { type OpenStore, openStore } from '../../stores/open-store.ts';
import { readFormat, readMoment, readArguments, refuseMemory, UsageError } from './arguments.ts';
import { toExchanges } from './spoken.ts';
import { quoted, type Row, toCsv, toCsvRow, toJson } from './table.ts';

export const CONVERSATIONS_SYNOPSIS =
  '[THREAD] [--since DATE] [--until DATE] [--user USER] [--limit COUNT] [--texts] [--format text|csv|json]';
const USAGE = `Usage: chatdock-server conversations ${CONVERSATIONS_SYNOPSIS}`;
const LIMIT = 100;
const MAX_LIMIT = 100_000;

type Conversation = OwnedConversation & { readonly items: readonly ThreadItem[] };

/** The text to print, piece by piece. @throws UsageError for invalid arguments */
export async function* printConversations(
  args: readonly string[],
  databaseURL: string,
  now = Date.now(),
): AsyncGenerator<string, void, undefined> {
  const { options, isOn, words } = readArguments(args, {
    values: ['since', 'until', 'user', 'limit', 'format'],
    flags: ['texts'],
    usage: USAGE,
  });
  const [threadId, more] = words;
  if (more !== undefined) throw new UsageError(USAGE);
  const format = readFormat(options.format);
  const query = {
    threadId,
    userId: options.user,
    sinceMs: readMoment('--since', options.since, now),
    untilMs: readMoment('--until', options.until, now),
    limit: readLimit(options.limit),
  };
  refuseMemory(databaseURL);
  const opened = openStore(databaseURL);
  try {
    const found = await opened.people.conversations(query);
    if (threadId !== undefined && found.length === 0) throw new UsageError(`There is no conversation ${threadId}.`);
    yield* writers[format](opened, found, isOn('texts') || threadId !== undefined);
  } finally {
    await opened.close();
  }
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return LIMIT;
  const limit = /^\d+$/u.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT)
    throw new UsageError(`--limit is "${text}". Write a number from 1 to ${MAX_LIMIT}.`);
  return limit;
}

/** Only one conversation at a time is in memory. */
async function* withItems(
  { store }: OpenStore,
  found: readonly OwnedConversation[],
  isWanted: boolean,
): AsyncGenerator<Conversation, void, undefined> {
  for (const { userId, thread } of found) {
    const items: ThreadItem[] = [];
    if (isWanted) for await (const item of newestFirst({ store }, thread.id, contextOf(userId))) items.unshift(item);
    yield { userId, thread, items };
  }
}

const COLUMNS = ['created_at', 'user_id', 'thread_id', 'title'];
const TEXT_COLUMNS = [...COLUMNS, 'asked_at', 'question', 'answer', 'ai_generated'];

const writers = {
  async *text(opened: OpenStore, found: readonly OwnedConversation[], texts: boolean) {
    for await (const { userId, thread, items } of withItems(opened, found, texts)) {
      yield `${[thread.created_at, userId, thread.id, thread.title ?? ''].join('  ').trimEnd()}\n`;
      for (const { question, answer } of toExchanges(items))
        yield [quoted('>', question), quoted('<', answer)]
          .filter(Boolean)
          .map((text) => `${text}\n`)
          .join('');
    }
    yield `${found.length} in all\n`;
  },
  async *csv(opened: OpenStore, found: readonly OwnedConversation[], texts: boolean) {
    const columns = texts ? TEXT_COLUMNS : COLUMNS;
    yield toCsv(columns, []);
    for await (const conversation of withItems(opened, found, texts))
      yield toRows(conversation, texts)
        .map((row) => toCsvRow(columns, row))
        .join('');
  },
  async *json(opened: OpenStore, found: readonly OwnedConversation[], texts: boolean) {
    const written: object[] = [];
    for await (const { userId, thread, items } of withItems(opened, found, texts))
      written.push({
        user_id: userId,
        thread,
        ...(texts && { items: items.map((item) => ({ item, ai_generated: isAiGenerated(item) })) }),
      });
    yield toJson(written);
  },
};

function toRows({ userId, thread, items }: Conversation, texts: boolean): Row[] {
  const row = { created_at: thread.created_at, user_id: userId, thread_id: thread.id, title: thread.title ?? '' };
  if (!texts) return [row];
  return toExchanges(items).map(({ question, answer, at }) => ({
    ...row,
    asked_at: at,
    question,
    answer,
    ai_generated: String(answer !== ''),
  }));
}
