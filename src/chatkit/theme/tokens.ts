/** ChatKit's `theme` option as custom properties. tokens.css derives the rest. */
import { ownEntry } from '@chatdock/protocol/kinds';

/** One font file to load inside the element. */
export interface ThemeFont {
  family: string;
  src: string;
  weight?: string | number | undefined;
  style?: string | undefined;
  display?: FontDisplay | undefined;
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

/** Colours as custom properties: `--ck-…` to a CSS colour. */
export type Palette = Readonly<Record<string, string>>;

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
 * A theme's custom properties, all named `--ck-…`: its colours, which `palettes.ts` has, and everything else.
 *
 * Source: rows E130 to E135 of the element reference.
 */
export function themeTokens(theme: Theme, palette: Palette): Record<string, string> {
  const { typography, radius, density } = typeof theme === 'object' ? theme : {};
  const radii = ownEntry(RADII, radius ?? 'pill') ?? RADII.pill;
  return {
    ...palette,
    ...Object.fromEntries(Object.entries(radii).map(([name, px]) => [`--ck-radius-${name}`, `${px}px`])),
    '--ck-density': String(ownEntry(DENSITIES, density ?? 'normal') ?? 1),
    '--ck-base-size': `${Math.min(18, Math.max(14, typography?.baseSize ?? 16))}px`,
    '--ck-font': typography?.fontFamily ? `${declarationSafe(typography.fontFamily)}, ${SANS}` : SANS,
    '--ck-font-mono': typography?.fontFamilyMono ? `${declarationSafe(typography.fontFamilyMono)}, ${MONO}` : MONO,
  };
}

/** The tokens as the text of one rule, for a constructed stylesheet: `sheet.replaceSync(themeRule(':host', theme, palette))`. */
export function themeRule(selector: string, theme: Theme, palette: Palette): string {
  const declarations = Object.entries(themeTokens(theme, palette))
    .map(([name, value]) => `${name}:${value};`)
    .join('');
  return `${selector}{color-scheme:${colorSchemeOf(theme)};${declarations}}`;
}

/** Sanitises a font family list, so that it cannot end the declaration or open another rule. */
function declarationSafe(value: string): string {
  return value.replaceAll(/[;{}<>\\]|\/\*/g, '');
}
