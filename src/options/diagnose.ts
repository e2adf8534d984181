/** Warnings about unusable options, commands and script tags. Only pages with such a mistake load this module. */
import { isOption, optionNames, dockOptions, type OptionName } from './options.ts';
import { ourTags } from './our-tags.ts';
import type { InvalidValue } from './kinds.ts';
import { warnOnce } from './warn-once.ts';

/** Prefixes of attributes that other tools put on script tags. */
const NOT_OURS = /^(turbo|astro|cf|cookie|domain|category|react|next|hydrate)/;

/** The attributes of all of ChatDock's script tags. A page with several docks has several tags. */
const tagAttributes = (): DOMStringMap => Object.assign({}, ...ourTags().map(({ dataset }) => dataset));
export const toAttribute = (name: string) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Logs each warning once. */
export function explain(...given: Parameters<typeof diagnose>): void {
  diagnose(...given).forEach(warnOnce);
}

/** Warns about different copies of the script on one page. Only the first copy runs, so the options of the others have no effect. */
export function noticeCopies(): void {
  // For an inline script, read only the address in `import()`: a tag manager's script also contains the address of a tag it adds.
  const addresses = ourTags().map(({ src, text }) => src || /\bimport\(['"`](.+?)['"`]\)/.exec(text)?.[1] || '');
  const copies = new Set(
    addresses
      .filter((address) => /\bchatdock\.[\w.]*js/.test(address))
      .map((address) => new URL(address, document.baseURI).href),
  );
  if (copies.size > 1)
    warnOnce(
      `There are ${copies.size} copies of this script on the page: ${[...copies].join(', ')}. Only the first one runs. Remove the others.`,
    );
}

/** Warns about a change of place at run time. */
export function noticeMove(): void {
  warnOnce(
    'After the dock has started, `target` cannot change, and `layout` cannot change to or from "inline". The change has no effect. Remove the dock with destroy() and start it again with ChatDock.boot().',
  );
}

/** One sentence for each unusable value and each unknown name. A name that a script tag carries is spelled as its attribute. */
export function diagnose(
  invalid: readonly InvalidValue[],
  attributes: Readonly<Record<string, string | undefined>> = tagAttributes(),
  known: readonly string[] = optionNames,
): string[] {
  const spell = (name: string, like = name) => (Object.hasOwn(attributes, like) ? toAttribute(name) : name);
  return invalid.flatMap(({ name, value }) => {
    // The names are numbers: a string was passed instead of an options object.
    if (/^\d+$/.test(name))
      return [
        'boot(), update() and identify() take an object such as { title: "Ask us" } or { userToken }. They were given a string, which is ignored.',
      ];
    if (isOption(name) && known.includes(name)) {
      const { fallback } = dockOptions[name];
      const meant = closestWord(name, value);
      return [
        `${spell(name)}=${JSON.stringify(value)} is not ${expected(name)}; ${fallback === undefined ? 'it is ignored' : `${JSON.stringify(Array.isArray(fallback) ? fallback.join(' ') : fallback)} is used instead`}.${meant ? ` Did you mean ${meant}?` : ''}`,
      ];
    }
    const flat = name.toLowerCase().replaceAll(/[-_]/g, '');
    const nearest = known.find((option) => option === OTHER_NAMES[flat]) ?? nearestOf(known, name);
    if (nearest) return [`${spell(name)} is not an option. Did you mean ${spell(nearest, name)}?`];
    return NOT_OURS.test(name) ? [] : [`${spell(name)} is not an option, so it is ignored.`];
  });
}

/** Names that other libraries use, in small letters, and ours. */
const OTHER_NAMES: Record<string, OptionName> = {
  color: 'accent',
  colour: 'accent',
  primarycolor: 'accent',
  brandcolor: 'accent',
  accentcolor: 'accent',
  lang: 'locale',
  language: 'locale',
  darkmode: 'theme',
  colorscheme: 'theme',
  mode: 'theme',
  url: 'apiUrl',
  api: 'apiUrl',
  endpoint: 'apiUrl',
  server: 'apiUrl',
  side: 'position',
  corner: 'position',
  align: 'position',
  placement: 'position',
  icon: 'launcherIcon',
  label: 'launcherLabel',
  buttontext: 'launcherLabel',
  welcome: 'greeting',
  welcomemessage: 'greeting',
  suggestions: 'prompts',
  questions: 'prompts',
  token: 'userToken',
  jwt: 'userToken',
  user: 'userToken',
  autoopen: 'open',
  defaultopen: 'open',
  storage: 'persist',
  rtl: 'dir',
  direction: 'dir',
  fontfamily: 'font',
  borderradius: 'radius',
};

/** Names that other libraries use for the buttons of the header. */
const OTHER_WORDS: Record<string, string> = {
  'new-chat': 'new',
  newchat: 'new',
  compose: 'new',
  clear: 'new',
  dark: 'theme',
  darkmode: 'theme',
  keyboard: 'keys',
  shortcuts: 'keys',
  help: 'keys',
  maximize: 'fullscreen',
  expand: 'fullscreen',
  minimize: 'close',
  threads: 'history',
};

/** The word of a choice that an unusable value is closest to: one that contains it, or one letter away. */
function closestWord(name: OptionName, value: unknown): string | undefined {
  const { kind, words = [] } = dockOptions[name] as { kind: string; words?: readonly string[] };
  if (kind === 'list' && words.length > 0) {
    const slips = String(value)
      .split(/[\s,]+/)
      .filter((word) => !words.includes(word));
    return slips
      .map((slip) => (Object.hasOwn(OTHER_WORDS, slip) ? OTHER_WORDS[slip] : nearestOf(words, slip)))
      .find(Boolean);
  }
  if (kind !== 'choice' || typeof value !== 'string') return undefined;
  const parts = value
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
  if (parts.length === 0) return undefined;
  return words.find((word) => parts.every((part) => word.split('-').includes(part))) ?? nearestOf(words, value);
}

const EXPECTED_WORDS: Record<string, string> = {
  length: 'a CSS length',
  integer: 'a whole number',
  duration: 'a duration such as 800ms or 2s',
  json: 'JSON',
  list: 'a JSON list',
  headers: 'a JSON object of header names and values',
  color: 'a CSS colour',
  font: 'a CSS font family',
  selector: 'a CSS selector',
  keys: 'a key combination such as Ctrl+Shift+K, or none',
  language: 'a language tag such as en-GB, or auto',
  url: 'a URL',
  script: 'an http or https URL',
};

/** The values that an option accepts, for a sentence. */
function expected(name: OptionName): string {
  const { kind, words } = dockOptions[name] as { kind: string; words?: readonly string[] };
  if (kind === 'list' && words) return `some of ${words.join(', ')}, separated by spaces`;
  if (kind === 'choice') return `one of ${words?.join(', ')}`;
  if (kind === 'flag') return 'true or false';
  return EXPECTED_WORDS[kind] ?? kind;
}

/** The argument that a command accepts, for a sentence. A command that reports misuse fails to compile without its line here. */
const argumentOf = {
  sendUserMessage: 'an object such as { text: "Where is my order?" }',
  setComposerValue: 'an object such as { text: "My order number is " }',
  setThreadId: 'the id of a thread, or null for a new chat',
  setTheme: `one of ${dockOptions.theme.words?.join(', ')}, or null for the owner’s theme`,
  setFullscreen: 'true or false',
};

function kindOf(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given);
  if (given === null || given === undefined) return String(given);
  if (Array.isArray(given)) return 'an array';
  return typeof given === 'object' ? 'an object without the expected fields' : `a ${typeof given}`;
}

/** Warns that a command got an unusable argument. */
export const explainMisuse = (command: keyof typeof argumentOf, given: unknown) =>
  warnOnce(`${command}() takes ${argumentOf[command]}. It was given ${kindOf(given)}, so nothing was done.`);

/** The known name with the smallest edit distance, if it is small enough for a typing error. */
export function nearestOf(known: readonly string[], name: string): string | undefined {
  const flat = name.toLowerCase();
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(flat.length / 3) + 0.5);
  for (const one of known) {
    const distance = editDistance(flat, one.toLowerCase());
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

/** The number of letters to insert, delete, replace or swap with the next to turn one word into the other. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (current[column - 1] ?? 0) + 1,
        (above[column] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    [before, above] = [above, current];
  }
  return above[to.length] ?? to.length;
}
