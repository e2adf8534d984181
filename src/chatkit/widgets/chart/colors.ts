/**
 * The colours of series. Each list was searched for the largest distance between any two colours, as seen with full
 * colour vision and with each of the three colour blindnesses, at a contrast of 3:1 or more with the surface.
 */
import { toColor, type Scheme } from '../values.ts';

/** By ChatKit's names, in the order in which series without a colour get them. */
export const PALETTE: Readonly<Record<Scheme, Readonly<Record<string, string>>>> = {
  light: {
    blue: '#0547df',
    orange: '#a34e0a',
    purple: '#673a89',
    green: '#1fa771',
    pink: '#f74dc7',
    yellow: '#b68902',
    red: '#8d2b20',
  },
  dark: {
    blue: '#2a70ec',
    orange: '#f57e40',
    purple: '#c6a0fa',
    green: '#7bf2bf',
    pink: '#ae5994',
    yellow: '#e7d138',
    red: '#dd3b30',
  },
};

/** The declared colour: a chart token, a primitive such as `blue-500`, or CSS. Without one, the palette's next. */
export function chartColor(value: unknown, index: number, scheme: Scheme): string {
  const tokens = PALETTE[scheme];
  const all = Object.values(tokens);
  return toColor(value, tokens, scheme) ?? all[index % all.length] ?? 'currentColor';
}
