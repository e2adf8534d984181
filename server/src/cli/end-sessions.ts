/** `chatdock-server end-sessions visitor:…`: refuses every token that the person has until now. */
import { openStore } from '../stores/open-store.ts';
import { UsageError } from './feedback.ts';

const USAGE =
  'Usage: chatdock-server end-sessions USER…\n\nUSER is the owner of conversations as the database has it: visitor:… or user:tenant:name.';

/** The text to print. @throws UsageError when no person is named, or something else */
export async function endSessionsOf(userIds: readonly string[], databaseURL: string): Promise<string> {
  const strange = userIds.find((userId) => !/^(?:visitor|user):./u.test(userId));
  if (strange !== undefined) throw new UsageError(`"${strange}" is not a user id.\n\n${USAGE}`);
  if (userIds.length === 0) throw new UsageError(USAGE);
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
