/** What the page's own components inside `<ChatWidget>` may ask for. */
import { useContext, useMemo, useSyncExternalStore } from 'react';
import type { Dock } from '../dock/create-dock.ts';
import type { DockCommands } from '../dock/dock-commands.ts';
import type { DockView } from '../dock/dock-store.ts';
import { DockContext } from '../dock/panel/DockContext.tsx';
import type { ColorScheme, ThemeName } from '../dock/theme/page-theme.ts';

/** The dock around a component: its commands, and its state. */
export interface UseDockReturn extends DockCommands {
  /** Whether the panel is open. */
  readonly isOpen: boolean;
  /** Whether the panel fills the window. */
  readonly isFullscreen: boolean;
  /** Completed answers that arrived while the panel was closed. */
  readonly unread: number;
  /** The thread on screen; null is a new chat. */
  readonly threadId: string | null;
}

/**
 * The dock around this component; the component is drawn again when its state changes.
 *
 * @throws Error outside of a `<ChatWidget>`.
 * @example
 * const { unread, open } = useDock();
 */
export function useDock(): UseDockReturn {
  const dock = useDockAround('useDock');
  const isOpen = useFactOf(dock, 'isOpen');
  const isFullscreen = useFactOf(dock, 'isFullscreen');
  const unread = useFactOf(dock, 'unread');
  const threadId = useFactOf(dock, 'threadId');
  return useMemo(
    () => ({ ...dock.commands, isOpen, isFullscreen, unread, threadId }),
    [dock, isOpen, isFullscreen, unread, threadId],
  );
}

/** The theme of a dock. */
export interface UseThemeReturn {
  /** What was chosen: by the visitor, else by the owner. */
  theme: ThemeName;
  /** What that comes to on this page now; on a server, light unless `theme` is dark. */
  scheme: ColorScheme;
  /** Chooses for the visitor and remembers it; `null` forgets the choice and returns to the option. */
  setTheme(theme: ThemeName | null): void;
  /** Changes from light to dark or back. */
  toggleTheme(): void;
}

/**
 * The theme of the dock around this component.
 *
 * @throws Error outside of a `<ChatWidget>`.
 */
export function useTheme(): UseThemeReturn {
  const dock = useDockAround('useTheme');
  const theme = useFactOf(dock, 'theme');
  const scheme = useFactOf(dock, 'scheme');
  return useMemo(() => {
    const { setTheme } = dock.commands;
    return { theme, scheme, setTheme, toggleTheme: () => setTheme(scheme === 'dark' ? 'light' : 'dark') };
  }, [dock, theme, scheme]);
}

function useDockAround(hook: string): Dock {
  const dock = useContext(DockContext);
  if (!dock)
    throw new Error(
      `${hook}() works only in a component inside <ChatWidget> … </ChatWidget>. Move the component that calls it between the two tags.`,
    );
  return dock;
}

/** One fact of a dock's state; the component is drawn again when that fact changes. */
function useFactOf<Name extends keyof DockView>(dock: Dock, name: Name): DockView[Name] {
  const read = () => dock.get()[name];
  return useSyncExternalStore(dock.subscribe, read, read);
}
