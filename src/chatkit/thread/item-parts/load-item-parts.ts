/** Loads `item-parts.ts` when a thread needs it. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { useEffect, useState } from 'preact/hooks';
import { useChat } from '../../ui/chat.ts';
import { loadLater } from '../../ui/loading/load-later.ts';
import type * as Parts from './item-parts.ts';

type ItemViews = typeof Parts;

let loaded: ItemViews | null = null;

async function loadItemParts(): Promise<ItemViews> {
  const [parts] = await Promise.all([import('./item-parts.ts'), loadLater()]);
  loaded = parts;
  return parts;
}

/**
 * Loads the code that draws these items, so that a conversation appears at once. Ignores a failure, because the view
 * tries again.
 */
export async function prepareItems(items: readonly ThreadItem[]): Promise<void> {
  if (items.some(needsParts)) await loadItemParts().catch(() => undefined);
}

function needsParts(item: ThreadItem): boolean {
  if (item.type === 'user_message')
    return [...item.content, ...item.attachments].some(({ type }) => type === 'input_tag' || type === 'image');
  if (item.type === 'assistant_message') return item.content.some(({ annotations }) => annotations.length > 0);
  return item.type !== 'widget';
}

/** The delay before the next try after a failure, in milliseconds. */
const ASK_AGAIN_MS = 5000;

/** The parts, once they are loaded. Loads them if `isNeeded`. */
export function useItemParts(isNeeded: boolean): ItemViews | null {
  const chat = useChat();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!isNeeded || loaded) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isCurrent = true;
    loadItemParts().then(
      () => isCurrent && setTries(tries + 1),
      () => {
        if (isCurrent) timer = setTimeout(() => setTries(tries + 1), ASK_AGAIN_MS);
      },
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [isNeeded, tries]);
  if (isNeeded && loaded) chat.adoptStyles(loaded.css);
  return isNeeded ? loaded : null;
}
