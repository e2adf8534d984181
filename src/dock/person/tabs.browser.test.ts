/** The messages that one tab sends to the others, and the effect of those that it receives. */
import { afterEach, expect, it } from 'vitest';
import { type Chat, createChatQueue } from '../../engine/chat-queue.ts';
import type { Draft } from '../chat/draft.ts';
import { createDockStore } from '../dock-store.ts';
import { createMemory } from '../persistence.ts';
import { createTabs } from './tabs.ts';
import type { Visits } from './visits.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => cleanUps.splice(0).forEach((clean) => clean()));

/** A tab, what another one hears of it, and the threads that its chat is asked for. */
function open({ isBusy = (): boolean => false, hasText = false, drafts = {} as Record<string, string> } = {}) {
  const name = crypto.randomUUID();
  if (Object.keys(drafts).length > 0) sessionStorage.setItem(`chatdock:${name}`, JSON.stringify({ drafts }));
  cleanUps.push(() => sessionStorage.clear());
  const store = createDockStore(name, { options: { theme: 'light', persist: 'local' } });
  const shown: (string | null)[] = [];
  const failures: unknown[] = [];
  const queue = createChatQueue((error) => failures.push(error));
  const setThreadId = async (threadId: string | null) => {
    if (isBusy()) throw Object.assign(new Error('The assistant is answering.'), { name: 'BusyError' });
    shown.push(threadId);
    store.set({ threadId });
  };
  // Nothing else is asked of the chat, of the draft and of the visits; hence the casts.
  queue.attach({ setThreadId } as Chat);
  const rest = { queue, draft: { hasText: () => hasText } as Draft, visits: {} as Visits };
  const tabs = createTabs({ name, store, ...rest, restoring: () => undefined });
  store.set({ isAwake: true });
  cleanUps.push(tabs.connect());
  const other = new BroadcastChannel(`chatdock:${name}`);
  cleanUps.push(() => other.close());
  const heard: unknown[] = [];
  other.addEventListener('message', ({ data }) => heard.push(data));
  return { name, store, other, heard, shown, failures };
}

it('sends its own changes to other tabs, and does not send theirs back', async () => {
  const { store, other, heard } = open();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin; windows have
  other.postMessage({ chosenTheme: 'dark' });
  await expect.poll(() => store.get().theme).toBe('dark');
  store.askTheme(null);
  await expect.poll(() => heard).toEqual([expect.objectContaining({ chosenTheme: null })]);
});

it('stays, without an error, while the chat is busy with a message that has just been sent', async () => {
  const { name, other, store, shown, failures } = open({ isBusy: () => true });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin; windows have
  other.postMessage({ threadId: 'thr_1', chosenTheme: 'dark', of: undefined });
  await expect.poll(() => store.get().theme).toBe('dark');
  await expect.poll(() => createMemory('local', name, undefined).tab?.read().threadId).toBeNull();
  expect([shown, failures]).toEqual([[], []]);
});

it.each<[string, Parameters<typeof open>[0], number]>([
  ['a text that is not sent', { hasText: true }, 0],
  ['a text of an earlier page', { drafts: { 'chatkit:draft:new': '{}' } }, 0],
  ['a text in another thread', { drafts: { 'chatkit:draft:thr_9': '{}' } }, 1],
  ['an emptied field, while another tab has a text', { hasText: true, drafts: { 'chatkit:draft:new': '' } }, 1],
])('follows another tab or stays, with %s', async (_, given, follows) => {
  const { name, other, store, shown } = open(given);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- as above
  other.postMessage({ threadId: 'thr_1', chosenTheme: 'dark', of: undefined });
  await expect.poll(() => store.get().theme).toBe('dark');
  expect(shown).toHaveLength(follows);
  // After a reload this tab is where it was.
  const { tab } = createMemory('local', name, undefined);
  expect(tab?.read().threadId).toBe(follows > 0 ? undefined : null);
});
