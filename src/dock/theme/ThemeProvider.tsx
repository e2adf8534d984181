/** Holds the theme: the option, the visitor's own choice over it, and the scheme the two come to. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useImperativeHandle,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
  type Ref,
} from 'react';
import { resolveTheme, watchTheme, type ColorScheme, type ThemeName } from './page-theme.ts';
import type { Memory } from '../persistence.ts';
import { useControlled } from '../hooks/use-controlled.ts';

export interface ThemeValue {
  /** What was chosen. */
  theme: ThemeName;
  /** What that means right now. */
  scheme: ColorScheme;
  /** Chooses for the visitor, and remembers it; `null` forgets their choice and returns to the option. */
  setTheme(theme: ThemeName | null): void;
  /** From light to dark or back. */
  toggleTheme(): void;
}

export interface ThemeProviderProps {
  /** The owner's option. */
  option: ThemeName;
  /** The caller's own state, when they hold it. */
  theme?: ThemeName | undefined;
  memory: Memory;
  onChange(theme: ThemeName): void;
  onScheme(theme: ThemeName, scheme: ColorScheme): void;
  handle?: Ref<ThemeValue>;
  children?: ReactNode;
}

const ThemeContext = createContext<ThemeValue | null>(null);

/** The theme of the widget around this component. @throws Error outside of a `<ChatWidget>`. */
export function useTheme(): ThemeValue {
  const value = useContext(ThemeContext);
  if (!value)
    throw new Error(
      'useTheme() works inside <ChatWidget> … </ChatWidget> only: put the component that calls it between the two.',
    );
  return value;
}

export function ThemeProvider({
  option,
  theme: controlled,
  memory,
  onChange,
  onScheme,
  handle,
  children,
}: ThemeProviderProps) {
  const [chosen, setChosen] = useControlled<ThemeName | null>({
    value: controlled,
    initial: null,
    onChange(next) {
      // Where the caller holds the theme, there is no choice of ours to forget.
      if (next !== null || controlled === undefined) onChange(next ?? option);
    },
  });
  const theme = chosen ?? option;
  const scheme = useScheme(theme);

  // After hydration, since a server cannot know what this visitor chose.
  useEffect(() => {
    const remembered = memory.read().theme;
    if (remembered && controlled === undefined) setChosen(remembered);
    // Only when the dock starts: later changes come through setTheme.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [memory]);

  const setTheme = useCallback(
    (next: ThemeName | null) => {
      memory.write({ theme: next ?? undefined });
      setChosen(next);
    },
    [memory, setChosen],
  );
  const toggleTheme = useCallback(() => setTheme(scheme === 'dark' ? 'light' : 'dark'), [setTheme, scheme]);
  const value = useMemo(() => ({ theme, scheme, setTheme, toggleTheme }), [theme, scheme, setTheme, toggleTheme]);

  useImperativeHandle(handle, () => value, [value]);
  useEffect(() => onScheme(theme, scheme), [onScheme, theme, scheme]);
  return <ThemeContext.Provider value={value}>{children}</ThemeContext.Provider>;
}

/** Light on a server, which cannot know better; follows the page and the system from hydration on. */
function useScheme(theme: ThemeName): ColorScheme {
  const subscribe = useCallback((onChange: () => void) => watchTheme(theme, onChange), [theme]);
  return useSyncExternalStore(
    subscribe,
    () => resolveTheme(theme),
    () => (theme === 'dark' ? 'dark' : 'light'),
  );
}
