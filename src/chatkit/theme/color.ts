/** Colours in OKLCH: reading CSS colours, contrast by WCAG 2.2, and finding the lightness that reaches a contrast. No DOM. */

/** Red, green and blue from 0 to 1, gamma-encoded sRGB. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Lightness 0 to 1, chroma 0 to about 0.37, hue in degrees. */
export interface Oklch {
  l: number;
  c: number;
  h: number;
}

/**
 * Reads a CSS colour: hex, `rgb()`, `hsl()`, `oklch()`, and the names `black` and `white`. Drops alpha, because
 * contrast can only be guaranteed for opaque colours.
 *
 * Returns null for anything else; in a browser, `browserColor` converts other notations to hex first.
 */
export function parseColor(text: string): Rgb | null {
  const value = text.trim().toLowerCase();
  if (value === 'black') return [0, 0, 0];
  if (value === 'white') return [1, 1, 1];
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(value)?.[1];
  if (hex !== undefined) return parseHex(hex);
  const call = /^(rgb|hsl|oklch)a?\(([^()]*)\)$/.exec(value);
  if (!call) return null;
  const parts = (call[2] ?? '').split(/[\s,/]+/).filter((part) => part !== '');
  const [a, b, c] = parts;
  if (a === undefined || b === undefined || c === undefined) return null;
  const color = readCall(call[1] ?? '', a, b, c);
  return color.every(Number.isFinite) ? color : null;
}

/** `#rrggbb`. */
export function toHex(color: Rgb): string {
  return `#${color
    .map((part) =>
      Math.round(clamp(part, 0, 1) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** sRGB to OKLCH. Source: Björn Ottosson, "A perceptual color space for image processing". */
export function toOklch(color: Rgb): Oklch {
  const [r, g, b] = [toLinear(color[0]), toLinear(color[1]), toLinear(color[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(A, B),
    h: ((Math.atan2(B, A) * 180) / Math.PI + 360) % 360,
  };
}

/** OKLCH to 8-bit sRGB. A colour outside the sRGB gamut keeps its lightness and hue and loses chroma. */
export function fromOklch({ l, c, h }: Oklch): Rgb {
  const lightness = clamp(l, 0, 1);
  const exact = convert(lightness, c, h);
  if (inGamut(exact)) return quantise(clip(exact));
  let low = 0;
  let high = c;
  for (let step = 0; step < 18; step++) {
    const middle = (low + high) / 2;
    if (inGamut(convert(lightness, middle, h))) low = middle;
    else high = middle;
  }
  return quantise(clip(convert(lightness, low, h)));
}

/** WCAG 2.2 contrast ratio, 1 to 21, of two opaque colours as an 8-bit screen shows them. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function lowestContrast(color: Rgb, backgrounds: readonly Rgb[]): number {
  return Math.min(...backgrounds.map((background) => contrast(color, background)));
}

/**
 * The colour nearest to `wish` in lightness that has at least `ratio` against every background.
 *
 * Keeps `wish` if it already passes. Otherwise darkens it on light backgrounds and lightens it on dark ones. If no
 * colour reaches the ratio, as on middle grey, returns black or white, whichever has more contrast.
 */
export function reachContrast(wish: Oklch, backgrounds: readonly Rgb[], ratio: number): Rgb {
  const first = fromOklch(wish);
  if (lowestContrast(first, backgrounds) >= ratio) return first;
  const black: Rgb = [0, 0, 0];
  const white: Rgb = [1, 1, 1];
  const goal = lowestContrast(black, backgrounds) >= lowestContrast(white, backgrounds) ? 0 : 1;
  let far = goal;
  let near = wish.l;
  for (let step = 0; step < 18; step++) {
    const middle = (far + near) / 2;
    if (lowestContrast(fromOklch({ ...wish, l: middle }), backgrounds) >= ratio) far = middle;
    else near = middle;
  }
  const found = fromOklch({ ...wish, l: far });
  if (lowestContrast(found, backgrounds) >= ratio) return found;
  return goal === 0 ? black : white;
}

/** Black or white, whichever has more contrast on all `backgrounds`. */
export function blackOrWhite(backgrounds: readonly Rgb[]): Rgb {
  return lowestContrast([0, 0, 0], backgrounds) >= lowestContrast([1, 1, 1], backgrounds) ? [0, 0, 0] : [1, 1, 1];
}

/** Mixes in OKLCH's rectangular form; `amount` 0 gives `a`, 1 gives `b`. */
export function mix(a: Rgb, b: Rgb, amount: number): Rgb {
  const [from, to] = [toOklch(a), toOklch(b)];
  const angle = Math.PI / 180;
  const x = from.c * Math.cos(from.h * angle) * (1 - amount) + to.c * Math.cos(to.h * angle) * amount;
  const y = from.c * Math.sin(from.h * angle) * (1 - amount) + to.c * Math.sin(to.h * angle) * amount;
  return fromOklch({
    l: from.l * (1 - amount) + to.l * amount,
    c: Math.hypot(x, y),
    h: (Math.atan2(y, x) / angle + 360) % 360,
  });
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function parseHex(hex: string): Rgb {
  const long = hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const part = (index: number) => parseInt(long.slice(index, index + 2), 16) / 255;
  return [part(0), part(2), part(4)];
}

function readCall(name: string, a: string, b: string, c: string): Rgb {
  if (name === 'rgb') return clip([part(a, 255), part(b, 255), part(c, 255)]);
  if (name === 'oklch')
    return fromOklch({ l: part(a, 1), c: b.endsWith('%') ? part(b, 1) * 0.4 : Number(b), h: parseFloat(c) });
  return fromHsl(parseFloat(a), part(b, 100), part(c, 100));
}

/** A channel as a fraction: `50%` is a half, `128` is 128 of `whole`. */
function part(text: string, whole: number): number {
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text) / whole;
}

/** The colour for an HSL hue (degrees, 0 red, 120 green, 240 blue), as in CSS `hsl()`. */
export function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (((offset + hue / 30) % 12) + 12) % 12;
    return lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return clip([channel(0), channel(8), channel(4)]);
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function toGamma(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

function luminance(color: Rgb): number {
  return 0.2126 * toLinear(color[0]) + 0.7152 * toLinear(color[1]) + 0.0722 * toLinear(color[2]);
}

function convert(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  const [A, B] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * A + 0.2158037573 * B) ** 3;
  const m = (lightness - 0.1055613458 * A - 0.0638541728 * B) ** 3;
  const s = (lightness - 0.0894841775 * A - 1.291485548 * B) ** 3;
  return [
    toGamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toGamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toGamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function inGamut(color: Rgb): boolean {
  return color.every((value) => value >= -0.0005 && value <= 1.0005);
}

function clip(color: Rgb): Rgb {
  return [clamp(color[0], 0, 1), clamp(color[1], 0, 1), clamp(color[2], 0, 1)];
}

/** Rounds to 8 bits, because contrast is guaranteed for the published hex value. */
function quantise(color: Rgb): Rgb {
  return [Math.round(color[0] * 255) / 255, Math.round(color[1] * 255) / 255, Math.round(color[2] * 255) / 255];
}
