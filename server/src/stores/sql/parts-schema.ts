/** The table of unfinished items, in SQLite and in PostgreSQL. */

/** `open_from`: the item is unfinished, and the parts with a higher number belong to it. NULL for all others. */
const tables = ({ number, strict }: { number: string; strict: string }) =>
  `ALTER TABLE chatdock_items ADD COLUMN open_from ${number};
   CREATE TABLE chatdock_item_parts (
     thread_id TEXT NOT NULL,
     item_id TEXT NOT NULL,
     number ${number} NOT NULL,
     owner TEXT NOT NULL,
     updates TEXT NOT NULL,
     PRIMARY KEY (thread_id, item_id, number)
   )${strict};`;

export const SQLITE_PARTS = tables({ number: 'INTEGER', strict: ' STRICT' });
export const POSTGRES_PARTS = tables({ number: 'bigint', strict: '' });
