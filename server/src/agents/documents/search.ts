/** The search interface that agents use, independent of the index behind it. */

/** A passage that was found. */
export interface DocumentPassage {
  /** Path below the documents folder, with forward slashes. */
  path: string;
  title: string;
  /** The heading above the passage; empty at the top of a page. */
  section: string;
  /** Plain text of the passage. */
  text: string;
  /** The address of the page. */
  url: string;
}

/** Finds passages for the words of a question, best first. */
export interface DocumentSearch {
  search(query: string, limit?: number): DocumentPassage[] | Promise<DocumentPassage[]>;
}
