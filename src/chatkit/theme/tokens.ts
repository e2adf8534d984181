/** ChatKit's `theme` option as custom properties. tokens.css derives the rest. */
import { clamp, parseColor, type Rgb } from './color.ts';
import { paletteTokens } from './palette.ts';

/** One font file to load inside the element. */
export interface ThemeFont {
  family: string;
  src: string;
  weight?: string | number | undefined;
  style?: string | undefined;
  display?: string | undefined;
  unicodeRange?: string | undefined;
}

/** ChatKit's theme object. Out-of-range values are clamped. */
export interface ThemeObject {
  colorScheme?: 'light' | 'dark' | undefined;
  typography?:
    | {
        baseSize?: number | undefined;
        fontFamily?: string | undefined;
        fontFamilyMono?: string | undefined;
        fontSources?: readonly ThemeFont[] | undefined;
      }
    | undefined;
  radius?: 'pill' | 'round' | 'soft' | 'sharp' | undefined;
  density?: 'compact' | 'normal' | 'spacious' | undefined;
  color?:
    | {
        grayscale?: { hue: number; tint: number; shade?: number | undefined } | undefined;
        accent?: { primary: string; level: number } | undefined;
        surface?: { background: string; foreground: string } | undefined;
      }
    | undefined;
}

/** A scheme's name or a theme object. The default is light. */
export type Theme = 'light' | 'dark' | ThemeObject | undefined;

const SANS =
  'ui-sans-serif, -apple-system, system-ui, "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif, "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji"';
const MONO =
  'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace';

/** Radii in pixels: control (buttons, chips), field (composer), card, bubble, menu, small (inline code, thumbnails), tiny. */
const RADII = {
  pill: { control: 999, field: 26, card: 20, bubble: 20, menu: 16, small: 8, tiny: 5 },
  round: { control: 12, field: 16, card: 16, bubble: 16, menu: 12, small: 7, tiny: 4 },
  soft: { control: 7, field: 9, card: 9, bubble: 9, menu: 8, small: 5, tiny: 3 },
  sharp: { control: 1, field: 2, card: 2, bubble: 2, menu: 2, small: 1, tiny: 0 },
} as const;

const DENSITIES = { compact: 0.75, normal: 1, spacious: 1.25 } as const;

/** The colour scheme of a theme. ChatKit has no automatic mode: the default is light. */
export function colorSchemeOf(theme: Theme): 'light' | 'dark' {
  const scheme = typeof theme === 'object' ? theme.colorScheme : theme;
  return scheme === 'dark' ? 'dark' : 'light';
}

/**
 * Computes a theme's custom properties, all named `--ck-…`.
 *
 * Source: rows E130 to E135 of the element reference. `resolveColor` reads colours in notations `parseColor` does not
 * know; in a page pass `browserColor`.
 */
export function themeTokens(theme: Theme, resolveColor?: (text: string) => Rgb | null): Record<string, string> {
  const { typography, radius, density, color } = typeof theme === 'object' ? theme : {};
  const radii = RADII[radius ?? 'pill'] ?? RADII.pill;
  return {
    ...paletteTokens({ colorScheme: colorSchemeOf(theme), ...color, resolveColor }),
    ...Object.fromEntries(Object.entries(radii).map(([name, px]) => [`--ck-radius-${name}`, `${px}px`])),
    '--ck-density': String(DENSITIES[density ?? 'normal'] ?? 1),
    '--ck-base-size': `${clamp(typography?.baseSize ?? 16, 14, 18)}px`,
    '--ck-font': typography?.fontFamily ? `${declarationSafe(typography.fontFamily)}, ${SANS}` : SANS,
    '--ck-font-mono': typography?.fontFamilyMono ? `${declarationSafe(typography.fontFamilyMono)}, ${MONO}` : MONO,
  };
}

/** The tokens as the text of one rule, for a constructed stylesheet: `sheet.replaceSync(themeRule(':host', theme))`. */
export function themeRule(selector: string, theme: Theme, resolveColor?: (text: string) => Rgb | null): string {
  const declarations = Object.entries(themeTokens(theme, resolveColor))
    .map(([name, value]) => `${name}:${value};`)
    .join('');
  return `${selector}{color-scheme:${colorSchemeOf(theme)};${declarations}}`;
}

/** Uses the browser to read a colour (`rebeccapurple`, `lab(…)`). Null for an invalid colour. */
export function browserColor(text: string): Rgb | null {
  if (!CSS.supports('color', text) || /var\(|currentcolor|inherit|initial|unset|revert/i.test(text)) return null;
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  if (!pen) return null;
  pen.fillStyle = text;
  return typeof pen.fillStyle === 'string' ? parseColor(pen.fillStyle) : null;
}

/** Sanitises a font family list, so that it cannot end the declaration or open another rule. */
function declarationSafe(value: string): string {
  return value.replaceAll(/[;{}<>\\]|\/\*/g, '');
}
