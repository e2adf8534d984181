/** What is wrong with an owner's options or tags, in words. Fetched only by a page where something is, or that has more than one of our tags. */
import { isOption, optionNames, dockOptions, type OptionName } from './options.ts';
import { ourTags } from './our-tags.ts';
import type { Misread } from './kinds.ts';
import { warnOnce } from './warn-once.ts';

/** Names that other tools put on script tags. */
const notOurs = /^(turbo|astro|cf|cookie|domain|category|react|next|hydrate)/;

/** Of all our tags: there is one for each of several docks. */
const tagAttributes = (): DOMStringMap => Object.assign({}, ...ourTags().map(({ dataset }) => dataset));
export const toAttribute = (name: string) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Says in the console, once, what is wrong with each. */
export function explain(...given: Parameters<typeof diagnose>): void {
  diagnose(...given).forEach(warnOnce);
}

/** The first copy has the page; another one leaves it alone, and its owner must learn why nothing comes of it. */
export function noticeCopies(): void {
  // Of a text only what it imports by its full name: a tag manager's speaks of the tag that it has put beside itself.
  const addresses = ourTags().map(({ src, text }) => src || /\bimport\(['"`](.+?)['"`]\)/.exec(text)?.[1] || '');
  const copies = new Set(
    addresses
      .filter((address) => /\bchatdock\.[\w.]*js/.test(address))
      .map((address) => new URL(address, document.baseURI).href),
  );
  if (copies.size > 1)
    warnOnce(
      `There are ${copies.size} copies of this script on the page: ${[...copies].join(', ')}. The one that came first runs. Keep one.`,
    );
}

/** One sentence for each value that could not be used, and for each name that is not `known`. A name that is among our tag's attributes is spelled as one. */
export function diagnose(
  misread: readonly Misread[],
  attributes: Readonly<Record<string, string | undefined>> = tagAttributes(),
  known: readonly string[] = optionNames,
): string[] {
  const spell = (name: string, like = name) => (like in attributes ? toAttribute(name) : name);
  return misread.flatMap(({ name, value }) => {
    // The letters of a text that was given in place of options.
    if (/^\d+$/.test(name))
      return [
        'boot(), update() and identify() take an object such as { title: "Ask us" } or { userToken }. They were given a text, which was left out.',
      ];
    if (isOption(name) && known.includes(name)) {
      const { fallback } = dockOptions[name];
      return [
        `${spell(name)}=${JSON.stringify(value)} cannot be read as ${expected(name)}; ${fallback === undefined ? 'it was left out' : `${JSON.stringify(fallback)} is used instead`}.`,
      ];
    }
    const nearest = nearestOf(known, name);
    if (nearest) return [`${spell(name)} is not an option. Did you mean ${spell(nearest, name)}?`];
    return notOurs.test(name) ? [] : [`${spell(name)} is not an option, so it was left out.`];
  });
}

const said: Record<string, string> = {
  length: 'a CSS length',
  integer: 'a whole number',
  duration: 'a duration such as 800ms or 2s',
  json: 'JSON',
  list: 'a JSON list',
  headers: 'JSON of header names and texts',
  color: 'a CSS colour',
  font: 'a CSS font family',
  selector: 'a CSS selector',
  keys: 'keys such as Ctrl+Shift+K, or none',
  language: 'a language such as en-GB, or auto',
  url: 'a URL',
};

/** What an option takes, in words. */
export function expected(name: OptionName): string {
  const { kind, words } = dockOptions[name] as { kind: string; words?: readonly string[] };
  if (kind === 'choice') return `one of ${words?.join(', ')}`;
  if (kind === 'flag') return 'true or false';
  return said[kind] ?? kind;
}

/** What a command takes, in words. */
const taken: Record<string, string> = {
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

/** Says in the console, once, that a command was given something it cannot use. */
export const explainMisuse = (command: string, given: unknown) =>
  warnOnce(`${command}() takes ${taken[command]}. It was given ${kindOf(given)}, so nothing was done.`);

/** The known name fewest typing errors away, when that is few enough to be a slip. */
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

/** Letters to add, drop, change or swap with the next to get from one word to the other. */
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
