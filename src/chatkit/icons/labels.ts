/**
 * Accessible names for buttons that have only an icon: ChatKit gives the two header buttons of a page no label, and a
 * widget's button may have none. The name is the usual meaning of the icon, in the visitor's language. Loads with the
 * first such button.
 */
import type { IconLabel } from '../locales/icons/en.ts';
import { resolveLocale } from '../language/resolve.ts';
import { importLabels } from './import-labels.ts';
import { CONTENT_ICONS, HEADER_ICONS } from './names.ts';

type IconName = keyof typeof CONTENT_ICONS | keyof typeof HEADER_ICONS;

/** The icons that have a usual meaning. The others are called by their English name. */
const MEANINGS: Readonly<Record<IconLabel, readonly IconName[]>> = {
  back: ['back-small', 'back-large', 'chevron-left', 'double-chevron-left'],
  next: ['chevron-right', 'double-chevron-right'],
  home: ['home', 'home-alt'],
  sidebar: ['sidebar-left', 'sidebar-right', 'sidebar-floating-left', 'sidebar-floating-right'],
  openSidebar: [
    'sidebar-open-left',
    'sidebar-open-right',
    'sidebar-open-left-alt',
    'sidebar-open-right-alt',
    'sidebar-floating-open-left',
    'sidebar-floating-open-right',
    'open-left',
    'open-right',
  ],
  closeSidebar: ['sidebar-collapse-left', 'sidebar-collapse-right', 'collapse-left', 'collapse-right'],
  expand: ['expand-large', 'expand-small'],
  collapse: ['collapse-large', 'collapse-small'],
  favorite: ['star', 'star-filled'],
  reportProblem: ['bug'],
  temporaryChat: ['chat-temporary'],
  settings: ['settings-cog', 'settings-slider'],
  overview: ['grid'],
  more: ['dots-horizontal', 'dots-vertical', 'dots-horizontal-circle', 'dots-vertical-circle'],
  menu: ['menu', 'menu-inverted', 'hamburger'],
  history: ['history'],
  newChat: ['compose'],
  share: ['share'],
  lightMode: ['light-mode'],
  darkMode: ['dark-mode'],
  close: ['close'],
  calendar: ['calendar'],
  statistics: ['analytics', 'chart'],
  confirm: ['check', 'check-circle', 'check-circle-filled'],
  help: ['circle-question', 'lifesaver'],
  information: ['info'],
  email: ['mail'],
  map: ['map-pin', 'maps'],
  call: ['phone'],
  play: ['play'],
  add: ['plus'],
  reload: ['reload'],
  search: ['search'],
  edit: ['write', 'write-alt', 'write-alt2'],
  openLink: ['external-link'],
  document: ['document', 'page-blank'],
  image: ['images', 'square-image'],
  profile: ['user', 'profile', 'profile-card'],
};

const LUCIDE_NAMES: Readonly<Record<string, string>> = { ...CONTENT_ICONS, ...HEADER_ICONS };
const labelNames = new Map<string, IconLabel>();
// Its type has every name, and `Object.entries` only knows them as strings.
for (const [label, icons] of Object.entries(MEANINGS) as [IconLabel, readonly IconName[]][]) {
  for (const icon of icons) {
    labelNames.set(icon, label);
    // Also finds the label by Lucide's name of the shape. If two icons share a shape, such as `star`, the first one's
    // label counts.
    const lucide = `lucide:${LUCIDE_NAMES[icon]}`;
    if (!labelNames.has(lucide)) labelNames.set(lucide, label);
  }
}

/** @returns the name of a button with this icon, in a locale; the icon's own name, with spaces, if it has no usual meaning. */
export async function loadIconLabel(icon: string, locale: string): Promise<string> {
  const label = labelNames.get(icon);
  const labels = label && (await importLabels(resolveLocale(locale)));
  return labels ? labels[label] : icon.replace(/^lucide:/, '').replaceAll('-', ' ');
}
