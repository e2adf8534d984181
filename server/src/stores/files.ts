/** The ledger of stored files in memory and in SQL databases. */
import type { FileEntry, FileLedger, FileQuotas } from '../core/records/file-ledger.ts';
import type { Row, SqlDatabase } from './sql/sql-database.ts';

const UNLIMITED = Number.MAX_SAFE_INTEGER;
const limitOf = (bytes: number) => (bytes === 0 ? UNLIMITED : bytes);

/** Keeps the records until the process ends. */
export class MemoryFiles implements FileLedger {
  readonly #files = new Map<string, FileEntry & { createdMs: number; isSent: boolean }>();
  readonly #now: () => number;

  constructor(now: () => number = () => Date.now()) {
    this.#now = now;
  }

  async reserve(file: FileEntry, { perOwner, inAll }: FileQuotas): Promise<'reserved' | 'owner-full' | 'full'> {
    const files = [...this.#files.values()];
    const sum = (list: FileEntry[]) => list.reduce((total, { sizeBytes }) => total + sizeBytes, file.sizeBytes);
    if (sum(files.filter(({ owner }) => owner === file.owner)) > limitOf(perOwner)) return 'owner-full';
    if (sum(files) > limitOf(inAll)) return 'full';
    this.#files.set(file.id, { ...file, createdMs: this.#now(), isSent: false });
    return 'reserved';
  }

  async isUnsent(id: string): Promise<boolean> {
    return this.#files.get(id)?.isSent === false;
  }

  async sizeOf(id: string): Promise<number | null> {
    return this.#files.get(id)?.sizeBytes ?? null;
  }

  async setSize(id: string, sizeBytes: number): Promise<boolean> {
    return this.#change(id, { sizeBytes });
  }

  async markSent(id: string): Promise<boolean> {
    return this.#change(id, { isSent: true });
  }

  async remove(id: string): Promise<void> {
    this.#files.delete(id);
  }

  forget(userId: string): void {
    for (const { id, owner } of this.#files.values()) if (owner === userId) this.#files.delete(id);
  }

  async takeUnsent(beforeMs: number): Promise<FileEntry[]> {
    const expired = [...this.#files.values()].filter(({ isSent, createdMs }) => !isSent && createdMs < beforeMs);
    for (const { id } of expired) this.#files.delete(id);
    return expired.map(toEntry);
  }

  async ofOwner(owner: string): Promise<FileEntry[]> {
    return [...this.#files.values()].filter((file) => file.owner === owner).map(toEntry);
  }

  #change(id: string, change: { sizeBytes?: number; isSent?: boolean }): boolean {
    const file = this.#files.get(id);
    if (file) this.#files.set(id, { ...file, ...change });
    return file !== undefined;
  }
}

/** In the database of the threads. */
export class SqlFiles implements FileLedger {
  readonly #database: SqlDatabase;
  readonly #now: () => number;

  constructor(database: SqlDatabase, now: () => number = () => Date.now()) {
    this.#database = database;
    this.#now = now;
  }

  async reserve(
    { id, owner, sizeBytes }: FileEntry,
    { perOwner, inAll }: FileQuotas,
  ): Promise<'reserved' | 'owner-full' | 'full'> {
    // Lock, because two simultaneous reservations would both read the sum without the other's file.
    const { oneAtATime } = this.#database;
    const results = await this.#database.write([
      ...(oneAtATime === null ? [] : [{ sql: oneAtATime, values: [] }]),
      {
        sql: `INSERT INTO chatdock_files (id, owner, size_bytes, created_ms, is_sent)
              SELECT $1, $2, CAST($3 AS BIGINT), CAST($4 AS BIGINT), 0
              WHERE (SELECT coalesce(sum(size_bytes), 0) FROM chatdock_files WHERE owner = $2) + CAST($3 AS BIGINT) <= CAST($5 AS BIGINT)
                AND (SELECT coalesce(sum(size_bytes), 0) FROM chatdock_files) + CAST($3 AS BIGINT) <= CAST($6 AS BIGINT)
              RETURNING id`,
        values: [id, owner, sizeBytes, this.#now(), limitOf(perOwner), limitOf(inAll)],
      },
    ]);
    if ((results.at(-1) ?? []).length > 0) return 'reserved';
    const [sum] = await this.#database.read({
      sql: 'SELECT coalesce(sum(size_bytes), 0) AS bytes FROM chatdock_files WHERE owner = $1',
      values: [owner],
    });
    return Number(sum?.['bytes']) + sizeBytes > limitOf(perOwner) ? 'owner-full' : 'full';
  }

  async isUnsent(id: string): Promise<boolean> {
    const rows = await this.#database.read({
      sql: 'SELECT id FROM chatdock_files WHERE id = $1 AND is_sent = 0',
      values: [id],
    });
    return rows.length > 0;
  }

  async sizeOf(id: string): Promise<number | null> {
    const [row] = await this.#database.read({
      sql: 'SELECT size_bytes FROM chatdock_files WHERE id = $1',
      values: [id],
    });
    return row ? Number(row['size_bytes']) : null;
  }

  async setSize(id: string, sizeBytes: number): Promise<boolean> {
    return this.#changes('UPDATE chatdock_files SET size_bytes = $2 WHERE id = $1 RETURNING id', [id, sizeBytes]);
  }

  async markSent(id: string): Promise<boolean> {
    return this.#changes('UPDATE chatdock_files SET is_sent = 1 WHERE id = $1 RETURNING id', [id]);
  }

  async remove(id: string): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM chatdock_files WHERE id = $1', values: [id] }]);
  }

  async takeUnsent(beforeMs: number): Promise<FileEntry[]> {
    const [rows = []] = await this.#database.write([
      {
        sql: 'DELETE FROM chatdock_files WHERE is_sent = 0 AND created_ms < $1 RETURNING id, owner, size_bytes',
        values: [beforeMs],
      },
    ]);
    return rows.map(fromRow);
  }

  async ofOwner(owner: string): Promise<FileEntry[]> {
    const rows = await this.#database.read({
      sql: 'SELECT id, owner, size_bytes FROM chatdock_files WHERE owner = $1 ORDER BY id',
      values: [owner],
    });
    return rows.map(fromRow);
  }

  async #changes(sql: string, values: readonly (string | number)[]): Promise<boolean> {
    const [rows = []] = await this.#database.write([{ sql, values }]);
    return rows.length > 0;
  }
}

const toEntry = ({ id, owner, sizeBytes }: FileEntry): FileEntry => ({ id, owner, sizeBytes });

const fromRow = (row: Row): FileEntry => ({
  id: String(row['id']),
  owner: String(row['owner']),
  sizeBytes: Number(row['size_bytes']),
});
