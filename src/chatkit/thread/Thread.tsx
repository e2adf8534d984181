/** The messages, from the oldest that is loaded to what is being written now. */
import type { RefObject, VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { ThreadItem } from '../../protocol/items.ts';
import { itemKey } from '../../protocol/reduce.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { ThreadItemView } from './ThreadItemView.tsx';
import { findTurnEnds, type AssistantTurn } from './turn-actions.ts';
import { TurnActions } from './TurnActions.tsx';
import { TurnEnd } from './TurnEnd.tsx';

export function Thread() {
  const chat = useChat();
  const t = useText();
  const thread = useSelect((state) => state.thread);
  const olderAfter = useSelect((state) => state.olderAfter);
  const isLoadingOlder = useSelect((state) => state.isLoadingOlder);
  const isIdle = useSelect((state) => state.turn.phase === 'idle');
  const turns = useTurnEnds(thread.items);
  const rows = useRef(new Map<string, DrawnRow>());
  const scroller = useRef<HTMLDivElement>(null);
  const newest = useRef<HTMLDivElement>(null);
  const lastSent = thread.items.findLast((item) => item.type === 'user_message');
  const lastSentKey = lastSent ? itemKey(thread, lastSent) : '';
  const threadId = thread.thread?.id;
  const opened = useRef(threadId);

  // A message just sent goes to the top of the view and its answer grows below it; a thread opens on its end.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const isFromUser = thread.optimisticId === lastSent?.id;
    if (isFromUser) newest.current?.scrollIntoView({ block: 'start' });
    else if (opened.current !== threadId) box.scrollTop = box.scrollHeight;
    opened.current = threadId;
  }, [lastSentKey, threadId]);

  /** A row is described anew only when something it shows is another one: of a long thread a delta touches one row. */
  function drawRows() {
    const drawn = new Map<string, DrawnRow>();
    for (const item of thread.items) {
      const key = itemKey(thread, item);
      const end = turns.get(item.id);
      const turn = isIdle || !end?.isLast ? end : undefined;
      const place = item === lastSent ? newest : null;
      const known = rows.current.get(key);
      const isSame = known?.item === item && known.turn === turn && known.place === place;
      drawn.set(key, isSame ? known : { item, turn, place, node: toRow(key, item, turn, place) });
    }
    rows.current = drawn;
    return Array.from(drawn.values(), ({ node }) => node);
  }

  return (
    <div class="thread" ref={scroller} role="log" aria-live="off" aria-label={t('thread.label')} tabIndex={0}>
      <div class="column">
        {olderAfter !== null && (
          <button type="button" class="text-button older" disabled={isLoadingOlder} onClick={() => void chat.threads.loadOlder()}>
            {t('thread.older')}
          </button>
        )}
        {drawRows()}
        <TurnEnd />
      </div>
    </div>
  );
}

interface DrawnRow {
  item: ThreadItem;
  turn: AssistantTurn | undefined;
  place: RefObject<HTMLDivElement | null> | null;
  node: VNode;
}

const toRow = (key: string, item: ThreadItem, turn: AssistantTurn | undefined, place: RefObject<HTMLDivElement | null> | null): VNode => (
  <div class="item" key={key} ref={place}>
    <ThreadItemView item={item} />
    {turn && <TurnActions turn={turn} />}
  </div>
);

/** Where turns end. A turn whose items are the same stays the same object, so that only the one that grows is drawn. */
function useTurnEnds(items: readonly ThreadItem[]): Map<string, AssistantTurn> {
  const latest = useRef(new Map<string, AssistantTurn>());
  return useMemo(() => {
    const ends = findTurnEnds(items);
    for (const [id, turn] of ends) {
      const known = latest.current.get(id);
      if (known && isSameTurn(known, turn)) ends.set(id, known);
    }
    latest.current = ends;
    return ends;
  }, [items]);
}

const isSameTurn = (one: AssistantTurn, other: AssistantTurn) =>
  one.isLast === other.isLast &&
  one.userMessageId === other.userMessageId &&
  one.itemIds.length === other.itemIds.length &&
  one.items.length === other.items.length &&
  one.items.every((item, index) => item === other.items[index]);
