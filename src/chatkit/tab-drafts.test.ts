/** Drafts of several tabs, which share one storage and have one each. */
import { expect, it } from 'vitest';
import { keepPerTab } from './tab-drafts.ts';

function createItems() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    keys: () => [...items.keys()],
  };
}

/** Two tabs, and what they share. */
function openTabs() {
  const shared = createItems();
  const own = [createItems(), createItems()] as const;
  return { shared, own, tabs: [keepPerTab(shared, own[0]), keepPerTab(shared, own[1])] as const };
}

const key = 'draft:new';

it('a draft that was sent in one tab is not replaced by that of another', () => {
  const { tabs } = openTabs();
  tabs[0].setItem(key, 'not sent');
  tabs[1].setItem(key, 'sent');
  tabs[1].removeItem(key);
  // As when the other page is left.
  tabs[0].setItem(key, 'not sent');
  expect(tabs.map((tab) => tab.getItem(key))).toEqual(['not sent', null]);
});

it('a draft that was emptied while another tab has one stays empty', () => {
  const { tabs } = openTabs();
  tabs[0].setItem(key, 'first');
  tabs[1].setItem(key, 'second');
  tabs[0].removeItem(key);
  expect(tabs.map((tab) => tab.getItem(key))).toEqual([null, 'second']);
});

it('a new tab begins with the draft that was written last', () => {
  const { shared, tabs } = openTabs();
  tabs[0].setItem(key, 'first');
  tabs[1].setItem(key, 'second');
  expect(keepPerTab(shared, createItems()).getItem(key)).toBe('second');
});

it('a tab that never had a draft keeps nothing of it', () => {
  const { shared, own, tabs } = openTabs();
  tabs[0].removeItem(key);
  expect([shared.keys(), own[0].keys()]).toEqual([[], []]);
});

it('messages that wait to be sent belong to all tabs', () => {
  const { own, tabs } = openTabs();
  tabs[0].setItem('draft:unsent:new', 'waits');
  expect(tabs[1].getItem('draft:unsent:new')).toBe('waits');
  tabs[1].removeItem('draft:unsent:new');
  expect(tabs[0].getItem('draft:unsent:new')).toBeNull();
  expect(own[0].keys()).toEqual([]);
});
