/** Passages of the owner's documents in a database that several processes share. */

/** A stored piece of a page. */
export interface StoredPassage {
  /** Path below the documents folder, with forward slashes. */
  path: string;
  title: string;
  /** The heading above it; empty at the top of a page. */
  section: string;
  text: string;
}

/** The state of an edition's passages. */
export type EditionState =
  /** They are complete. */
  | 'ready'
  /** Another process is storing them. */
  | 'in-work'
  /** This process must store them now. */
  | 'yours';

/**
 * Keeps passages by edition: the fingerprint of all documents. Each process searches the edition of its own documents,
 * so two releases with different documents can run side by side. The content of an edition never changes.
 */
export interface PassageStore {
  /**
   * `holder` identifies the process. If several processes call this, one gets `yours`. It must call `add` every few
   * seconds; otherwise another process gets the edition.
   */
  claim(edition: string, holder: string): Promise<EditionState>;
  /**
   * Stores passages, starting with this number, and keeps the claim alive. Errors: rejects if the edition no longer
   * exists.
   */
  add(edition: string, holder: string, first: number, passages: readonly StoredPassage[]): Promise<void>;
  /** Makes the edition `ready`, and removes editions that no process has used for an hour. */
  finish(edition: string): Promise<void>;
  /** Marks the edition as in use. False if it no longer exists. */
  use(edition: string): Promise<boolean>;
  /** The passages that contain any of the words, best first. */
  find(edition: string, words: readonly string[], limit: number): Promise<StoredPassage[]>;
}
