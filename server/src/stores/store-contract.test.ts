/** The contract of every store, tested on real databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newItem, newThread, newUser } from '../../../test/harness/chat/records.ts';
import { STORES } from '../../../test/harness/servers/stores.ts';
import { storeContract } from '../testing/store-contract.ts';

for (const { name, open } of STORES) {
  storeContract({ describe, it, expect, beforeAll, afterAll }, `${name} store`, open);

  describe(`${name} store, by its own limits`, () => {
    it('ends a page early if its items are huge, and continues from there', async () => {
      const opened = await open();
      const { store } = opened;
      const owner = newUser();
      const thread = newThread();
      await store.saveThread(thread, owner);
      const written = [
        newItem(thread.id, 'x'.repeat(4_200_000)),
        ...Array.from({ length: 9 }, (_, n) => newItem(thread.id, `${n} ${'x'.repeat(600_000)}`)),
      ];
      for (const item of written) await store.addThreadItem(thread.id, item, owner);
      for (const order of ['asc', 'desc'] as const) {
        const page = await store.loadThreadItems(thread.id, { limit: 9999, order }, owner);
        expect([page.has_more, page.after]).toEqual([true, page.data.at(-1)?.id]);
        expect(JSON.stringify(page).length).toBeLessThan(10_000_000);
        const expected = written.map(({ id }) => id);
        const ids = page.data.map(({ id }) => id);
        for (let { after } = page; after !== undefined;) {
          const next = await store.loadThreadItems(thread.id, { limit: 9999, order, after }, owner);
          ids.push(...next.data.map(({ id }) => id));
          ({ after } = next);
        }
        expect(ids).toEqual(order === 'asc' ? expected : expected.toReversed());
      }
      await opened.close();
    });
  });
}
