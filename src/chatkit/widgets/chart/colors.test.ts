import { describe, expect, it } from 'vitest';
import { chartColor, PALETTE } from './colors.ts';

type Three = readonly [number, number, number];

const linear = (hex: string): Three => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};
const times = (rows: readonly Three[], [a, b, c]: Three): Three => {
  const [x = 0, y = 0, z = 0] = rows.map(([p, q, r]) => p * a + q * b + r * c);
  return [x, y, z];
};
const oklab = (color: Three): Three => {
  const [l, m, s] = times([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.63]], color); // prettier-ignore
  return times([[0.2105, 0.7936, -0.0041], [1.978, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]], [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)]); // prettier-ignore
};
const luminance = ([r, g, b]: Three) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** How eyes without red, green or blue cones see a colour (Machado and others, 2009). */
const eyes: Record<string, readonly Three[]> = {
  'all cones': [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  'no red cones': [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.052]],
  'no green cones': [[0.3673, 0.8606, -0.228], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
  'no blue cones': [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}; // prettier-ignore

describe.each([['light', 1] as const, ['dark', 0.0144] as const])('the colours of series in %s', (scheme, surface) => {
  const colors = Object.values(PALETTE[scheme]).map(linear);

  it('has the seven names of ChatKit', () => {
    expect(Object.keys(PALETTE[scheme]).toSorted()).toEqual(['blue', 'green', 'orange', 'pink', 'purple', 'red', 'yellow']); // prettier-ignore
    expect(chartColor('green', 0, scheme)).toBe(PALETTE[scheme]['green']);
    expect(chartColor({ light: 'red', dark: 'blue' }, 0, scheme)).toBe(PALETTE[scheme][scheme === 'light' ? 'red' : 'blue']); // prettier-ignore
    expect(chartColor(undefined, 8, scheme)).toBe(Object.values(PALETTE[scheme])[1]);
    expect(chartColor('constructor', 0, scheme)).toBe('constructor');
  });

  it('has a contrast of 3:1 with the surface', () => {
    for (const color of colors) {
      const [dim = 0, bright = 0] = [luminance(color), surface].toSorted((a, b) => a - b);
      expect((bright + 0.05) / (dim + 0.05)).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.entries(eyes))('can be distinguished with %s', (_, matrix) => {
    const seen = colors.map((color) => oklab(times(matrix, color).map((v) => Math.min(1, Math.max(0, v))) as never));
    for (const [index, one] of seen.entries())
      for (const other of seen.slice(0, index)) {
        const distance = Math.hypot(...one.map((value, axis) => value - (other[axis] ?? 0)));
        // The first four are what most charts use.
        expect(distance).toBeGreaterThan(index < 4 ? 0.13 : 0.08);
      }
  });
});
