/** Applies the `theme` option to the element: colours, radii, spacing and fonts. */
import type { ChatState } from '../state/chat-state.ts';
import type { Store } from '../state/store.ts';
import { loadFonts } from './fonts.ts';
import { drawPalette } from './palettes.ts';
import { colorSchemeOf, themeRule } from './tokens.ts';

export interface ThemeDeps {
  host: HTMLElement;
  root: ShadowRoot;
  store: Store<ChatState>;
  onError: (error: Error) => void;
}

const LOST_COLORS =
  'The code that computes the theme’s colours could not be loaded, so the default colours show. Check that the files in modules/ are served.';

export function keepTheme({ host, root, store, onError }: ThemeDeps): void {
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let applied = store.get().options.theme;
  let fontsApplied = '';
  let unloadFonts = loadFonts([], onError);
  let wasConnected = false;
  let stopDrawing = () => {};
  const failedFonts = new Set<string>();

  const apply = () => {
    const { options, isConnected } = store.get();
    const { theme } = options;
    applied = theme;
    wasConnected = isConnected;
    stopDrawing();
    stopDrawing = drawPalette(
      theme,
      (palette) => sheet.replaceSync(themeRule(':host', theme, palette)),
      (cause) => onError(new Error(LOST_COLORS, { cause })),
    );
    host.dataset['colorScheme'] = colorSchemeOf(theme);
    // Fonts belong to the document, which outlives the chat, so remove them when it disconnects.
    const fonts = isConnected && typeof theme === 'object' ? (theme.typography?.fontSources ?? []) : [];
    const key = JSON.stringify(fonts);
    if (key === fontsApplied) return;
    fontsApplied = key;
    unloadFonts();
    unloadFonts = loadFonts(fonts, onError, failedFonts);
  };
  apply();
  // Replace the style sheet only when the theme changes: a replaced sheet restyles the whole thread.
  store.subscribe(() => {
    const { options, isConnected } = store.get();
    if (options.theme !== applied || isConnected !== wasConnected) apply();
  });
}
