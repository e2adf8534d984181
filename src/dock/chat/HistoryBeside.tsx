/** The list of conversations beside the chat, open from the start. Only a wide panel in fullscreen loads this module. */
import { type RefObject, useEffect, useRef } from 'react';
import { LOCAL_TAG } from '../../engine/LocalChatKit.tsx';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useSetup } from '../panel/DockContext.tsx';
import { addStyles } from '../style-sheets.ts';

interface HistoryBesideProps {
  panel: RefObject<HTMLElement | null>;
}

/** Centres the AI notice below the conversation: the list of 300 pixels has no notice below it. */
const STYLES = '#ai { margin-inline-start: 312px; }';

export function HistoryBeside({ panel }: HistoryBesideProps) {
  const { dock, shell } = useSetup();
  const { queue } = dock;
  useLayoutEffect(() => addStyles(shell.root, STYLES), [shell]);
  const runs = useRef(0);
  useEffect(() => {
    const run = (runs.current += 1);
    let element: Element | null | undefined;
    queue.run((chat) => {
      element = panel.current?.querySelector(LOCAL_TAG);
      element?.toggleAttribute('data-wide', true);
      return chat.showHistory();
    });
    return () =>
      queue.run(async (chat) => {
        // Close it first; otherwise it would cover the chat for a moment.
        await chat.hideHistory();
        // React's strict mode or a fast visitor may have opened it again meanwhile.
        if (run === runs.current) element?.removeAttribute('data-wide');
      });
  }, [queue, panel]);
  return null;
}
