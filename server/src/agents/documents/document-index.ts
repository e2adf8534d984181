/** The owner's documents in a full-text index (SQLite FTS5), in a separate file. */
import { mkdirSync, readdirSync, readFileSync, realpathSync, statSync, watch } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ServerLog } from '../../core/log.ts';
import { DOCUMENT_ENDINGS, readPage } from './read-passages.ts';
import type { DocumentPassage, DocumentSearch } from './search.ts';
import { rankByCoverage, wordsOf } from './words.ts';

/** Options of `DocumentIndex`. All four are required. */
export interface DocumentIndexOptions {
  /** The folder with the documents; folders below it are read too, hidden ones and node_modules are not. */
  folder: string;
  /** The index: a file that is made when missing, or `:memory:`. It can be deleted at any time. */
  file: string;
  /** Where a page can be read: an address with `{path}`, or `{page}` for the path without its ending. */
  pageURL: string;
  log: ServerLog;
}

/** What a refresh changed. */
export interface RefreshResult {
  added: number;
  changed: number;
  removed: number;
  pages: number;
}

const MAX_FILE_BYTES = 4 * 1024 * 1024;
const CANDIDATES = 40;
/** Long enough for an editor to finish writing a file. */
const WATCH_SETTLE_MS = 150;

/** How long a process waits, at the start, for another one that builds the same index. */
const BUILD_MS = 60_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY, stamp TEXT NOT NULL);
  CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 (title, section, text, path UNINDEXED, tokenize = "porter unicode61 remove_diacritics 2");
`;
/** Raise it when passages are read or stored differently, so that old indexes are rebuilt. */
const SCHEMA_VERSION = 1;

const isSame = (known: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>) =>
  known.size === found.size && [...found].every(([path, stamp]) => known.get(path) === stamp);

/** Finds passages; keeps itself up to date with `refresh` and `watch`. */
export class DocumentIndex implements DocumentSearch {
  readonly #database: DatabaseSync;
  readonly #folder: string;
  readonly #pageURL: string;
  readonly #log: ServerLog;

  /** Errors: throws a sentence when the folder is not there. */
  constructor({ folder, file, pageURL, log }: DocumentIndexOptions) {
    try {
      this.#folder = realpathSync(folder);
      if (!statSync(this.#folder).isDirectory()) throw new TypeError('not a folder');
    } catch (cause) {
      throw new Error(
        `CHATDOCK_DOCS is "${folder}", and there is no such folder. Name a folder with Markdown, text or HTML files.`,
        { cause },
      );
    }
    this.#pageURL = pageURL;
    this.#log = log;
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file);
    // Before WAL, which also waits for a process that makes the file at the same time.
    this.#database.exec(`PRAGMA busy_timeout = ${BUILD_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;`);
    this.#database.exec('BEGIN IMMEDIATE');
    const version = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version !== SCHEMA_VERSION)
      this.#database.exec(
        `DROP TABLE IF EXISTS pages; DROP TABLE IF EXISTS passages; PRAGMA user_version = ${SCHEMA_VERSION};`,
      );
    this.#database.exec(`${SCHEMA} COMMIT;`);
  }

  /**
   * Brings the index up to date: reads what is new or changed, drops what is gone. Several processes may share the file:
   * one builds, and the others wait for it and find nothing left to do.
   */
  refresh(): RefreshResult {
    const found = new Map(this.#listFiles(this.#folder));
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

  /** Refreshes whenever a file changes. Returns a stop function. */
  watch(onRefresh: (result: RefreshResult) => void = () => undefined): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watcher = watch(this.#folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        try {
          onRefresh(this.refresh());
        } catch (cause) {
          this.#log.warn(
            { err: cause },
            'Reading the documents after a change failed. Answers use the previous index.',
          );
        }
      }, WATCH_SETTLE_MS);
    });
    watcher.on('error', (cause) =>
      this.#log.warn({ err: cause }, 'The documents folder is no longer watched. Restart to see changes.'),
    );
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
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
      return { title, section, text, path, url: this.#urlOf(path, section) };
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
    const ending = extname(path).toLowerCase();
    const name = path.slice(path.lastIndexOf('/') + 1, path.length - ending.length);
    const page = readPage(readFileSync(join(this.#folder, path), 'utf8'), ending, name);
    const insert = this.#database.prepare('INSERT INTO passages (title, section, text, path) VALUES (?, ?, ?, ?)');
    for (const { section, text } of page.passages) insert.run(page.title, section, text, path);
    this.#database.prepare('INSERT INTO pages (path, stamp) VALUES (?, ?)').run(path, stamp);
  }

  /** Paths below the folder, each with a stamp that changes when the file does. Links out of the folder are not followed. */
  #listFiles(folder: string): [string, string][] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      const full = join(folder, entry.name);
      if (entry.isDirectory()) return this.#listFiles(full);
      if (!entry.isFile() || !DOCUMENT_ENDINGS.has(extname(entry.name).toLowerCase())) return [];
      const { size, mtimeMs } = statSync(full);
      const path = relative(this.#folder, full).split(sep).join('/');
      if (size > MAX_FILE_BYTES) {
        this.#log.warn({ path, bytes: size }, 'A document is too large to be indexed and is left out.');
        return [];
      }
      return [[path, `${size} ${mtimeMs}`]];
    });
  }

  #urlOf(path: string, section: string): string {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const page = encoded.replace(/\.[^./]+$/u, '').replace(/(^|\/)(?:index|README)$/u, '$1');
    const address = this.#pageURL.includes('{')
      ? this.#pageURL.replaceAll('{path}', encoded).replaceAll('{page}', page)
      : `${this.#pageURL.replace(/\/*$/u, '/')}${encoded}`;
    return section === '' ? address : `${address}#${toAnchor(section)}`;
  }
}

/** The anchor that documentation tools give a heading. */
const toAnchor = (heading: string) =>
  encodeURIComponent(
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s+/gu, '-'),
  );
