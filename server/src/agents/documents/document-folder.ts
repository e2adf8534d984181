/** Reads the folder with the owner's documents: its files, their passages, and their changes. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync, watch } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { ServerLog } from '../../core/telemetry/log.ts';
import type { StoredPassage } from '../../core/records/passages.ts';
import { DOCUMENT_ENDINGS, readPage } from './read-passages.ts';

const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** Long enough for an editor to finish writing a file. */
const WATCH_SETTLE_MS = 150;

/** Increase it when passages are read or stored differently, so that old indexes are rebuilt. */
export const READING_VERSION = 1;

export class DocumentFolder {
  readonly #folder: string;
  readonly #log: ServerLog;

  /** @throws an error that names the setting, if the folder does not exist */
  constructor(folder: string, log: ServerLog) {
    try {
      this.#folder = realpathSync(folder);
      if (!statSync(this.#folder).isDirectory()) throw new TypeError('not a folder');
    } catch (cause) {
      throw new Error(
        `CHATDOCK_DOCS is "${folder}", and there is no such folder. Name a folder with Markdown, text or HTML files.`,
        { cause },
      );
    }
    this.#log = log;
  }

  /** Paths below the folder, each with a stamp that changes with the file. */
  list(): Map<string, string> {
    return new Map(this.#listIn(this.#folder));
  }

  /** The passages of one file. */
  read(path: string): StoredPassage[] {
    return passagesOf(path, this.#bytesOf(path));
  }

  /** A hash that is equal on every machine with the same files in the folder. It changes with any of them. */
  fingerprint(): string {
    return fingerprintOf(this.#paths(), (path) => this.#bytesOf(path));
  }

  /** The passages of all files, and the fingerprint of exactly what was read. */
  readAll(): { fingerprint: string; passages: StoredPassage[] } {
    const passages: StoredPassage[] = [];
    const fingerprint = fingerprintOf(this.#paths(), (path) => {
      const bytes = this.#bytesOf(path);
      for (const passage of passagesOf(path, bytes)) passages.push(passage);
      return bytes;
    });
    return { fingerprint, passages };
  }

  /** Calls back when files have changed. Returns a function that stops it. */
  watch(onChange: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watcher = watch(this.#folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(onChange, WATCH_SETTLE_MS);
    });
    watcher.on('error', (cause) =>
      this.#log.warn({ err: cause }, 'The documents folder is no longer watched. Restart to see changes.'),
    );
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  }

  #paths = () => [...this.list().keys()].toSorted();

  #bytesOf = (path: string): Buffer => readFileSync(join(this.#folder, path));

  /** Links out of the folder are not followed. */
  #listIn(folder: string): [string, string][] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      const full = join(folder, entry.name);
      if (entry.isDirectory()) return this.#listIn(full);
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
}

function fingerprintOf(paths: readonly string[], bytesOf: (path: string) => Buffer): string {
  const all = createHash('sha256').update(String(READING_VERSION));
  for (const path of paths) all.update(`\n${createHash('sha256').update(bytesOf(path)).digest('hex')} ${path}`);
  return all.digest('hex');
}

function passagesOf(path: string, bytes: Buffer): StoredPassage[] {
  const ending = extname(path).toLowerCase();
  const name = path.slice(path.lastIndexOf('/') + 1, path.length - ending.length);
  const { title, passages } = readPage(bytes.toString('utf8'), ending, name);
  return passages.map(({ section, text }) => ({ path, title, section, text }));
}
