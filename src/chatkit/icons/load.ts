/** Loads the shape of an icon by name. This code loads with the first icon that the options or the server name. */
import { CONTENT_ICONS, FILLED_ICONS, HEADER_ICONS } from './names.ts';

/** SVG elements and their attributes, on a 24 × 24 grid. */
export type IconNode = readonly (readonly [
  tag: 'path' | 'circle' | 'rect' | 'line' | 'ellipse' | 'polyline' | 'polygon',
  attributes: Readonly<Record<string, string>>,
])[];

type IconFile = () => Promise<{ icons: Record<string, IconNode> }>;

const NAMED: Readonly<Record<string, string>> = { ...HEADER_ICONS, ...CONTENT_ICONS };

/** Lucide's icons by their first letter. */
const files: Record<string, IconFile> = {
  a: () => import('virtual:lucide/a'),
  b: () => import('virtual:lucide/b'),
  c: () => import('virtual:lucide/c'),
  d: () => import('virtual:lucide/d'),
  e: () => import('virtual:lucide/e'),
  f: () => import('virtual:lucide/f'),
  g: () => import('virtual:lucide/g'),
  h: () => import('virtual:lucide/h'),
  i: () => import('virtual:lucide/i'),
  j: () => import('virtual:lucide/j'),
  k: () => import('virtual:lucide/k'),
  l: () => import('virtual:lucide/l'),
  m: () => import('virtual:lucide/m'),
  n: () => import('virtual:lucide/n'),
  o: () => import('virtual:lucide/o'),
  p: () => import('virtual:lucide/p'),
  q: () => import('virtual:lucide/q'),
  r: () => import('virtual:lucide/r'),
  s: () => import('virtual:lucide/s'),
  t: () => import('virtual:lucide/t'),
  u: () => import('virtual:lucide/u'),
  v: () => import('virtual:lucide/v'),
  w: () => import('virtual:lucide/w'),
  x: () => import('virtual:lucide/x'),
  z: () => import('virtual:lucide/z'),
};

/** @returns null for an unknown name: nothing is drawn, and the layout keeps the space. */
export async function loadIcon(name: string): Promise<IconNode | null> {
  if (name === 'dot') return [['circle', { cx: '12', cy: '12', r: '4', fill: 'currentColor' }]];
  const lucide = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (lucide !== undefined) {
    const { icons } = await import('virtual:lucide/named');
    const node = icons[lucide];
    return node ? (FILLED_ICONS.has(name) ? filled(node) : node) : null;
  }
  const iconName = /^lucide:([a-z][\da-z-]*)$/.exec(name)?.[1];
  const load = iconName === undefined ? undefined : files[iconName.charAt(0)];
  if (iconName === undefined || !load) return null;
  const { icons } = await load();
  return Object.hasOwn(icons, iconName) ? (icons[iconName] ?? null) : null;
}

/** Fills the outermost shape and draws the inner ones in the background colour. */
const filled = (node: IconNode): IconNode =>
  node.map(([tag, attributes], index) => [
    tag,
    index === 0 ? { ...attributes, fill: 'currentColor' } : { ...attributes, stroke: 'var(--ck-bg)' },
  ]);
