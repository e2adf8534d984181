/** The palette: every colour of the chat, from a grayscale, an accent and two surfaces. See docs/design-language.md. */
import {
  blackOrWhite,
  clamp,
  fromHsl,
  fromOklch,
  mix,
  parseColor,
  reachContrast,
  toHex,
  toOklch,
  type Oklch,
  type Rgb,
} from './color.ts';
import { colorSchemeOf, type Palette, type Theme } from './tokens.ts';

/** The inputs of the palette, all optional. Any CSS colour works. */
interface PaletteOptions {
  colorScheme: 'light' | 'dark';
  grayscale?: { hue: number; tint: number; shade?: number | undefined } | undefined;
  accent?: { primary: string; level: number } | undefined;
  surface?: { background: string; foreground: string } | undefined;
  /** Reads colours that `parseColor` does not know, such as names. Returns null for an invalid colour. */
  resolveColor?: ((text: string) => Rgb | null) | undefined;
}

/** The minimum contrast of message text on every background it is drawn on. */
const MESSAGE_CONTRAST = 7;
/** The minimum contrast of all other text. */
const TEXT_CONTRAST = 4.5;
/** The minimum contrast of non-text parts that must be visible: field borders, focus rings. */
const OUTLINE_CONTRAST = 3;

/** The palette of a theme, in a page. */
export const paletteOf = (theme: Theme): Palette =>
  paletteTokens({
    colorScheme: colorSchemeOf(theme),
    ...(typeof theme === 'object' && theme.color),
    resolveColor: browserColor,
  });

/**
 * Computes the palette as custom properties (`--ck-…` to `#rrggbb`).
 *
 * Surfaces stay as given. Everything drawn on them changes in lightness until its contrast is sufficient. An unreadable
 * colour counts as absent.
 */
export function paletteTokens(options: PaletteOptions): Record<string, string> {
  const read = (text: string | undefined) =>
    text === undefined ? null : (parseColor(text) ?? options.resolveColor?.(text) ?? null);
  const dark = options.colorScheme === 'dark';
  const gray = grayscale(options);
  const background = read(options.surface?.background) ?? gray(dark ? 0.195 : 1, 0.6);
  const surface = read(options.surface?.foreground) ?? gray(dark ? 0.25 : 1, 0.4);
  const accentGiven = read(options.accent?.primary);
  const level = accentGiven ? clamp(options.accent?.level ?? 0, 0, 3) : 0;
  const ink = toOklch(blackOrWhite([background, surface]));
  const towardsInk = (from: Rgb, amount: number) =>
    mix(from, fromOklch({ ...toOklch(gray(ink.l > 0.5 ? 0.98 : 0.2, 1)), l: ink.l }), amount);

  const neutral = toOklch(gray(dark ? 0.96 : 0.22, 1));
  const accent = accentGiven ? toOklch(accentGiven) : neutral;
  const sunken = towardsInk(background, dark ? 0.055 : 0.035);
  const hover = towardsInk(surface, dark ? 0.085 : 0.055);
  const active = towardsInk(surface, dark ? 0.14 : 0.095);
  const code = towardsInk(background, dark ? 0.045 : 0.03);
  const accentTint = accentGiven ? tinted(background, accent, dark ? 0.14 : 0.09) : hover;
  const bubble = level >= 3 ? accentTint : towardsInk(background, dark ? 0.11 : 0.055);
  const selected = level >= 2 ? accentTint : active;
  const reading = [background, surface, sunken, code, bubble];
  const everything = [...reading, hover, active, selected, accentTint];

  const text = reachContrast(toOklch(gray(dark ? 0.955 : 0.21, 1)), everything, MESSAGE_CONTRAST);
  const secondary = reachContrast(toOklch(gray(dark ? 0.74 : 0.5, 1)), everything, TEXT_CONTRAST);
  const linkHue = accentGiven && accent.c > 0.03 ? accent : { l: dark ? 0.8 : 0.45, c: 0.14, h: 255 };
  const solid = level >= 1 ? fromOklch(accent) : fromOklch(neutral);
  const button = solidPair(solid);
  const focusWish = accentGiven ? accent : { l: dark ? 0.72 : 0.55, c: 0.17, h: 255 };

  return {
    '--ck-bg': toHex(background),
    '--ck-surface': toHex(surface),
    '--ck-sunken': toHex(sunken),
    '--ck-hover': toHex(hover),
    '--ck-active': toHex(active),
    '--ck-selected': toHex(selected),
    '--ck-text': toHex(text),
    '--ck-text-secondary': toHex(secondary),
    '--ck-border': toHex(towardsInk(background, dark ? 0.16 : 0.11)),
    '--ck-border-strong': toHex(
      reachContrast(toOklch(gray(dark ? 0.6 : 0.62, 1)), [background, surface], OUTLINE_CONTRAST),
    ),
    '--ck-bubble': toHex(bubble),
    '--ck-bubble-text': toHex(text),
    '--ck-link': toHex(reachContrast(linkHue, reading, MESSAGE_CONTRAST)),
    '--ck-accent': toHex(button.fill),
    '--ck-accent-hover': toHex(button.hover),
    '--ck-on-accent': toHex(button.text),
    '--ck-accent-text': toHex(reachContrast(accentGiven ? accent : neutral, everything, TEXT_CONTRAST)),
    '--ck-accent-tint': toHex(accentTint),
    '--ck-focus': toHex(reachContrast(focusWish, [background, surface, hover, bubble], OUTLINE_CONTRAST)),
    ...statusTokens(dark, background, surface),
    ...codeTokens(dark, code),
    '--ck-scrim': dark ? 'rgb(0 0 0 / 0.6)' : 'rgb(0 0 0 / 0.32)',
  };
}

/** Uses the browser to read a colour (`rebeccapurple`, `lab(…)`). Null for an invalid colour. */
function browserColor(text: string): Rgb | null {
  if (!CSS.supports('color', text) || /var\(|currentcolor|inherit|initial|unset|revert/i.test(text)) return null;
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  if (!pen) return null;
  pen.fillStyle = text;
  return typeof pen.fillStyle === 'string' ? parseColor(pen.fillStyle) : null;
}

/** `gray(lightness, share)`: a neutral at that lightness, with `share` of the theme's tint. */
function grayscale({ colorScheme, grayscale: wish }: PaletteOptions): (lightness: number, share: number) => Rgb {
  // The option's hue is an HSL hue, where 220 is slate blue; in OKLCH the same number is cyan. Convert it.
  const { h } = toOklch(fromHsl(wish?.hue ?? 220, 0.3, 0.5));
  const chroma = clamp(wish?.tint ?? 0, 0, 9) * 0.0045;
  const shift = clamp(wish?.shade ?? 0, -4, 4) * (colorScheme === 'dark' ? 0.018 : 0.009);
  return (lightness, share) => {
    // White with a tint would lose its tint to clipping, so lower the lightness a little.
    const room = lightness > 0.99 ? Math.min(1, 1 - chroma * 0.35) : lightness;
    return fromOklch({ l: clamp(room + shift, 0, 1), c: chroma * share, h });
  };
}

function tinted(background: Rgb, accent: Oklch, amount: number): Rgb {
  return mix(background, fromOklch(accent), amount);
}

/** A filled control: the given fill, black or white text, and a hover shade on which that text is still readable. */
function solidPair(fill: Rgb): { fill: Rgb; hover: Rgb; text: Rgb } {
  const text = blackOrWhite([fill]);
  return { fill, hover: mix(fill, text[0] === 1 ? [0, 0, 0] : [1, 1, 1], 0.12), text };
}

/**
 * Hues of the status colours. `caution` and `discovery` exist in widgets only and differ from warning and info by hue.
 */
const STATUS_HUES = { danger: 25, warning: 65, caution: 95, success: 150, info: 250, discovery: 300 } as const;

function statusTokens(dark: boolean, background: Rgb, surface: Rgb): Record<string, string> {
  const tokens: Record<string, string> = {};
  for (const [name, hue] of Object.entries(STATUS_HUES)) {
    const wish: Oklch = { l: dark ? 0.72 : 0.53, c: 0.16, h: hue };
    const tint = tinted(background, wish, dark ? 0.16 : 0.1);
    // White text on each of them: buttons of several colours stand beside one another.
    tokens[`--ck-${name}`] = toHex(reachContrast({ ...wish, l: 0.55 }, [[1, 1, 1]], TEXT_CONTRAST));
    tokens[`--ck-on-${name}`] = '#ffffff';
    tokens[`--ck-${name}-tint`] = toHex(tint);
    tokens[`--ck-${name}-text`] = toHex(reachContrast(wish, [background, surface, tint], TEXT_CONTRAST));
    // The text of an error or notice is part of the conversation, so it has the contrast of a message.
    tokens[`--ck-${name}-message`] = toHex(
      reachContrast({ ...wish, l: dark ? 0.86 : 0.38, c: 0.09 }, [background, surface, tint], MESSAGE_CONTRAST),
    );
  }
  return tokens;
}

const CODE_COLORS = {
  keyword: { c: 0.16, h: 320 },
  string: { c: 0.13, h: 150 },
  number: { c: 0.14, h: 60 },
  comment: { c: 0.02, h: 260 },
  function: { c: 0.15, h: 265 },
  type: { c: 0.12, h: 200 },
  variable: { c: 0.14, h: 25 },
  meta: { c: 0.1, h: 90 },
  inserted: { c: 0.14, h: 150 },
  deleted: { c: 0.17, h: 25 },
} as const;

/** Code is message text: every syntax colour has the message contrast. */
function codeTokens(dark: boolean, background: Rgb): Record<string, string> {
  const tokens: Record<string, string> = { '--ck-code-bg': toHex(background) };
  for (const [name, { c, h }] of Object.entries(CODE_COLORS)) {
    tokens[`--ck-code-${name}`] = toHex(reachContrast({ l: dark ? 0.78 : 0.46, c, h }, [background], MESSAGE_CONTRAST));
  }
  return tokens;
}
