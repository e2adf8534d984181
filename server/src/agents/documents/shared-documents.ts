/** An index of the owner's documents that several processes share. One of them builds it, and all search it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PassageStore, StoredPassage } from '../../core/records/passages.ts';
import type { ServerLog } from '../../core/telemetry/log.ts';
import { DocumentFolder } from './document-folder.ts';
import { pageAddress } from './page-address.ts';
import type { DocumentPassage, DocumentSearch } from './search.ts';
import { CANDIDATES, rankByCoverage, wordsOf } from './words.ts';

/** Options of `SharedDocuments`. All of them are required. */
export interface SharedDocumentsOptions {
  /** The folder with the documents, as for `DocumentIndex`. */
  folder: string;
  /** `openStore` returns the one of a PostgreSQL database. */
  passages: PassageStore;
  /** The address of a page, as for `DocumentIndex`. */
  pageURL: string;
  log: ServerLog;
}

/** The number of passages, about 100 KB, that are stored with one statement. */
const BATCH = 80;
const LOOK_AGAIN_MS = 300;
const AFTER_FAILURE_MS = 2000;
/** How long a starting process waits for the process that builds the index. */
const WAIT_MS = 60_000;
/** An edition that no process has marked as used for an hour is removed. */
const USE_MS = 10 * 60_000;

/**
 * Finds passages in an index in the database. Call `refresh` at the start; each process needs a copy of the folder and
 * searches the index of exactly its documents.
 */
export class SharedDocuments implements DocumentSearch {
  readonly #folder: DocumentFolder;
  readonly #passages: PassageStore;
  readonly #pageURL: string;
  readonly #log: ServerLog;
  readonly #holder = crypto.randomUUID();
  readonly #using: ReturnType<typeof setInterval>;
  /** The searched edition. It stays the older one until the newer one is complete. */
  #edition: string | undefined;
  /** Refreshes run one after another, so that the result of the last one counts. */
  #refreshing = Promise.resolve();
  #isClosed = false;

  /** @throws an error that names the setting, if the folder does not exist */
  constructor({ folder, passages, pageURL, log }: SharedDocumentsOptions) {
    this.#folder = new DocumentFolder(folder, log);
    this.#passages = passages;
    this.#pageURL = pageURL;
    this.#log = log;
    this.#using = setInterval(() => {
      if (this.#edition !== undefined) void passages.use(this.#edition).catch(() => undefined);
    }, USE_MS).unref();
  }

  /**
   * Resolves when the index contains the current documents, no matter which process stored them. If the database cannot
   * be used, or another process takes longer than a minute, it also resolves, and tries again later.
   */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(() => this.#tryToRefresh());
    return this.#refreshing;
  }

  /** Refreshes whenever a file changes. Returns a function that stops it. */
  watch(): () => void {
    return this.#folder.watch(() => void this.refresh());
  }

  async search(query: string, limit = 5): Promise<DocumentPassage[]> {
    const words = wordsOf(query);
    if (words.length === 0) return [];
    const found = await this.#find(words);
    const passages = found.map((passage) => ({
      ...passage,
      url: pageAddress(this.#pageURL, passage.path, passage.section),
    }));
    return rankByCoverage(passages, words).slice(0, limit);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#using);
  }

  async #find(words: readonly string[]): Promise<StoredPassage[]> {
    if (this.#edition === undefined) await this.#refreshing;
    if (this.#edition === undefined) return [];
    const found = await this.#passages.find(this.#edition, words, CANDIDATES);
    if (found.length > 0 || (await this.#passages.use(this.#edition))) return found;
    // A crash of the database has emptied the index.
    await this.refresh();
    return this.#passages.find(this.#edition, words, CANDIDATES);
  }

  async #tryToRefresh(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#bringUpToDate(Date.now() + WAIT_MS);
    } catch (cause) {
      this.#log.warn(
        { err: cause },
        'The index of the documents could not be brought up to date. The server tries again in a moment.',
      );
      setTimeout(() => void this.refresh(), AFTER_FAILURE_MS).unref();
    }
  }

  async #bringUpToDate(deadline: number): Promise<void> {
    while (!this.#isClosed) {
      const edition = this.#folder.fingerprint();
      const state = await this.#passages.claim(edition, this.#holder);
      if (state === 'ready' || (state === 'yours' && (await this.#build(edition)))) {
        this.#edition = edition;
        return;
      }
      if (Date.now() > deadline) throw new Error('Another process has been building the index for a minute.');
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** False if the files have changed since the fingerprint was computed. */
  async #build(edition: string): Promise<boolean> {
    const { fingerprint, passages } = this.#folder.readAll();
    if (fingerprint !== edition) return false;
    for (let first = 0; first < passages.length; first += BATCH)
      await this.#passages.add(edition, this.#holder, first, passages.slice(first, first + BATCH));
    await this.#passages.finish(edition);
    return true;
  }
}
