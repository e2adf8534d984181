import { describe, expect, it } from 'vitest';
import { blockStyle, boxStyle, textStyle, toBackground, toBorderColor, toTextColor } from './values.ts';

/** Members that every object has. */
const inherited = [
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__proto__',
  '__defineGetter__',
  'isPrototypeOf',
];

describe.each(inherited)('the name %s', (name) => {
  it('is no entry of a table of colours, radii, alignments or weights', () => {
    for (const toColor of [toTextColor, toBackground, toBorderColor]) {
      expect(toColor(name, 'light')).toBe(name); // as CSS, which the browser rejects
      expect(toColor(`${name}-100`, 'dark')).toBe(`${name}-100`);
      expect(toColor({ light: name, dark: `${name}-100` }, 'light')).toBe(name);
    }
    expect(blockStyle({ radius: name })).toEqual({});
    expect(boxStyle({ align: name, justify: name }, 'light')).toEqual({});
    expect(textStyle({ weight: name, textAlign: name }, 'light')).toEqual({});
  });
});

it('a known hue is still a colour', () => expect(toTextColor('red-100', 'light')).toMatch(/^oklch\(/));
