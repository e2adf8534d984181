/** The documents' passages in PostgreSQL's full-text index. All times are the database's. */
import type { EditionState, PassageStore, StoredPassage } from '../../core/records/passages.ts';
import type { SqlDatabase } from '../sql/sql-database.ts';

/** A process that stores an edition renews its claim with every batch. A killed process is replaced after this time. */
const CLAIM_MS = 15_000;
/** Processes mark the edition that they use every few minutes. */
const UNUSED_MS = 60 * 60_000;
/** As in SQLite's index, a word in the title counts six times and in the heading four times. */
const WEIGHTS = '{0.17, 0.17, 0.67, 1}';

export class PostgresPassages implements PassageStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async claim(edition: string, holder: string): Promise<EditionState> {
    const { nowMs } = this.#database;
    const [claimed = [], found = []] = await this.#database.write([
      {
        sql: `INSERT INTO chatdock_editions (edition, holder, until_ms, used_ms)
              VALUES ($1, $2, ${nowMs} + ${CLAIM_MS}, ${nowMs})
              ON CONFLICT (edition) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
                WHERE chatdock_editions.ready_ms IS NULL
                  AND (chatdock_editions.until_ms < ${nowMs} OR chatdock_editions.holder = excluded.holder)
              RETURNING edition`,
        values: [edition, holder],
      },
      { sql: 'SELECT ready_ms FROM chatdock_editions WHERE edition = $1', values: [edition] },
    ]);
    if (claimed.length > 0) return 'yours';
    return (found[0]?.['ready_ms'] ?? null) === null ? 'in-work' : 'ready';
  }

  async add(edition: string, holder: string, first: number, passages: readonly StoredPassage[]): Promise<void> {
    const rows = passages.map((passage, index) => {
      const [title, section, text] = [storable(passage.title), storable(passage.section), storable(passage.text)];
      return {
        number: first + index,
        path: storable(passage.path),
        title,
        section,
        text,
        title_words: wordsIn(title),
        section_words: wordsIn(section),
        text_words: wordsIn(text),
      };
    });
    await this.#database.write([
      {
        // A process that took over a claim adds the same passages again.
        sql: `INSERT INTO chatdock_passages (edition, number, path, title, section, text, words)
              SELECT $1, number, path, title, section, text,
                ${weighted('title', 'A')} || ${weighted('section', 'B')} || ${weighted('text', 'D')}
              FROM json_to_recordset(CAST($2 AS json)) AS passage (number bigint, path text, title text, section text,
                text text, title_words text, section_words text, text_words text)
              ON CONFLICT (edition, number) DO NOTHING`,
        values: [edition, JSON.stringify(rows)],
      },
      {
        sql: `UPDATE chatdock_editions SET until_ms = ${this.#database.nowMs} + ${CLAIM_MS}
              WHERE edition = $1 AND holder = $2`,
        values: [edition, holder],
      },
    ]);
  }

  async finish(edition: string): Promise<void> {
    const { nowMs } = this.#database;
    await this.#database.write([
      {
        sql: `UPDATE chatdock_editions SET ready_ms = ${nowMs}, used_ms = ${nowMs},
                passages = (SELECT count(*) FROM chatdock_passages WHERE edition = $1)
              WHERE edition = $1`,
        values: [edition],
      },
      {
        sql: `DELETE FROM chatdock_editions
              WHERE edition <> $1 AND used_ms < ${nowMs} - ${UNUSED_MS} AND until_ms < ${nowMs}`,
        values: [edition],
      },
    ]);
  }

  async use(edition: string): Promise<boolean> {
    const [used = []] = await this.#database.write([
      {
        sql: `UPDATE chatdock_editions SET used_ms = ${this.#database.nowMs}
              WHERE edition = $1 AND ready_ms IS NOT NULL RETURNING edition`,
        values: [edition],
      },
    ]);
    return used.length > 0;
  }

  async find(edition: string, words: readonly string[], limit: number): Promise<StoredPassage[]> {
    // Rare words weigh more, by BM25's formula. A word that is nearly everywhere weighs almost nothing.
    const rows = await this.#database.read({
      sql: `WITH asked AS MATERIALIZED (
              SELECT query, ln(1 + greatest(passages - found + 0.5, 0.5) / (found + 0.5)) AS weight
              FROM json_array_elements_text(CAST($2 AS json)) AS word,
                LATERAL (SELECT phraseto_tsquery('chatdock_documents', word) AS query) AS parsed,
                LATERAL (SELECT count(*) AS found FROM chatdock_passages WHERE edition = $1 AND words @@ query) AS counted,
                (SELECT passages FROM chatdock_editions WHERE edition = $1) AS held
              WHERE numnode(query) > 0
            )
            SELECT path, title, section, text FROM chatdock_passages,
              LATERAL (SELECT sum(weight * ts_rank('${WEIGHTS}', words, query, 1)) AS score FROM asked
                WHERE words @@ query) AS scored
            WHERE edition = $1
              AND words @@ CAST((SELECT string_agg('(' || CAST(query AS text) || ')', ' | ') FROM asked) AS tsquery)
            ORDER BY score DESC, number LIMIT ${Math.trunc(limit)}`,
      values: [edition, JSON.stringify(words.map(wordsIn))],
    });
    return rows.map((row) => ({
      path: String(row['path']),
      title: String(row['title']),
      section: String(row['section']),
      text: String(row['text']),
    }));
  }
}

/** The words of one column, with the weight of all of them. */
const weighted = (field: 'title' | 'section' | 'text', weight: 'A' | 'B' | 'D') =>
  `setweight(to_tsvector('chatdock_documents', ${field}_words), '${weight}')`;

/** PostgreSQL cannot store NUL or half of a surrogate pair, which cutting a long text can leave. */
const storable = (text: string) => text.replaceAll('\0', ' ').toWellFormed();

/**
 * Splits a text into letters and digits without accents, like SQLite's index. PostgreSQL would read "a/b" as one path.
 */
const wordsIn = (text: string) =>
  (
    text
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
