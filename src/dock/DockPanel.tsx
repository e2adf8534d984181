/** Renders a dock: updates the launcher and its shell, and draws the panel inside the shell. */
import { useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Dock } from './create-dock.ts';
import { useLayoutEffect } from './hooks/use-layout-effect.ts';
import { useStrings } from './hooks/use-strings.ts';
import { useLayout } from './layout/use-layout.ts';
import type { Shell } from './launcher/shell.ts';
import { DockContext, SetupContext } from './panel/DockContext.tsx';
import { useAskAbout } from './page-context/use-ask-about.ts';
import { Panel } from './panel/Panel.tsx';
import { showOpen, showUnread } from './panel/shell-state.ts';
import { usePageUnread } from './unread/use-page-unread.ts';

interface DockPanelProps {
  dock: Dock;
  /** Null if there is no document, as on a server. */
  shell: Shell | null;
  /** The page's own components, rendered at the dock's position in the React tree. */
  children?: ReactNode;
}

export function DockPanel({ dock, shell, children }: DockPanelProps) {
  const view = useSyncExternalStore(dock.subscribe, dock.get, dock.get);
  const { options, memory, theme, isOpen, unread } = view;
  const strings = useStrings(options, view.isWanted);
  const layout = useLayout(options, view.isWanted);
  const isReady = strings !== null && layout !== undefined;

  useLayoutEffect(() => shell?.draw(options, theme, strings, dock.setScheme), [dock, shell, options, theme, strings]);
  useLayoutEffect(() => {
    if (shell) showUnread(shell, unread, options.badge);
  }, [shell, unread, options.badge]);
  // Keep the launcher on screen until the panel is ready to replace it.
  useLayoutEffect(() => {
    if (shell) showOpen(shell, isOpen && isReady);
  }, [shell, isOpen, isReady]);
  useLayoutEffect(() => (shell ? dock.connect() : undefined), [dock, shell]);
  usePageUnread(view);
  useAskAbout(dock, shell, options.pageContext.includes('selection'));
  useEffect(() => {
    if (shell) dock.drawn(view);
  }, [dock, shell, view]);

  const setup = useMemo(
    () => shell && strings && layout !== undefined && { dock, shell, options, strings, memory, layout },
    [dock, shell, options, strings, memory, layout],
  );
  return (
    <DockContext.Provider value={dock}>
      {children}
      {setup && (
        <SetupContext.Provider value={setup}>{createPortal(<Panel />, setup.shell.mount)}</SetupContext.Provider>
      )}
    </DockContext.Provider>
  );
}
