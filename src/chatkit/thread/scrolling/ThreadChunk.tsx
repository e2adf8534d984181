/** Some adjacent items. Renders again only if one of them, or what follows them, has changed. */
import { Component, Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { isAiGenerated } from '@chatdock/protocol/thread/ai-generated';
import { itemKey, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { Chunk } from './chunks.ts';
import type { ThreadExtras } from '../extras/load-extras.ts';
import { Notices } from '../notices/Notices.tsx';
import { ThreadItemView } from '../ThreadItemView.tsx';
import { followingAt, turnEndingWith, type AssistantTurn, type Following } from '../turn/turn-actions.ts';
import { TurnActions } from '../turn/TurnActions.tsx';

interface ThreadChunkProps {
  chunk: Chunk;
  following: Following;
  /** False while the last turn is streaming. */
  isIdle: boolean;
  notices: ThreadState['notices'];
  /** Returns the current thread. A function, so that a delta in another chunk does not render this one. */
  getThread: () => ThreadState;
  extras: ThreadExtras | null;
}

export class ThreadChunk extends Component<ThreadChunkProps> {
  override shouldComponentUpdate({ chunk, following, isIdle, notices, extras }: ThreadChunkProps): boolean {
    const { props } = this;
    return (
      chunk !== props.chunk ||
      following !== props.following ||
      notices !== props.notices ||
      extras !== props.extras ||
      (isIdle !== props.isIdle && following === 'nothing')
    );
  }

  override render({ chunk, following, isIdle, notices, getThread, extras }: ThreadChunkProps) {
    const thread = getThread();
    return (
      <div class="chunk" data-chunk={chunk.key}>
        {chunk.items.map((item, index) => {
          const turn = turnEndingWith(thread.items, item, followingAt(chunk.items, index, following));
          const key = itemKey(thread, item);
          return (
            <Fragment key={key}>
              <div class={`item ${item.type}`} data-item={key} data-ai-generated={isAiGenerated(item) ? '' : undefined}>
                <ItemRow item={item} turn={turn && (isIdle || !turn.isLast) ? turn : null} extras={extras} />
              </div>
              <Notices notices={notices} after={key} />
            </Fragment>
          );
        })}
      </div>
    );
  }
}

interface ItemRowProps {
  item: ThreadItem;
  turn: AssistantTurn | null;
  extras: ThreadExtras | null;
}

function ItemRow({ item, turn, extras }: ItemRowProps) {
  const view = useMemo(() => <ThreadItemView item={item} />, [item]);
  return (
    <>
      {view}
      {turn && <TurnActions turn={turn} extras={extras} />}
      {extras && item.type === 'user_message' && <extras.MessageExtras item={item} />}
    </>
  );
}
