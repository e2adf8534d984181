/** `chatdock-server end-sessions visitor:…`: refuses every token that the person has until now. */
import { openStore } from '../stores/open-store.ts';
import { readPeople, UsageError } from './records/arguments.ts';

const USAGE =
  'Usage: chatdock-server end-sessions USER…\n\nUSER is the owner of conversations as the database has it: visitor:… or user:tenant:name.';

/** The text to print. @throws UsageError when no person is named, or something else */
export async function endSessionsOf(userIds: readonly string[], databaseURL: string): Promise<string> {
  readPeople(userIds, USAGE);
  if (databaseURL === 'memory:')
    throw new UsageError('DATABASE_URL is memory:, which another process cannot reach. Restart the server instead.');
  const opened = openStore(databaseURL);
  try {
    for (const userId of userIds) await opened.sessions.end(userId);
  } finally {
    await opened.close();
  }
  return userIds.map((userId) => `The sessions of ${userId} are ended.\n`).join('');
}
