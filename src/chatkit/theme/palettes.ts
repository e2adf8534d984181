/**
 * The colours of a theme. Those of the two default schemes come from a table; the code that computes any others loads when
 * a theme needs it.
 */
import { dark, light, names } from 'virtual:default-palettes';
import { colorSchemeOf, type Palette, type Theme } from './tokens.ts';

const zip = (values: readonly string[]): Palette =>
  Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));

let compute: ((theme: Theme) => Palette) | undefined;

const hasColors = (theme: Theme) => typeof theme === 'object' && theme.color !== undefined;

/** Loads the code for the theme's colours, if it defines any. Until then `paletteNow` returns the default ones. */
export async function loadPalette(theme: Theme): Promise<void> {
  if (hasColors(theme)) compute ??= (await import('./palette.ts')).paletteOf;
}

/** The theme's colours, or the default ones of its scheme while `loadPalette` has not finished. */
export const paletteNow = (theme: Theme): Palette =>
  hasColors(theme) && compute ? compute(theme) : zip(colorSchemeOf(theme) === 'dark' ? dark : light);

/**
 * Calls `draw` with the theme's colours: at once, and again if they have to load first. Returns a function that stops it.
 * If they fail to load, the default colours stay and `onError` is called.
 */
export function drawPalette(
  theme: Theme,
  draw: (palette: Palette) => void,
  onError: (cause: unknown) => void,
): () => void {
  let isOff = false;
  draw(paletteNow(theme));
  if (hasColors(theme) && !compute)
    loadPalette(theme).then(
      () => isOff || draw(paletteNow(theme)),
      (cause: unknown) => isOff || onError(cause),
    );
  return () => {
    isOff = true;
  };
}
