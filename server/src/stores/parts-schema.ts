/** The tables of items that are still written, in SQLite and in PostgreSQL. */

/**
 * `open_from`: the item is unfinished, and the parts with a higher number belong to it. NULL for all others. Triggers
 * delete the parts with their item, and when the item is stored whole.
 */
const table = ({ number, strict }: { number: string; strict: string }) =>
  `ALTER TABLE chatdock_items ADD COLUMN open_from ${number};
   CREATE TABLE chatdock_item_parts (
     thread_id TEXT NOT NULL,
     item_id TEXT NOT NULL,
     number ${number} NOT NULL,
     owner TEXT NOT NULL,
     updates TEXT NOT NULL,
     PRIMARY KEY (thread_id, item_id, number)
   )${strict};`;

const OF_OLD_ITEM = 'thread_id = OLD.thread_id AND item_id = OLD.id';

export const SQLITE_PARTS = `${table({ number: 'INTEGER', strict: ' STRICT' })}
   CREATE TRIGGER chatdock_items_stored AFTER UPDATE ON chatdock_items WHEN OLD.open_from IS NOT NULL BEGIN
     DELETE FROM chatdock_item_parts WHERE ${OF_OLD_ITEM} AND (NEW.open_from IS NULL OR number <= NEW.open_from);
   END;
   CREATE TRIGGER chatdock_items_removed AFTER DELETE ON chatdock_items BEGIN
     DELETE FROM chatdock_item_parts WHERE ${OF_OLD_ITEM};
   END;`;

export const POSTGRES_PARTS = `${table({ number: 'bigint', strict: '' })}
   CREATE FUNCTION chatdock_drop_parts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF TG_OP = 'DELETE' THEN
       DELETE FROM chatdock_item_parts WHERE ${OF_OLD_ITEM};
     ELSE
       DELETE FROM chatdock_item_parts WHERE ${OF_OLD_ITEM} AND (NEW.open_from IS NULL OR number <= NEW.open_from);
     END IF;
     RETURN NULL;
   END $$;
   CREATE TRIGGER chatdock_items_stored AFTER UPDATE ON chatdock_items
     FOR EACH ROW WHEN (OLD.open_from IS NOT NULL) EXECUTE FUNCTION chatdock_drop_parts();
   CREATE TRIGGER chatdock_items_removed AFTER DELETE ON chatdock_items
     FOR EACH ROW EXECUTE FUNCTION chatdock_drop_parts();`;
