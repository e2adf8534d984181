/** A subtree with a colour scheme that differs from the chat's. */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { paletteOf } from '../theme/palette.ts';
import { themeTokens, type Theme } from '../theme/tokens.ts';
import { toWord, type Style } from './values.ts';
import { useWidget, WidgetProvider } from './widget-context.ts';

export const ThemeContext = createContext<Theme>(undefined);

interface ThemedProps {
  /** The component's `theme` member. Anything but a scheme's name inherits the chat's scheme. */
  scheme: unknown;
  children: (style: Style) => ComponentChildren;
}

export function Themed({ scheme: wanted, children }: ThemedProps) {
  const theme = useContext(ThemeContext);
  const widget = useWidget();
  // In forced colours, the visitor's palette is the only one.
  const isForced = matchMedia('(forced-colors: active)').matches;
  const scheme = (isForced ? undefined : toWord(wanted, ['light', 'dark'])) ?? widget.scheme;
  const isOwn = scheme !== widget.scheme;
  const style = useMemo<Style>(() => {
    if (!isOwn) return {};
    const schemed = { ...(typeof theme === 'object' && theme), colorScheme: scheme };
    return {
      ...themeTokens(schemed, paletteOf(schemed)),
      colorScheme: scheme,
      color: 'var(--ck-text)',
    };
  }, [theme, scheme, isOwn]);
  const context = useMemo(() => ({ ...widget, scheme }), [widget, scheme]);
  return isOwn ? <WidgetProvider value={context}>{children(style)}</WidgetProvider> : <>{children(style)}</>;
}
