/** Applies the `theme` option to the element: colours, radii, spacing and fonts. */
import type { ChatState } from '../state/chat-state.ts';
import type { Store } from '../state/store.ts';
import { loadFonts } from '../theme/fonts.ts';
import { browserColor, colorSchemeOf, themeRule } from '../theme/tokens.ts';

export interface ThemeDeps {
  host: HTMLElement;
  root: ShadowRoot;
  store: Store<ChatState>;
  onError: (error: Error) => void;
}

export function keepTheme({ host, root, store, onError }: ThemeDeps): void {
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let applied = store.get().options.theme;
  let fontsApplied = '';
  let unloadFonts = loadFonts([], onError);
  let wasConnected = false;

  const apply = () => {
    const { options, isConnected } = store.get();
    const { theme } = options;
    applied = theme;
    wasConnected = isConnected;
    sheet.replaceSync(themeRule(':host', theme, browserColor));
    host.dataset['colorScheme'] = colorSchemeOf(theme);
    // Fonts belong to the document, which outlives the chat, so remove them when it disconnects.
    const fonts = isConnected && typeof theme === 'object' ? (theme.typography?.fontSources ?? []) : [];
    const key = JSON.stringify(fonts);
    if (key === fontsApplied) return;
    fontsApplied = key;
    unloadFonts();
    unloadFonts = loadFonts(fonts, onError);
  };
  apply();
  // Replace the style sheet only when the theme changes: a replaced sheet restyles the whole thread.
  store.subscribe(() => {
    const { options, isConnected } = store.get();
    if (options.theme !== applied || isConnected !== wasConnected) apply();
  });
}
