/** The panel: a dialog in the page's corner, over the whole window, or as a sheet on a phone. */
import { memo, useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { ChatSurface, type ChatSurfaceProps } from './ChatSurface.tsx';
import { useChatWidget, useSetup } from './DockContext.tsx';
import { Header } from './Header.tsx';
import { panelCss } from './panel-css.ts';
import { PanelLook } from './PanelLook.tsx';
import { adoptStyles } from './style-sheets.ts';
import { useFocusTravel } from './use-focus-travel.ts';
import { usePanelKeys } from './use-panel-keys.ts';

export interface PanelProps {
  surface: Omit<ChatSurfaceProps, 'passThrough' | 'onHistory' | 'onReady'>;
  passThrough: ChatKitPassThrough;
}

export const Panel = memo(function Panel({ surface, passThrough }: PanelProps) {
  const { shell, options } = useSetup();
  const { isOpen, isFullscreen } = useChatWidget();
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const [hasOpened, setHasOpened] = useState(isOpen);
  if (isOpen && !hasOpened) setHasOpened(true);
  const panel = useRef<HTMLElement>(null);
  const onReady = useCallback(() => {}, []);

  useLayoutEffect(() => adoptStyles(shell.root, panelCss), [shell]);
  useFocusTravel(panel, isOpen);
  usePanelKeys();

  const { queue } = surface;
  const toggleHistory = useCallback(() => queue.run((chat) => (isHistoryOpen ? chat.hideHistory() : chat.showHistory())), [queue, isHistoryOpen]);

  return (
    <section
      ref={panel}
      className="panel"
      // A <dialog> would be shown and hidden by the browser, at once and in its own layer; this one moves, and is a panel until it is fullscreen.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="dialog"
      aria-label={options.title}
      aria-modal={isFullscreen || undefined}
      tabIndex={-1}
      data-open={isOpen || undefined}
      data-fullscreen={isFullscreen || undefined}
      data-mobile={options.mobile}
    >
      <PanelLook />
      <Header isHistoryOpen={isHistoryOpen} onToggleHistory={toggleHistory} />
      <div className="chat">
        {hasOpened && <ChatSurface {...surface} passThrough={passThrough} onHistory={setHistoryOpen} onReady={onReady} />}
      </div>
    </section>
  );
});
