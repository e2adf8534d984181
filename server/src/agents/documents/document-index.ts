/** The owner's documents in a full-text index (SQLite FTS5), in a separate file. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ServerLog } from '../../core/telemetry/log.ts';
import { DocumentFolder, READING_VERSION } from './document-folder.ts';
import { pageAddress } from './page-address.ts';
import type { DocumentPassage, DocumentSearch } from './search.ts';
import { CANDIDATES, rankByCoverage, wordsOf } from './words.ts';

/** Options of `DocumentIndex`. All four are required. */
export interface DocumentIndexOptions {
  /** The folder with the documents; folders below it are read too, hidden ones and node_modules are not. */
  folder: string;
  /** The index: a file, which is created if it is missing, or `:memory:`. It can be deleted at any time. */
  file: string;
  /** The address of a page: with `{path}`, or with `{page}` for the path without its extension. */
  pageURL: string;
  log: ServerLog;
}

interface RefreshResult {
  added: number;
  changed: number;
  removed: number;
  pages: number;
}

/** How long a starting process waits for another one that builds the same index. */
const BUILD_MS = 60_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY, stamp TEXT NOT NULL);
  CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 (title, section, text, path UNINDEXED, tokenize = "porter unicode61 remove_diacritics 2");
`;
const isSame = (known: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>) =>
  known.size === found.size && [...found].every(([path, stamp]) => known.get(path) === stamp);

/** Finds passages; keeps itself up to date with `refresh` and `watch`. */
export class DocumentIndex implements DocumentSearch {
  readonly #database: DatabaseSync;
  readonly #folder: DocumentFolder;
  readonly #pageURL: string;
  readonly #log: ServerLog;

  /** @throws an error that names the setting, if the folder does not exist */
  constructor({ folder, file, pageURL, log }: DocumentIndexOptions) {
    this.#folder = new DocumentFolder(folder, log);
    this.#pageURL = pageURL;
    this.#log = log;
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file);
    // Set this before WAL, because switching to WAL also waits for a process that creates the file at the same time.
    this.#database.exec(`PRAGMA busy_timeout = ${BUILD_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;`);
    this.#database.exec('BEGIN IMMEDIATE');
    const version = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version !== READING_VERSION)
      this.#database.exec(
        `DROP TABLE IF EXISTS pages; DROP TABLE IF EXISTS passages; PRAGMA user_version = ${READING_VERSION};`,
      );
    this.#database.exec(`${SCHEMA} COMMIT;`);
  }

  /**
   * Updates the index: adds new and changed files, removes deleted ones. Several processes may share the file: one
   * builds, and the others wait and then find nothing to do.
   */
  refresh(): RefreshResult {
    const found = this.#folder.list();
    // Reading needs no lock, and usually nothing has changed.
    if (isSame(this.#stamps(), found)) return { added: 0, changed: 0, removed: 0, pages: found.size };
    const result = { added: 0, changed: 0, removed: 0, pages: found.size };
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      // Under the lock: another process may have read the same files meanwhile.
      const known = this.#stamps();
      for (const path of known.keys()) {
        if (found.has(path)) continue;
        this.#drop(path);
        result.removed += 1;
      }
      for (const [path, stamp] of found) {
        if (known.get(path) === stamp) continue;
        this.#drop(path);
        this.#add(path, stamp);
        if (known.has(path)) result.changed += 1;
        else result.added += 1;
      }
      this.#database.exec('COMMIT');
    } catch (cause) {
      this.#database.exec('ROLLBACK');
      throw cause;
    }
    return result;
  }

  /** The files that the index knows, each with the stamp of its contents. */
  #stamps(): Map<string, string> {
    const rows = this.#database.prepare('SELECT path, stamp FROM pages').all();
    return new Map(rows.map((row) => [String(row['path']), String(row['stamp'])]));
  }

  /** Refreshes whenever a file changes. Returns a function that stops it. */
  watch(onRefresh: (result: RefreshResult) => void = () => undefined): () => void {
    return this.#folder.watch(() => {
      try {
        onRefresh(this.refresh());
      } catch (cause) {
        this.#log.warn({ err: cause }, 'Reading the documents after a change failed. Answers use the previous index.');
      }
    });
  }

  search(query: string, limit = 5): DocumentPassage[] {
    const words = wordsOf(query);
    if (words.length === 0) return [];
    const match = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ');
    const rows = this.#database
      .prepare(
        'SELECT title, section, text, path FROM passages WHERE passages MATCH ? ORDER BY bm25(passages, 6, 4, 1) LIMIT ?',
      )
      .all(match, CANDIDATES);
    const passages = rows.map((row): DocumentPassage => {
      const [title, section, text, path] = [
        String(row['title']),
        String(row['section']),
        String(row['text']),
        String(row['path']),
      ];
      return { title, section, text, path, url: pageAddress(this.#pageURL, path, section) };
    });
    return rankByCoverage(passages, words).slice(0, limit);
  }

  close() {
    this.#database.close();
  }

  #drop(path: string) {
    this.#database.prepare('DELETE FROM passages WHERE path = ?').run(path);
    this.#database.prepare('DELETE FROM pages WHERE path = ?').run(path);
  }

  #add(path: string, stamp: string) {
    const insert = this.#database.prepare('INSERT INTO passages (title, section, text, path) VALUES (?, ?, ?, ?)');
    for (const { title, section, text } of this.#folder.read(path)) insert.run(title, section, text, path);
    this.#database.prepare('INSERT INTO pages (path, stamp) VALUES (?, ?)').run(path, stamp);
  }
}
