import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, parseColor, toHex, toOklch, type Rgb } from './color.ts';
import { paletteTokens } from './palette.ts';
import { paletteNow } from './palettes.ts';
import * as tokens from './tokens.ts';
import type { Theme, ThemeObject } from './tokens.ts';

/** The tokens with computed colours, also those that a page reads from the table. */
const themeTokens = (theme: Theme) =>
  tokens.themeTokens(
    theme,
    paletteTokens({ colorScheme: tokens.colorSchemeOf(theme), ...(typeof theme === 'object' && theme.color) }),
  );

const colorOf = (tokens: Record<string, string>, name: string): Rgb =>
  parseColor(tokens[`--ck-${name}`] ?? '') ?? [0.5, 0.5, 0.5];

/** Message text and the backgrounds it is drawn on. */
const MESSAGE_PAIRS: [text: string, on: string[]][] = [
  ['text', ['bg', 'surface', 'sunken', 'code-bg', 'bubble', 'hover', 'active', 'selected', 'accent-tint']],
  ['bubble-text', ['bubble']],
  ['link', ['bg', 'surface', 'sunken', 'bubble']],
  ...['keyword', 'string', 'number', 'comment', 'function', 'type', 'variable', 'meta', 'inserted', 'deleted'].map(
    (name): [string, string[]] => [`code-${name}`, ['code-bg']],
  ),
  ...['danger', 'warning', 'caution', 'success', 'info', 'discovery'].map((name): [string, string[]] => [
    `${name}-message`,
    ['bg', 'surface', `${name}-tint`],
  ]),
];
const OTHER_PAIRS: [text: string, on: string[]][] = [
  ['text-secondary', ['bg', 'surface', 'sunken', 'code-bg', 'bubble', 'hover', 'active', 'selected', 'accent-tint']],
  ['accent-text', ['bg', 'surface', 'sunken', 'bubble', 'hover', 'active', 'selected', 'accent-tint']],
  ['on-accent', ['accent', 'accent-hover']],
  ...['danger', 'warning', 'caution', 'success', 'info', 'discovery'].flatMap((name): [string, string[]][] => [
    [`${name}-text`, ['bg', 'surface', `${name}-tint`]],
    [`on-${name}`, [name]],
  ]),
];

const accentAt = (level: number) => themeTokens({ color: { accent: { primary: '#2563eb', level } } });

const themes: fc.Arbitrary<ThemeObject> = fc.record({
  colorScheme: fc.constantFrom('light', 'dark'),
  color: fc.record({
    accent: fc.record({
      primary: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map(([r, g, b]) => toHex([r / 255, g / 255, b / 255])),
      level: fc.constantFrom(0, 1, 2, 3),
    }),
    grayscale: fc.option(fc.record({ hue: fc.nat(360), tint: fc.nat(9), shade: fc.integer({ min: -4, max: 4 }) }), {
      nil: undefined,
    }),
  }),
});

describe('palette', () => {
  it('message text has 7:1 and other text 4.5:1 for 1,000 random accents in both schemes [E134]', () => {
    fc.assert(
      fc.property(themes, (theme) => {
        const tokens = themeTokens(theme);
        const misses = [
          ...MESSAGE_PAIRS.map((pair) => [...pair, 7] as const),
          ...OTHER_PAIRS.map((pair) => [...pair, 4.5] as const),
        ].flatMap(([text, surfaces, ratio]) =>
          surfaces
            .filter((on) => contrast(colorOf(tokens, text), colorOf(tokens, on)) < ratio)
            .map(
              (on) => `${text} on ${on}: ${contrast(colorOf(tokens, text), colorOf(tokens, on)).toFixed(2)} < ${ratio}`,
            ),
        );
        expect(misses).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('focus rings and field borders have 3:1 [E134]', () => {
    fc.assert(
      fc.property(themes, (theme) => {
        const tokens = themeTokens(theme);
        for (const on of ['bg', 'surface']) {
          expect(contrast(colorOf(tokens, 'focus'), colorOf(tokens, on))).toBeGreaterThanOrEqual(3);
          expect(contrast(colorOf(tokens, 'border-strong'), colorOf(tokens, on))).toBeGreaterThanOrEqual(3);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('each accent level colours what the previous one did, and one thing more [E134]', () => {
    const plain = themeTokens('light');
    expect(accentAt(0)['--ck-link']).not.toBe(plain['--ck-link']);
    expect(accentAt(0)['--ck-accent']).toBe(plain['--ck-accent']);
    expect(accentAt(1)['--ck-accent']).toBe('#2563eb');
    expect(accentAt(1)['--ck-selected']).toBe(plain['--ck-selected']);
    expect(accentAt(2)['--ck-selected']).not.toBe(plain['--ck-selected']);
    expect(accentAt(2)['--ck-bubble']).toBe(plain['--ck-bubble']);
    expect(accentAt(3)['--ck-bubble']).not.toBe(plain['--ck-bubble']);
  });

  it('surfaces stay as given, and text on them is readable [E134]', () => {
    const tokens = themeTokens({
      colorScheme: 'dark',
      color: { surface: { background: '#0d1117', foreground: '#1d222b' } },
    });
    expect(tokens['--ck-bg']).toBe('#0d1117');
    expect(tokens['--ck-surface']).toBe('#1d222b');
    expect(contrast(colorOf(tokens, 'text'), colorOf(tokens, 'surface'))).toBeGreaterThanOrEqual(7);
  });

  it('a grayscale tint gives the neutrals its hue, and a shade shifts them [E134]', () => {
    const tinted = themeTokens({ color: { grayscale: { hue: 220, tint: 6, shade: -4 } } });
    expect(tinted['--ck-bg']).not.toBe(themeTokens('light')['--ck-bg']);
    const [red, , blue] = colorOf(tinted, 'bg');
    expect(blue).toBeGreaterThan(red);
  });

  it('the hue is an HSL hue: 0 is red, 120 green, 220 a slate blue [E134]', () => {
    const hueOf = (hue: number) =>
      toOklch(colorOf(themeTokens({ color: { grayscale: { hue, tint: 9 } } }), 'border-strong')).h;
    for (const [hue, named] of [
      [0, 'hsl(0 30% 50%)'],
      [120, 'hsl(120 30% 50%)'],
      [220, '#64748b'],
    ] as const) {
      const wanted = toOklch(parseColor(named) ?? [0, 0, 0]).h;
      expect(Math.abs(((hueOf(hue) - wanted + 540) % 360) - 180)).toBeLessThan(15);
    }
  });

  it('reads CSS notations and ignores invalid ones', () => {
    expect(parseColor('rgb(255, 0, 0)')).toEqual([1, 0, 0]);
    expect(parseColor('rgb(100% 0% 0% / 50%)')).toEqual([1, 0, 0]);
    expect(toHex(parseColor('hsl(120deg 100% 50%)') ?? [0, 0, 0])).toBe('#00ff00');
    expect(toHex(parseColor('oklch(1 0 0)') ?? [0, 0, 0])).toBe('#ffffff');
    expect(parseColor('url(x)')).toBeNull();
    expect(themeTokens({ color: { accent: { primary: 'nonsense', level: 3 } } })).toEqual(themeTokens('light'));
  });
});

describe('theme', () => {
  it('the table has the colours that the default schemes compute [E130]', () => {
    for (const theme of ['light', 'dark', { colorScheme: 'dark' }, undefined] as const)
      expect(tokens.themeTokens(theme, paletteNow(theme))).toEqual(themeTokens(theme));
  });

  it('a string sets the scheme, an object sets tokens, the default is light [E130]', () => {
    expect(themeTokens(undefined)).toEqual(themeTokens('light'));
    expect(themeTokens('dark')).toEqual(themeTokens({ colorScheme: 'dark' }));
    expect(tokens.themeRule(':host', 'dark', paletteNow('dark'))).toContain('color-scheme:dark');
    expect(themeTokens('dark')['--ck-bg']).not.toBe(themeTokens('light')['--ck-bg']);
  });

  it('radius and density have defaults and a range [E131 E132]', () => {
    expect(themeTokens('light')['--ck-radius-control']).toBe(themeTokens({ radius: 'pill' })['--ck-radius-control']);
    const controls = (['pill', 'round', 'soft', 'sharp'] as const).map((radius) =>
      parseFloat(themeTokens({ radius })['--ck-radius-control'] ?? ''),
    );
    expect(controls).toEqual([...controls].sort((a, b) => b - a));
    expect(
      (['compact', 'normal', 'spacious'] as const).map((density) => themeTokens({ density })['--ck-density']),
    ).toEqual(['0.75', '1', '1.25']);
  });

  it('base size and families apply, and a family cannot close its declaration [E133]', () => {
    const tokens = themeTokens({
      typography: { baseSize: 18, fontFamily: 'Inter; } :host { display: none', fontFamilyMono: 'Fira Code' },
    });
    expect(tokens['--ck-base-size']).toBe('18px');
    expect(tokens['--ck-font']).not.toMatch(/[;{}]/);
    expect(tokens['--ck-font-mono']).toMatch(/^Fira Code, /);
  });
});
