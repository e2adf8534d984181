/** The store contract: items and their pages. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { Page } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../core/context.ts';
import { type Cases, readAll } from './kit.ts';
import { answerOf, moreText, newAnswer, newItem, newUser, textsOf } from './records.ts';

export const items: Cases = {
  'pages items in write order, even if timestamps tie or run backwards': async ({ store, createThread, expect }) => {
    const owner = newUser();
    const thread = await createThread(owner);
    const times = [
      '2026-01-01T00:00:01Z',
      '2026-01-01T00:00:01Z',
      '2025-12-31T00:00:00Z',
      '2026-01-01T00:00:01Z',
      '2026-01-01T00:00:00Z',
    ];
    const written = times.map((created_at) => ({ ...newItem(thread.id, created_at), created_at }));
    for (const item of written) await store.addThreadItem(thread.id, item, owner);
    const expected = written.map(({ id }) => id);
    expect(await readAll((page) => store.loadThreadItems(thread.id, { ...page, order: 'asc' }, owner), 2)).toEqual(
      expected,
    );
    expect(await readAll((page) => store.loadThreadItems(thread.id, { ...page, order: 'desc' }, owner), 2)).toEqual(
      expected.toReversed(),
    );
  },

  'returns the last record of a page as cursor, and none on the last page': async ({
    createThreadWithMessages,
    items,
    expect,
  }) => {
    const owner = newUser();
    const thread = await createThreadWithMessages(owner, ['1', '2', '3', '4']);
    const first = await items(thread, owner, { limit: 2 });
    expect(first).toMatchObject({ has_more: true, after: first.data[1]?.id });
    const last = await items(thread, owner, { limit: 2, after: first.after });
    expect([textsOf(last), last.has_more, 'after' in last]).toEqual([['3', '4'], false, false]);
  },

  'accepts any page size that a client may send [P051]': async ({ createThreadWithMessages, items, expect }) => {
    const owner = newUser();
    const thread = await createThreadWithMessages(owner, ['1', '2', '3']);
    expect(textsOf(await items(thread, owner, { limit: 9999 }))).toEqual(['1', '2', '3']);
    expect(textsOf(await items(thread, owner, { limit: 1e300 }))).toEqual(['1', '2', '3']);
    for (const limit of [0, -5, 0.5]) expect(textsOf(await items(thread, owner, { limit }))).toEqual(['1']);
  },

  'returns every item once while items around the cursor are deleted': async ({
    store,
    createThreadWithMessages,
    items,
    expect,
  }) => {
    const owner = newUser();
    const texts = Array.from({ length: 12 }, (_, n) => String(n));
    const thread = await createThreadWithMessages(owner, texts);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: Page<ThreadItem> = await items(thread, owner, { limit: 3, after });
      seen.push(...textsOf(page));
      ({ after } = page);
      for (const { id } of page.data) await store.deleteThreadItem(thread.id, id, owner);
    } while (after);
    expect(seen).toEqual(texts);
    expect((await items(thread, owner)).data).toEqual([]);
  },

  'replaces an item with the same id in place [P064]': async ({ store, createThread, items, expect }) => {
    const owner = newUser();
    const thread = await createThread(owner);
    const first = newItem(thread.id, 'first');
    for (const item of [first, newItem(thread.id, 'second')]) await store.addThreadItem(thread.id, item, owner);
    await store.addThreadItem(thread.id, { ...first, content: newItem('', 'added again').content }, owner);
    expect(textsOf(await items(thread, owner))).toEqual(['added again', 'second']);
    await store.saveItem(thread.id, { ...first, content: newItem('', 'saved').content }, owner);
    expect(textsOf(await items(thread, owner))).toEqual(['saved', 'second']);
  },

  'gives an unfinished item with its updates, and a finished one without them': async ({
    store,
    createThread,
    expect,
  }) => {
    const { unfinished } = store;
    // Skipped for a store that does not accept items piece by piece.
    if (!unfinished) return;
    const owner = newUser();
    const { id } = await createThread(owner);
    const item = newAnswer(id, 'One');
    const text = async () => answerOf(await store.loadItem(id, item.id, owner));
    await unfinished.save(id, item, 1, owner);
    await unfinished.append(id, item.id, 2, [moreText(', two')], owner);
    await unfinished.append(id, item.id, 3, [moreText(', '), moreText('three')], owner);
    // The response to the first attempt was lost, and more text has arrived since.
    await unfinished.append(id, item.id, 3, [moreText(', '), moreText('three, four')], owner);
    expect(await text()).toBe('One, two, three, four');
    expect((await store.loadThreadItems(id, { limit: 9, order: 'asc' }, owner)).data.map(answerOf)).toEqual([
      'One, two, three, four',
    ]);
    await unfinished.save(id, newAnswer(id, 'Begun again', item.id), 4, owner);
    expect(await text()).toBe('Begun again');
    await unfinished.append(id, item.id, 5, [moreText(', with more')], owner);
    expect(await text()).toBe('Begun again, with more');
    await store.addThreadItem(id, newAnswer(id, 'The end', item.id), owner);
    expect(await text()).toBe('The end');
  },

  'adds nothing to an item that is finished, deleted, unknown or of another user': async ({
    store,
    createThread,
    refusal,
    expect,
  }) => {
    const { unfinished } = store;
    if (!unfinished) return;
    const [owner, stranger] = [newUser(), newUser()];
    const { id } = await createThread(owner);
    const item = newAnswer(id, 'Mine');
    const append = (context: RequestContext, number: number) =>
      unfinished.append(id, item.id, number, [moreText(' and more')], context);
    await refusal(append(owner, 1));
    await unfinished.save(id, item, 1, owner);
    await refusal(append(stranger, 2));
    await refusal(append(owner, 1));
    await append(owner, 2);
    await store.saveItem(id, item, owner);
    await refusal(append(owner, 3));
    expect(answerOf(await store.loadItem(id, item.id, owner))).toBe('Mine');
    await store.deleteThreadItem(id, item.id, owner);
    await refusal(append(owner, 4));
  },

  'appends an item that is saved but was never added': async ({ store, createThreadWithMessages, items, expect }) => {
    const owner = newUser();
    const thread = await createThreadWithMessages(owner, ['first']);
    await store.saveItem(thread.id, newItem(thread.id, 'second'), owner);
    expect(textsOf(await items(thread, owner))).toEqual(['first', 'second']);
  },

  'appends an item that was deleted and added again': async ({ store, createThreadWithMessages, items, expect }) => {
    const owner = newUser();
    const thread = await createThreadWithMessages(owner, ['a', 'b']);
    const [first] = (await items(thread, owner)).data;
    if (!first) throw new Error('The thread is empty.');
    await store.deleteThreadItem(thread.id, first.id, owner);
    await store.addThreadItem(thread.id, first, owner);
    expect(textsOf(await items(thread, owner))).toEqual(['b', 'a']);
  },

  'keeps all of many items added at once, and one of many with the same id': async ({
    store,
    createThread,
    items,
    expect,
  }) => {
    const owner = newUser();
    const thread = await createThread(owner);
    const many = Array.from({ length: 40 }, (_, n) => newItem(thread.id, String(n)));
    const twin = newItem(thread.id, 'twin');
    await Promise.all([...many, twin, twin, twin].map((item) => store.addThreadItem(thread.id, item, owner)));
    const found = textsOf(await items(thread, owner));
    expect(found.toSorted()).toEqual([...textsOf({ data: many }), 'twin'].toSorted());
  },

  'separates two threads with items of the same id': async ({ store, createThread, items, expect }) => {
    const owner = newUser();
    const [one, two] = [await createThread(owner), await createThread(owner)];
    await store.addThreadItem(one.id, { ...newItem(one.id, 'in one'), id: 'msg_same' }, owner);
    await store.addThreadItem(two.id, { ...newItem(two.id, 'in two'), id: 'msg_same' }, owner);
    await store.deleteThreadItem(one.id, 'msg_same', owner);
    expect(textsOf(await items(two, owner))).toEqual(['in two']);
  },

  "never shows, changes or deletes items in another user's thread": async ({
    store,
    createThreadWithMessages,
    items,
    refusal,
    expect,
  }) => {
    const [owner, stranger] = [newUser(), newUser()];
    const thread = await createThreadWithMessages(owner, ['mine']);
    const [item] = (await items(thread, owner)).data;
    if (!item) throw new Error('The thread is empty.');
    expect(await items(thread, stranger)).toEqual({ data: [], has_more: false });
    await refusal(store.loadItem(thread.id, item.id, stranger));
    await refusal(store.addThreadItem(thread.id, newItem(thread.id, 'theirs'), stranger));
    await refusal(store.saveItem(thread.id, { ...newItem(thread.id, 'theirs'), id: item.id }, stranger));
    await store.deleteThreadItem(thread.id, item.id, stranger);
    expect(textsOf(await items(thread, owner))).toEqual(['mine']);
  },

  'returns an empty page after a cursor that is not in the thread': async ({
    createThreadWithMessages,
    items,
    expect,
  }) => {
    const owner = newUser();
    const [thread, other] = [
      await createThreadWithMessages(owner, ['a']),
      await createThreadWithMessages(owner, ['b']),
    ];
    const foreign = (await items(other, owner)).data[0]?.id;
    for (const after of [foreign, 'msg_unknown', 'nul\u0000']) {
      expect(await items(thread, owner, { after })).toEqual({ data: [], has_more: false });
    }
  },

  'loads one item, and refuses missing, deleted and invalid ids alike': async ({
    store,
    createThreadWithMessages,
    items,
    refusal,
    expect,
  }) => {
    const owner = newUser();
    const thread = await createThreadWithMessages(owner, ['here', 'gone']);
    const [here, gone] = (await items(thread, owner)).data;
    if (!here || !gone) throw new Error('The thread is too short.');
    await store.deleteThreadItem(thread.id, gone.id, owner);
    expect(await store.loadItem(thread.id, here.id, owner)).toEqual(here);
    const answers = await Promise.all(
      [gone.id, 'msg_unknown', 'nul\u0000', ''].map((id) => refusal(store.loadItem(thread.id, id, owner))),
    );
    expect(new Set(answers)).toEqual(new Set([answers[0]]));
  },

  'finds and deletes an item in its own thread only, not in another one of the same owner': async ({
    store,
    createThread,
    createThreadWithMessages,
    items,
    refusal,
    expect,
  }) => {
    const owner = newUser();
    const [thread, other] = [await createThreadWithMessages(owner, ['here']), await createThread(owner)];
    const [item] = (await items(thread, owner)).data;
    if (!item) throw new Error('The thread is empty.');
    expect(await refusal(store.loadItem(other.id, item.id, owner))).toBe(
      await refusal(store.loadItem(other.id, 'msg_unknown', owner)),
    );
    await store.deleteThreadItem(other.id, item.id, owner);
    expect(await store.loadItem(thread.id, item.id, owner)).toEqual(item);
  },

  'ignores deleting an item that does not exist': async ({ store, createThread, expect }) => {
    const owner = newUser();
    const thread = await createThread(owner);
    expect(await store.deleteThreadItem(thread.id, 'msg_unknown', owner)).toEqual(undefined);
    expect(await store.deleteThreadItem('thr_unknown', 'nul\u0000', owner)).toEqual(undefined);
  },
};
