/** What one tab tells the others, and what it takes from them. */
import { afterEach, expect, it } from 'vitest';
import type { ChatQueue } from '../../engine/chat-queue.ts';
import type { Draft } from '../chat/draft.ts';
import { createDockStore } from '../dock-store.ts';
import { createTabs } from './tabs.ts';
import type { Visits } from './visits.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => cleanUps.splice(0).forEach((clean) => clean()));

/** A tab, and what another one hears of it. */
function open() {
  const name = crypto.randomUUID();
  const store = createDockStore(name, { options: { theme: 'light', persist: 'local' } });
  // None of these is asked for in these tests; hence the casts.
  const rest = { queue: {} as ChatQueue, draft: {} as Draft, visits: {} as Visits };
  const tabs = createTabs({ name, store, ...rest, restoring: () => undefined });
  store.set({ isAwake: true });
  cleanUps.push(tabs.connect());
  const other = new BroadcastChannel(`chatdock:${name}`);
  cleanUps.push(() => other.close());
  const heard: unknown[] = [];
  other.addEventListener('message', ({ data }) => heard.push(data));
  return { store, other, heard };
}

it('tells others of its own change, and does not repeat what it has heard of them', async () => {
  const { store, other, heard } = open();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin; windows have
  other.postMessage({ chosenTheme: 'dark' });
  await expect.poll(() => store.get().theme).toBe('dark');
  store.askTheme(null);
  await expect.poll(() => heard).toEqual([expect.objectContaining({ chosenTheme: null })]);
});
