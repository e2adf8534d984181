import type { LATER_ICONS } from './later-icons.ts';

/**
 * The icons that the panel opens with, each as the data of one path in a 24 × 24 view box. They are drawings from Lucide (ISC licence,
 * https://lucide.dev), copied as data because its React runtime is larger than all of them.
 */
const OPENING_ICONS = {
  back: 'm12 19-7-7 7-7M19 12H5',
  history: 'M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5M12 7v5l4 2',
  maximize: 'M15 3h6v6M21 3l-7 7M3 21l7-7M9 21H3v-6',
  minimize: 'm14 10 7-7M20 10h-6V4M3 21l7-7M4 14h6v6',
  write:
    'M12 3H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-7M18.375 2.625a1 1 0 0 1 3 3l-9.013 9.014a2 2 0 0 1-.853.505l-2.873.84a.5.5 0 0 1-.62-.62l.84-2.873a2 2 0 0 1 .506-.852z',
  close: 'M18 6 6 18M6 6l12 12',
  mic: 'M12 19v3M19 10v2a7 7 0 0 1-14 0v-2M12 2a3 3 0 0 1 3 3v7a3 3 0 0 1-6 0V5a3 3 0 0 1 3-3',
  more: 'M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0m7 0a1 1 0 1 0 2 0 1 1 0 1 0-2 0M4 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0',
} as const;

export type IconName = keyof (typeof OPENING_ICONS & typeof LATER_ICONS);

export const icons: Partial<Record<IconName, string>> = { ...OPENING_ICONS };

export const addIcons = (more: typeof LATER_ICONS) => void Object.assign(icons, more);
