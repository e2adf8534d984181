/** The list of conversations beside the chat, open from the start. Only a wide panel in fullscreen loads this module. */
import { type RefObject, useEffect } from 'react';
import { LOCAL_TAG } from '../../engine/LocalChatKit.tsx';
import { useSetup } from '../panel/DockContext.tsx';

export interface HistoryBesideProps {
  panel: RefObject<HTMLElement | null>;
}

export function HistoryBeside({ panel }: HistoryBesideProps) {
  const { queue } = useSetup().dock;
  useEffect(() => {
    const mark = (isWide: boolean) => panel.current?.querySelector(LOCAL_TAG)?.toggleAttribute('data-wide', isWide);
    queue.run((chat) => {
      mark(true);
      return chat.showHistory();
    });
    return () =>
      queue.run(async (chat) => {
        // Closed first, or it would cover the chat for a moment.
        await chat.hideHistory();
        mark(false);
      });
  }, [queue, panel]);
  return null;
}
