/** The secret that signs visitors' tokens, when the environment gives none. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from './config.ts';
import { sqliteFile } from '../stores/open-store.ts';

/**
 * Beside a SQLite file a secret is made once and kept, so that visitors stay who they are over a restart. Other
 * databases are shared by processes that must agree on the secret, so there it has to be given.
 */
export function keptVisitorSecret(databaseUrl: string): string {
  if (databaseUrl === 'memory:') return randomBytes(32).toString('base64');
  const database = sqliteFile(databaseUrl);
  if (database === undefined) {
    throw new ConfigError('CHATDOCK_SECRET is not set, and with PostgreSQL it must be, so that every process signs alike. Make one with: openssl rand -base64 32');
  }
  const file = join(dirname(database), 'visitor-secret');
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Fails when the file exists: whoever comes second reads what the first one wrote.
    writeFileSync(file, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch {
    // It exists, or the folder takes no files: reading tells which.
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ConfigError(`The secret for visitors' tokens could not be kept in ${file}. Give the server write permission there, or set CHATDOCK_SECRET.`, { cause });
  }
}
