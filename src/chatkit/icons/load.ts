/** From an icon's name to its drawing. */

/** SVG elements and their attributes, on a 24 × 24 board. */
export type IconNode = readonly (readonly [tag: 'path' | 'circle' | 'rect' | 'line' | 'ellipse' | 'polyline' | 'polygon', attributes: Readonly<Record<string, string>>])[];

/** @returns null for a name that stands for no icon. */
export async function loadIcon(name: string): Promise<IconNode | null> {
  return name === 'dot' ? [['circle', { cx: '12', cy: '12', r: '4', fill: 'currentColor' }]] : null;
}
