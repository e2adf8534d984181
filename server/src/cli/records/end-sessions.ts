/** `chatdock-server end-sessions visitor:…`: makes the server refuse every token that the person has so far. */
import { consoleLog } from '../../core/telemetry/log.ts';
import { openStore } from '../../stores/open-store.ts';
import type { Config } from '../settings/config.ts';
import { readPeople, UsageError } from './arguments.ts';
import { openSharing } from '../sharing.ts';

const USAGE =
  'Usage: chatdock-server end-sessions USER…\n\nUSER is the owner of conversations as the database has it: visitor:… or user:tenant:name.';

/** The text to print. @throws UsageError if no valid person is given */
export async function endSessionsOf(
  userIds: readonly string[],
  config: Pick<Config, 'DATABASE_URL' | 'CHATDOCK_REDIS_URL'>,
): Promise<string> {
  readPeople(userIds, USAGE);
  if (config.DATABASE_URL === 'memory:')
    throw new UsageError('DATABASE_URL is memory:, which another process cannot reach. Restart the server instead.');
  const sharing = await openSharing(config, consoleLog);
  const opened = openStore(config.DATABASE_URL);
  try {
    const sessions = sharing.sessionsOf(opened);
    for (const userId of userIds) await sessions.end(userId);
  } finally {
    await opened.close();
    sharing.close();
  }
  return userIds.map((userId) => `The sessions of ${userId} are ended.\n`).join('');
}
