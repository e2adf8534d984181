/** Drafts of several tabs, with maps in place of the browser's storage. */
import { describe, expect, it } from 'vitest';
import type { ItemStorage } from './embedder.ts';
import { keepPerTab } from './tab-drafts.ts';

const NEW = 'chatkit:draft:new';
const THREAD = 'chatkit:draft:thr_1';

function itemsIn(map: Map<string, string>): ItemStorage {
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

/** A browser whose tabs can be reloaded and duplicated. */
function openBrowser() {
  const shared = new Map<string, string>();
  const openTab = (session = new Map<string, string>()) => {
    const load = () => keepPerTab(itemsIn(shared), itemsIn(session));
    return {
      items: load(),
      session,
      reload() {
        this.items = load();
      },
      draft: (key = NEW) => openedAgain(load, key),
      duplicate: () => openTab(new Map(session)),
    };
  };
  return { shared, openTab };
}

/** The draft that the tab shows after a reload. */
const openedAgain = (load: () => ItemStorage, key: string) => load().getItem(key);

describe('a draft', () => {
  it('is each tab’s own, and a new tab begins with the one written last', () => {
    const { openTab } = openBrowser();
    const [one, two] = [openTab(), openTab()];
    one.items.setItem(NEW, 'one');
    two.items.setItem(NEW, 'two');
    expect([one.draft(), two.draft(), openTab().draft()]).toEqual(['one', 'two', 'two']);
    expect(one.draft(THREAD)).toBeNull();
  });

  it.each([
    ['after', ['send', 'save']],
    ['before', ['save', 'send']],
  ])('that was sent or deleted stays empty, where another tab saves its own %s that', (_, order) => {
    const { openTab } = openBrowser();
    const [one, two] = [openTab(), openTab()];
    two.items.setItem(NEW, 'is sent');
    one.items.setItem(NEW, 'is not sent');
    two.items.setItem(NEW, 'is sent.');
    for (const step of order)
      if (step === 'send') two.items.removeItem(NEW);
      else one.items.setItem(NEW, 'is not sent');
    expect([one.draft(), two.draft()]).toEqual(['is not sent', null]);
    two.reload();
    two.items.setItem(NEW, 'the next');
    expect([one.draft(), two.draft()]).toEqual(['is not sent', 'the next']);
  });

  it('that was sent stays empty where another tab had emptied the shared one', () => {
    const { openTab } = openBrowser();
    const [one, two, three] = [openTab(), openTab(), openTab()];
    for (const tab of [one, two, three]) tab.items.setItem(NEW, 'same');
    for (const tab of [one, two]) tab.items.removeItem(NEW);
    three.items.setItem(NEW, 'another');
    expect([one.draft(), two.draft(), three.draft()]).toEqual([null, null, 'another']);
  });

  it('of an earlier visit is removed from a tab when it is sent there', () => {
    const { shared, openTab } = openBrowser();
    openTab().items.setItem(NEW, 'of yesterday');
    const today = openTab();
    expect(today.items.getItem(NEW)).toBe('of yesterday');
    today.items.removeItem(NEW);
    expect([today.draft(), openTab().draft(), shared.size]).toEqual([null, null, 0]);
  });

  it('of a duplicated tab is in both, and then separate in each', () => {
    const { openTab } = openBrowser();
    const first = openTab();
    first.items.setItem(NEW, 'written once');
    const copy = first.duplicate();
    expect(copy.draft()).toBe('written once');
    copy.items.setItem(NEW, 'changed in the copy');
    expect(first.draft()).toBe('written once');
    first.items.removeItem(NEW);
    expect([first.draft(), copy.draft()]).toEqual([null, 'changed in the copy']);
  });

  it('is shared if the storage of the tab is full or blocked', () => {
    const refuse = () => {
      throw new DOMException('No.', 'QuotaExceededError');
    };
    const shared = new Map<string, string>();
    const items = keepPerTab(itemsIn(shared), { getItem: refuse, setItem: refuse, removeItem: refuse });
    items.setItem(NEW, 'kept all the same');
    expect(items.getItem(NEW)).toBe('kept all the same');
    items.getItem(NEW);
    items.removeItem(NEW);
    expect(shared.size).toBe(0);
  });
});

it('messages that wait to be sent belong to all tabs', () => {
  const { openTab } = openBrowser();
  const [one, two] = [openTab(), openTab()];
  one.items.setItem('chatkit:draft:unsent:new', '[1]');
  expect(two.items.getItem('chatkit:draft:unsent:new')).toBe('[1]');
  two.items.removeItem('chatkit:draft:unsent:new');
  expect([one.items.getItem('chatkit:draft:unsent:new'), one.session.size]).toEqual([null, 0]);
});

it('a tab remembers the last 50 drafts that it has emptied, and none where there was nothing', () => {
  const { openTab } = openBrowser();
  const { items, session } = openTab();
  items.removeItem('chatkit:draft:untouched');
  for (let index = 0; index < 60; index += 1) {
    items.setItem(`chatkit:draft:thr_${index}`, 'text');
    items.removeItem(`chatkit:draft:thr_${index}`);
  }
  items.setItem('chatkit:draft:thr_30', 'again');
  expect([...session.keys()]).toEqual(Array.from({ length: 50 }, (_, index) => `chatkit:draft:thr_${index + 10}`));
  expect(session.get('chatkit:draft:thr_30')).toBe('again');
});
