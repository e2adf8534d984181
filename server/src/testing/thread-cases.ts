/** The store contract: threads, and the ids of new records. */
import type { Thread } from '@chatdock/protocol/thread/threads';
import { type Cases, readAll } from './kit.ts';
import { newItem, newThread, newUser } from './records.ts';

export const threads: Cases = {
  'loads what was saved, including free-form nulls and unusual characters': async ({ store, createThread, expect }) => {
    const owner = newUser();
    const thread = await createThread(owner, {
      title: 'Zoë’s “parcel” 📦 \u0000 \ud800 \u2028',
      metadata: { a: null, nested: [{ b: null }] },
    });
    expect(await store.loadThread(thread.id, owner)).toEqual(thread);
  },

  'drops the items of a full thread before saving [P041]': async ({ store, expect }) => {
    const owner = newUser();
    const full: Thread = {
      ...newThread(),
      items: { data: [newItem('t', 'hidden in the thread')], has_more: false },
    };
    await store.saveThread(full, owner);
    expect(await store.loadThread(full.id, owner)).not.toHaveProperty('items');
  },

  'returns copies: changing one changes nothing in the store': async ({ store, createThread, expect }) => {
    const owner = newUser();
    const saved = await createThread(owner, { metadata: { n: 1 } });
    saved.metadata['n'] = 2;
    (await store.loadThread(saved.id, owner)).metadata['n'] = 3;
    expect((await store.loadThread(saved.id, owner)).metadata).toEqual({ n: 1 });
  },

  'overwrites a thread without changing its place in the list': async ({ store, createThread, expect }) => {
    const owner = newUser();
    const [first, second] = [await createThread(owner), await createThread(owner)];
    await store.saveThread({ ...first, title: 'renamed' }, owner);
    const { data } = await store.loadThreads({ limit: 10, order: 'asc' }, owner);
    expect(data.map(({ id, title }) => [id, title])).toEqual([
      [first.id, 'renamed'],
      [second.id, undefined],
    ]);
  },

  'lists by creation time, then by order of saving': async ({ store, createThread, expect }) => {
    const owner = newUser();
    const late = await createThread(owner, { created_at: '2026-01-02T00:00:00Z' });
    const tied = [];
    for (let n = 0; n < 5; n += 1) tied.push(await createThread(owner, { created_at: '2026-01-01T00:00:00Z' }));
    const expected = [...tied, late].map(({ id }) => id);
    expect(await readAll((page) => store.loadThreads({ ...page, order: 'asc' }, owner), 2)).toEqual(expected);
    expect(await readAll((page) => store.loadThreads({ ...page, order: 'desc' }, owner), 2)).toEqual(
      expected.toReversed(),
    );
  },

  'continues after a cursor whose thread was deleted': async ({ store, createThread, expect }) => {
    const owner = newUser();
    const [a, b, c] = [await createThread(owner), await createThread(owner), await createThread(owner)];
    await store.deleteThread(b.id, owner);
    expect((await store.loadThreads({ after: b.id, limit: 10, order: 'asc' }, owner)).data.map(({ id }) => id)).toEqual(
      [c.id],
    );
    expect(
      (await store.loadThreads({ after: b.id, limit: 10, order: 'desc' }, owner)).data.map(({ id }) => id),
    ).toEqual([a.id]);
  },

  'returns an empty page, never the first one, after an unknown cursor': async ({ store, createThread, expect }) => {
    const [owner, stranger] = [newUser(), newUser()];
    await createThread(owner);
    const foreign = await createThread(stranger);
    for (const after of ['thr_unknown', foreign.id, 'nul\u0000', "' OR 1=1 --"]) {
      expect(await store.loadThreads({ after, limit: 10, order: 'asc' }, owner)).toEqual({
        data: [],
        has_more: false,
      });
    }
  },

  'answers alike for foreign, unknown and deleted threads': async ({ store, createThread, refusal, expect }) => {
    const [owner, stranger] = [newUser(), newUser()];
    const foreign = await createThread(owner);
    const gone = await createThread(stranger);
    await store.deleteThread(gone.id, stranger);
    const answers = await Promise.all(
      [foreign.id, gone.id, 'thr_unknown', 'nul\u0000'].map((id) => refusal(store.loadThread(id, stranger))),
    );
    expect(new Set(answers)).toEqual(new Set([answers[0]]));
  },

  'protects a thread from writes and deletion by another user': async ({ store, createThread, refusal, expect }) => {
    const [owner, stranger] = [newUser(), newUser()];
    const thread = await createThread(owner, { title: 'mine' });
    await refusal(store.saveThread({ ...thread, title: 'theirs' }, stranger));
    await store.deleteThread(thread.id, stranger);
    expect(await store.loadThread(thread.id, owner)).toEqual(thread);
    expect((await store.loadThreads({ limit: 10, order: 'desc' }, stranger)).data).toEqual([]);
  },

  'deletes a thread with its items, and no late write brings them back': async ({
    store,
    createThreadWithMessages,
    items,
    refusal,
    expect,
  }) => {
    const owner = newUser();
    const thread = await createThreadWithMessages(owner, ['one', 'two']);
    await store.deleteThread(thread.id, owner);
    await refusal(store.saveThread(thread, owner));
    await refusal(store.addThreadItem(thread.id, newItem(thread.id, 'late'), owner));
    await refusal(store.saveItem(thread.id, newItem(thread.id, 'late'), owner));
    expect(await items(thread, owner)).toEqual({ data: [], has_more: false });
    expect((await store.loadThreads({ limit: 10, order: 'desc' }, owner)).data).toEqual([]);
  },

  'ignores deleting a thread that does not exist [P049]': async ({ store, expect }) => {
    expect(await store.deleteThread('thr_unknown', newUser())).toEqual(undefined);
  },
};

export const ids: Cases = {
  'creates unique ids with the prefix of their kind': ({ store, expect }) => {
    const owner = newUser();
    const ids = Array.from({ length: 1000 }, () => store.generateThreadId(owner));
    expect(new Set(ids).size).toBe(1000);
    expect(store.generateItemId('workflow', newThread(), owner)).toMatch(/^wf_/);
  },
};
