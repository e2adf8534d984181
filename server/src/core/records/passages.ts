/** Passages of the owner's documents in a database that several processes share. */

/** A piece of a page, as it is stored. */
export interface StoredPassage {
  /** Path below the documents folder, with forward slashes. */
  path: string;
  title: string;
  /** The heading above it; empty at the top of a page. */
  section: string;
  text: string;
}

/** What a process finds when it needs the passages of an edition. */
export type EditionState =
  /** They are complete. */
  | 'ready'
  /** Another process is storing them. */
  | 'in-work'
  /** This process must store them now. */
  | 'yours';

/**
 * Keeps passages by edition: the fingerprint of all documents. Each process searches the edition of its own documents, so
 * two releases with different documents can run side by side. What an edition holds never changes.
 */
export interface PassageStore {
  /**
   * `holder` names the process. Of several that call this, one gets `yours`. It must `add` every few seconds, or another
   * process gets the edition.
   */
  claim(edition: string, holder: string): Promise<EditionState>;
  /** Stores passages, the first of which has this number, and keeps the claim alive. Errors: rejects once the edition is gone. */
  add(edition: string, holder: string, first: number, passages: readonly StoredPassage[]): Promise<void>;
  /** Makes the edition `ready`, and removes editions that no process has used for an hour. */
  finish(edition: string): Promise<void>;
  /** Says that the edition is used; false when it is not there any more. */
  use(edition: string): Promise<boolean>;
  /** The passages with any of the words, best first. */
  find(edition: string, words: readonly string[], limit: number): Promise<StoredPassage[]>;
}
