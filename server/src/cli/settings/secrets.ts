/** The secrets that this process signs with: derived from a setting, or generated once and stored. */
import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sqliteFile } from '../../stores/open-store.ts';
import { type Config, ConfigError } from './config.ts';

/**
 * Signs visitors' tokens. With SQLite, a secret is generated once and stored beside the database file, so that visitors
 * keep their identity after a restart. Other databases are shared by processes that need the same secret, so there it
 * must be set.
 */
export function visitorSecret({ CHATDOCK_SECRET, DATABASE_URL }: Config): string {
  if (CHATDOCK_SECRET !== undefined) return CHATDOCK_SECRET;
  if (DATABASE_URL === 'memory:') return newSecret();
  const database = sqliteFile(DATABASE_URL);
  if (database === undefined) {
    throw new ConfigError(
      'CHATDOCK_SECRET is not set, and with PostgreSQL it must be, so that all processes sign with the same secret. Make one with: openssl rand -base64 32',
    );
  }
  return storedSecret(join(dirname(database), 'visitor-secret'));
}

/**
 * Signs upload and preview addresses. Differs from the visitors' secret, so that one signature cannot be used in place
 * of the other.
 */
export function attachmentSecret(config: Config): string {
  return createHmac('sha256', visitorSecret(config)).update('attachment addresses').digest('base64');
}

const newSecret = () => randomBytes(32).toString('base64');

function storedSecret(file: string): string {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, newSecret(), { flag: 'wx', mode: 0o600 });
    // `link` fails if the file exists and never exposes a partial file, so a second process reads the first one's
    // secret.
    linkSync(draft, file);
  } catch {
    // Either the file exists or the folder is not writable. Reading the file shows which.
  }
  rmSync(draft, { force: true });
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ConfigError(
      `The secret for visitors' tokens could not be kept in ${file}. Give the server write permission there, or set CHATDOCK_SECRET.`,
      { cause },
    );
  }
}
