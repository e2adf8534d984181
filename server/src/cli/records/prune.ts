/** `chatdock-server prune`: deletes old conversations once, as `CHATDOCK_RETENTION_DAYS` does every hour. */
import { expireThreads } from '../../core/records/personal-data.ts';
import { openStore } from '../../stores/open-store.ts';
import type { Config } from '../settings/config.ts';
import { readArguments, refuseMemory, UsageError } from './arguments.ts';
import { serverFor } from './person.ts';

export const PRUNE_SYNOPSIS = '[--days COUNT]';
const DAY_MS = 86_400_000;

/** The text to print. @throws UsageError if no age is given or configured */
export async function pruneConversations(args: readonly string[], config: Config, now = Date.now()): Promise<string> {
  const usage = `Usage: chatdock-server prune ${PRUNE_SYNOPSIS}`;
  const { options, words } = readArguments(args, { values: ['days'], usage });
  if (words.length > 0) throw new UsageError(usage);
  const days = readDays(options.days, config);
  refuseMemory(config.DATABASE_URL);
  const opened = openStore(config.DATABASE_URL);
  try {
    const count = await expireThreads(await serverFor(opened, config), opened.people, now - days * DAY_MS);
    await opened.people.tidy(now);
    return `Deleted ${count} conversations without a message for ${days} days.\n`;
  } finally {
    await opened.close();
  }
}

function readDays(text: string | undefined, { CHATDOCK_RETENTION_DAYS: configured }: Config): number {
  if (text === undefined && configured === 0)
    throw new UsageError(
      'CHATDOCK_RETENTION_DAYS is 0, so no conversation is old enough to delete. Set it, or give an age: chatdock-server prune --days 90',
    );
  if (text === undefined) return configured;
  // 0 would delete everything, even running conversations.
  const days = /^\d+$/u.test(text) ? Number(text) : 0;
  if (days < 1) throw new UsageError(`--days is "${text}". Write a whole number from 1.`);
  return days;
}
