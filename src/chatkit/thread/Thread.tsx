/** The messages, from the oldest that is loaded to what is being written now. */
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
  const turns = useMemo(() => findTurnEnds(thread.items), [thread.items]);
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

  return (
    <div class="thread" ref={scroller} role="log" aria-live="off" aria-label={t('thread.label')} tabIndex={0}>
      <div class="column">
        {olderAfter !== null && (
          <button type="button" class="text-button older" disabled={isLoadingOlder} onClick={() => void chat.threads.loadOlder()}>
            {t('thread.older')}
          </button>
        )}
        {thread.items.map((item) => (
          <div class="item" key={itemKey(thread, item)} ref={item === lastSent ? newest : null}>
            <ItemRow item={item} turn={isIdle || !turns.get(item.id)?.isLast ? turns.get(item.id) : undefined} />
          </div>
        ))}
        <TurnEnd />
      </div>
    </div>
  );
}

/** Drawn again only when its item is another one: of a long thread a delta touches one row. */
function ItemRow({ item, turn }: { item: ThreadItem; turn: AssistantTurn | undefined }) {
  const view = useMemo(() => <ThreadItemView item={item} />, [item]);
  return (
    <>
      {view}
      {turn && <TurnActions turn={turn} />}
    </>
  );
}
