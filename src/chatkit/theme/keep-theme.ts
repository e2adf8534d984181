/** Applies the `theme` option to the element: colours, radii, spacing and fonts. */
import type { ChatState } from '../state/chat-state.ts';
import type { Store } from '../state/store.ts';
import { drawPalette } from '../theme/palettes.ts';
import { colorSchemeOf, themeRule, type ThemeFont } from '../theme/tokens.ts';

interface ThemeDeps {
  host: HTMLElement;
  root: ShadowRoot;
  store: Store<ChatState>;
  onError: (error: Error) => void;
}

const lostCode = (what: string, cause: unknown) =>
  new Error(
    `The code for the theme’s ${what} could not be loaded, so the default ones show. Check that the files in modules/ are served.`,
    { cause },
  );

export function keepTheme({ host, root, store, onError }: ThemeDeps): void {
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let applied = store.get().options.theme;
  let fontsApplied = '[]';
  let unloadFonts = () => {};
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
      (cause) => onError(lostCode('colours', cause)),
    );
    host.dataset['colorScheme'] = colorSchemeOf(theme);
    // Fonts belong to the document, which exists longer than the chat, so remove them when the chat disconnects.
    const fonts = isConnected && typeof theme === 'object' ? (theme.typography?.fontSources ?? []) : [];
    const key = JSON.stringify(fonts);
    if (key === fontsApplied) return;
    fontsApplied = key;
    unloadFonts();
    unloadFonts = fonts.length > 0 ? showFonts(fonts) : () => {};
  };
  /** Returns a function that removes them. */
  const showFonts = (fonts: readonly ThemeFont[]) => {
    let isOff = false;
    let unload = () => {};
    import('../theme/fonts.ts').then(
      ({ loadFonts }) => {
        if (!isOff) unload = loadFonts(fonts, onError, failedFonts);
      },
      (cause: unknown) => isOff || onError(lostCode('fonts', cause)),
    );
    return () => {
      isOff = true;
      unload();
    };
  };
  apply();
  // Replace the style sheet only when the theme changes: a replaced sheet restyles the whole thread.
  store.subscribe(() => {
    const { options, isConnected } = store.get();
    if (options.theme !== applied || isConnected !== wasConnected) apply();
  });
}
