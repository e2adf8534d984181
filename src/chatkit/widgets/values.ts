/**
 * Converts widget members to CSS values. A widget comes from a server and possibly from a model, so every member is
 * untrusted, and values that could fetch (`url()`, `image()`) are rejected.
 */
import { isRecord, ownEntry } from '@chatdock/protocol/kinds';
export type Style = Record<string, string | number>;
export type Scheme = 'light' | 'dark';

type Props = Record<string, unknown>;

/** The text of a member, or undefined. Numbers are accepted, because templates write `value: 3`. */
export const toText = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

export const toFlag = (value: unknown): boolean => value === true || value === 'true';

/** The member if it is one of the allowed words. */
export function toWord<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

/** The table's own entry, so that a name such as `constructor` finds nothing. */
const own = <Value>(table: Readonly<Record<string, Value>>, name = ''): Value | undefined => ownEntry(table, name);

/** CSS that cannot fetch, cannot end its declaration, and cannot be larger than a design needs. */
const safeCss = (value: string): string | undefined =>
  /url\s*\(|image|src\s*\(|expression|[;{}<>\\]|\/\*/i.test(value) || isHuge(value) ? undefined : value;

/** Nobody could scroll to the end of a thread with a box of a million pixels. */
function isHuge(value: string): boolean {
  const products = value.split('*').length - 1;
  const most = products === 0 ? MAX_PIXELS : MAX_FACTOR;
  const numbers = [...value.matchAll(/[\d.]+(?:e[+-]?\d+)?/gi)];
  return (
    products > 1 ||
    /infinity|pow|exp|hypot|tan|\/ *0?\./i.test(value) ||
    numbers.some(([number]) => Number(number) > most)
  );
}

/** A ratio of width to height; undefined for one that no picture has. */
function toRatio(value: unknown): string | undefined {
  const [width = Number.NaN, height = 1, ...rest] = (toText(value) ?? '').split('/').map(Number);
  const ratio = width / height;
  return rest.length === 0 && ratio >= 0.05 && ratio <= 20 ? `${width} / ${height}` : undefined;
}

/** No design needs a larger number, and the thread would be as long as a book. */
const MAX_PIXELS = 4000;
const MAX_FACTOR = 100;
const MAX_UNITS = 250;
const MAX_LINES = 60;

const within = (value: number, most: number) => Math.max(-most, Math.min(value, most));

/** A number of lines or rows; undefined for any other value. */
export const toLines = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 1 ? Math.floor(Math.min(value, MAX_LINES)) : undefined;

/** A number of pixels, or CSS. */
export const toSize = (value: unknown): string | undefined =>
  typeof value === 'number'
    ? `${within(value, MAX_PIXELS)}px`
    : typeof value === 'string' && value !== ''
      ? safeCss(value)
      : undefined;

/** A number of spacing units (4 px × density), or CSS. */
const toSpace = (value: unknown): string | undefined =>
  typeof value === 'number' ? `calc(var(--ck-unit) * ${within(value, MAX_UNITS)})` : toSize(value);

/** The names of the four sides: margins are properties, paddings custom properties that a flush child reads too. */
const SIDES = {
  margin: ['marginBlockStart', 'marginBlockEnd', 'marginInlineStart', 'marginInlineEnd'],
  padding: ['--w-pad-top', '--w-pad-bottom', '--w-pad-start', '--w-pad-end'],
} as const;

/** One value for all sides, or up to four as CSS writes them: top, right, bottom, left. */
function toSides(value: unknown): Props {
  if (typeof value !== 'string') return { x: value, y: value };
  const [top, right = top, bottom = top, left = right] = value.trim().split(/\s+(?![^(]*\))/);
  return { top, right, bottom, left };
}

function spacingStyle(property: 'padding' | 'margin', value: unknown): Style {
  const { top, right, bottom, left, x, y } = isRecord(value) ? value : toSides(value);
  const amounts = [top ?? y, bottom ?? y, left ?? x, right ?? x];
  const style: Style = {};
  SIDES[property].forEach((side, index) => {
    const space = toSpace(amounts[index]);
    // In a `calc`, zero needs a unit.
    if (space !== undefined) style[side] = space === '0' ? '0px' : space;
  });
  return style;
}

const TEXT_TOKENS: Record<string, string> = {
  prose: '--ck-text',
  primary: '--ck-text',
  emphasis: '--ck-text',
  secondary: '--ck-text-secondary',
  tertiary: '--ck-text-secondary',
  success: '--ck-success-text',
  warning: '--ck-warning-text',
  danger: '--ck-danger-text',
};
const BACKGROUND_TOKENS: Record<string, string> = {
  surface: '--ck-surface',
  'surface-secondary': '--ck-sunken',
  'surface-tertiary': '--ck-hover',
  'surface-elevated': '--ck-surface',
  'surface-elevated-secondary': '--ck-hover',
};
const BORDER_TOKENS: Record<string, string> = {
  default: '--ck-border',
  subtle: '--ck-border',
  strong: '--ck-border-strong',
};

const HUES: Record<string, readonly [chroma: number, hue: number]> = {
  gray: [0.006, 260],
  red: [0.19, 25],
  orange: [0.17, 55],
  yellow: [0.16, 90],
  green: [0.16, 150],
  blue: [0.17, 255],
  purple: [0.18, 300],
  pink: [0.18, 350],
};

/**
 * Primitive colours: `red-100` … `blue-950` and `alpha-70`. Steps go from light to dark; in the dark scheme the grays
 * are reversed, so that `gray-900` always works for text and `gray-100` for backgrounds.
 */
function primitiveColor(name: string, scheme: Scheme): string | undefined {
  const [, hueName = '', step = ''] = /^([a-z]+)-(\d{1,4})$/.exec(name) ?? [];
  const amount = Number(step);
  if (hueName === 'alpha') return `color-mix(in srgb, var(--ck-text) ${Math.min(amount, 100)}%, transparent)`;
  const hue = own(HUES, hueName);
  if (!hue || amount > 1000) return undefined;
  const lightness = 0.985 - ((hueName === 'gray' && scheme === 'dark' ? 1000 - amount : amount) / 1000) * 0.8;
  const [chroma, angle] = hue;
  return `oklch(${lightness.toFixed(3)} ${(chroma * Math.sin(Math.PI * Math.min(1, 0.12 + amount / 1100))).toFixed(3)} ${angle})`;
}

/**
 * A token, a primitive, or any CSS colour. A `{ light, dark }` pair is resolved by the subtree's scheme. A token is a
 * custom property or a colour.
 */
export function toColor(value: unknown, tokens: Readonly<Record<string, string>>, scheme: Scheme): string | undefined {
  const name = isRecord(value) ? toText(value[scheme]) : toText(value);
  if (name === undefined) return undefined;
  const token = own(tokens, name);
  if (token) return token.startsWith('--') ? `var(${token})` : token;
  return primitiveColor(name, scheme) ?? safeCss(name);
}

export const toTextColor = (value: unknown, scheme: Scheme) => toColor(value, TEXT_TOKENS, scheme);
export const toBorderColor = (value: unknown, scheme: Scheme) => toColor(value, BORDER_TOKENS, scheme);
export const toBackground = (value: unknown, scheme: Scheme) => toColor(value, BACKGROUND_TOKENS, scheme);

const BORDER_STYLES = ['solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'inset', 'outset'] as const;

function oneBorder(value: unknown, scheme: Scheme): string | undefined {
  if (typeof value === 'number') return `${within(value, MAX_LINES)}px solid var(--ck-border)`;
  if (!isRecord(value) || typeof value['size'] !== 'number') return undefined;
  const color = toBorderColor(value['color'], scheme) ?? 'var(--ck-border)';
  return `${within(value['size'], MAX_LINES)}px ${toWord(value['style'], BORDER_STYLES) ?? 'solid'} ${color}`;
}

/** A number or a single border applies to all sides; an object names sides. */
function borderStyle(value: unknown, scheme: Scheme): Style {
  const all = oneBorder(value, scheme);
  if (all !== undefined) return { border: all };
  if (!isRecord(value)) return {};
  const style: Style = {};
  const sides = {
    borderTop: value['top'] ?? value['y'],
    borderBottom: value['bottom'] ?? value['y'],
    borderInlineStart: value['left'] ?? value['x'],
    borderInlineEnd: value['right'] ?? value['x'],
  };
  for (const [side, border] of Object.entries(sides)) {
    const css = oneBorder(border, scheme);
    if (css !== undefined) style[side] = css;
  }
  return style;
}

const RADII: Record<string, string> = {
  none: '0',
  '2xs': 'calc(var(--ck-radius-card) * 0.1)',
  xs: 'calc(var(--ck-radius-card) * 0.2)',
  sm: 'calc(var(--ck-radius-card) * 0.3)',
  md: 'calc(var(--ck-radius-card) * 0.45)',
  lg: 'calc(var(--ck-radius-card) * 0.6)',
  xl: 'calc(var(--ck-radius-card) * 0.8)',
  '2xl': 'var(--ck-radius-card)',
  '3xl': 'calc(var(--ck-radius-card) * 1.3)',
  '4xl': 'calc(var(--ck-radius-card) * 1.7)',
  full: '999px',
  '100%': '100%',
};

/** Size, radius and margin, which every block accepts. A side's own member overrides the `size` shorthands. */
export function blockStyle(props: Props): Style {
  const style: Style = spacingStyle('margin', props['margin']);
  const sizes = {
    width: props['width'] ?? props['size'],
    height: props['height'] ?? props['size'],
    minWidth: props['minWidth'] ?? props['minSize'],
    minHeight: props['minHeight'] ?? props['minSize'],
    maxWidth: props['maxWidth'] ?? props['maxSize'],
    maxHeight: props['maxHeight'] ?? props['maxSize'],
  };
  for (const [name, value] of Object.entries(sizes)) {
    const size = toSize(value);
    if (size !== undefined) style[name] = size;
  }
  // A width that is wider than the widget's place is narrowed to it, and a row lets an explicit width stand.
  if (style['width'] !== undefined) {
    style['flex'] = '0 1 auto';
    style['maxWidth'] ??= '100%';
  }
  const ratio = toRatio(props['aspectRatio']);
  if (ratio !== undefined) style['aspectRatio'] = ratio;
  const radius = own(RADII, toText(props['radius']));
  if (radius !== undefined) style['borderRadius'] = radius;
  return style;
}

const ALIGNMENTS: Record<string, string> = {
  start: 'flex-start',
  center: 'center',
  end: 'flex-end',
  baseline: 'baseline',
  stretch: 'stretch',
};
const JUSTIFICATIONS: Record<string, string> = {
  start: 'flex-start',
  center: 'center',
  end: 'flex-end',
  between: 'space-between',
  around: 'space-around',
  evenly: 'space-evenly',
  stretch: 'stretch',
};

/** Layout of a container, in addition to `blockStyle`. */
export function boxStyle(props: Props, scheme: Scheme): Style {
  const style: Style = {
    ...blockStyle(props),
    ...spacingStyle('padding', props['padding']),
    ...borderStyle(props['border'], scheme),
  };
  const gap = toSpace(props['gap']);
  if (gap !== undefined) style['gap'] = gap;
  const align = own(ALIGNMENTS, toText(props['align']));
  if (align) style['alignItems'] = align;
  const justify = own(JUSTIFICATIONS, toText(props['justify']));
  if (justify) style['justifyContent'] = justify;
  const wrap = toWord(props['wrap'], ['nowrap', 'wrap', 'wrap-reverse']);
  if (wrap) style['flexWrap'] = wrap;
  const flex = toText(props['flex']);
  if (flex !== undefined && safeCss(flex)) {
    style['flex'] = flex;
    style['maxWidth'] ??= 'none';
  }
  const background = toBackground(props['background'], scheme);
  if (background !== undefined) style['background'] = background;
  return style;
}

const WEIGHTS: Record<string, string> = { normal: '400', medium: '500', semibold: '600', bold: '700' };

/** Style members shared by Text, Title, Caption and Label. */
export function textStyle(props: Props, scheme: Scheme): Style {
  const style: Style = {};
  const color = toTextColor(props['color'], scheme);
  if (color !== undefined) style['color'] = color;
  const weight = own(WEIGHTS, toText(props['weight']));
  if (weight) style['fontWeight'] = weight;
  const align = toWord(props['textAlign'], ['start', 'center', 'end']);
  // The start side of the widget, even for text in another script.
  if (align) style['textAlign'] = align === 'center' ? align : `var(--w-${align})`;
  const [most, least] = [toLines(props['maxLines']), toLines(props['minLines'])];
  if (most !== undefined) style['WebkitLineClamp'] = String(most);
  if (least !== undefined) style['minHeight'] = `${least}lh`;
  const width = toSize(props['width']);
  if (width !== undefined) style['width'] = width;
  return style;
}
