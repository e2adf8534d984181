/** Checks of option values that need the browser. */
import { areKeys } from './key-combination.ts';
import { readWith } from './kinds.ts';
import { dockOptions } from './options.ts';

/** Whether the browser accepts a style value. A server cannot know and accepts it. */
const isStyle = (property: string, value: string) => globalThis.CSS?.supports(property, value) ?? true;

const tests: Record<string, (text: string) => boolean> = {
  // Accepts CSS variables of the page.
  color: (text) => isStyle('color', text),
  font: (text) => isStyle('font-family', text),
  // `:not()` accepts one selector or a list; `selector()` alone accepts no list.
  selector: (text) => globalThis.CSS?.supports(`selector(:not(${text}))`) ?? true,
  keys: areKeys,
  language: (text) => /^[a-z]{2,8}(-[a-z\d]+)*$/i.test(text),
  // Accepts addresses relative to the page.
  url: (text) => typeof document === 'undefined' || protocolOf(text) !== null,
  // Neither `data:` nor `blob:`, which run code that came with the option.
  script: (text) => /^https?:$/.test(protocolOf(text) ?? ''),
};

/** Null if the text is no address. On a server, the page's own address is not known. */
function protocolOf(text: string): string | null {
  try {
    return new URL(text, typeof document === 'undefined' ? 'https://a' : document.baseURI).protocol;
  } catch {
    return null;
  }
}

/** Reads and checks every option. */
export const readOptions = (given: Readonly<Record<string, unknown>>) =>
  readWith(dockOptions, given, (kind, text) => tests[kind]?.(text) ?? true);
