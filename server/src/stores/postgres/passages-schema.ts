/** The tables of the documents' passages in PostgreSQL. */

/**
 * Unlogged: after a crash of the database the tables are empty, and a process reads the documents again. The search
 * configuration stems words like SQLite's `porter` and drops none, because unimportant words are removed before.
 * Weights: A is the title, B the heading, D the text.
 */
export const POSTGRES_PASSAGES = `
  CREATE TEXT SEARCH DICTIONARY chatdock_porter (TEMPLATE = snowball, Language = porter);
  CREATE TEXT SEARCH CONFIGURATION chatdock_documents (PARSER = "default");
  ALTER TEXT SEARCH CONFIGURATION chatdock_documents
    ADD MAPPING FOR asciiword, word, numword, int, uint, float, sfloat, version WITH chatdock_porter;

  CREATE UNLOGGED TABLE chatdock_editions (
    edition text PRIMARY KEY,
    holder text NOT NULL,
    until_ms bigint NOT NULL,
    ready_ms bigint,
    used_ms bigint NOT NULL,
    passages bigint NOT NULL DEFAULT 0
  );
  CREATE UNLOGGED TABLE chatdock_passages (
    edition text NOT NULL REFERENCES chatdock_editions ON DELETE CASCADE,
    number bigint NOT NULL,
    path text NOT NULL,
    title text NOT NULL,
    section text NOT NULL,
    text text NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (edition, number)
  );
  CREATE INDEX chatdock_passages_words ON chatdock_passages USING gin (words);`;
