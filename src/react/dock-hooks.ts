/** Hooks for the page's own components inside `<ChatWidget>`. */
import { useContext, useMemo, useSyncExternalStore } from 'react';
import type { Dock } from '../dock/create-dock.ts';
import type { DockCommands } from '../dock/commands/dock-commands.ts';
import type { DockView } from '../dock/dock-store.ts';
import { DockContext } from '../dock/panel/DockContext.tsx';
import type { ColorScheme, ThemeName } from '../dock/theme/page-theme.ts';

/** The commands and the state of the surrounding dock. */
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
 * Returns the surrounding dock. The component re-renders when the dock's state changes.
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

/** The theme of a dock, and functions that change it. */
export interface UseThemeReturn {
  /** The visitor's choice, else the owner's option. */
  theme: ThemeName;
  /** The color scheme that the theme results in now. On a server, light unless `theme` is dark. */
  scheme: ColorScheme;
  /** Sets and remembers the visitor's choice; `null` clears it and returns to the option. */
  setTheme(theme: ThemeName | null): void;
  /** Switches between light and dark. */
  toggleTheme(): void;
}

/**
 * Returns the theme of the surrounding dock.
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

/** Subscribes to one field of a dock's state. The component re-renders when that field changes. */
function useFactOf<Name extends keyof DockView>(dock: Dock, name: Name): DockView[Name] {
  const read = () => dock.get()[name];
  return useSyncExternalStore(dock.subscribe, read, read);
}
