/** Keeps the element's colours, radii, spacing and fonts in step with the `theme` option. */
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
    // Fonts are the document's, which outlives the chat.
    const fonts = isConnected && typeof theme === 'object' ? (theme.typography?.fontSources ?? []) : [];
    const key = JSON.stringify(fonts);
    if (key === fontsApplied) return;
    fontsApplied = key;
    unloadFonts();
    unloadFonts = loadFonts(fonts, onError);
  };
  apply();
  // Most changes are of other things: a sheet replaced with every word that arrives would style the whole thread anew.
  store.subscribe(() => {
    const { options, isConnected } = store.get();
    if (options.theme !== applied || isConnected !== wasConnected) apply();
  });
}
