/** What a text has to be to mean something, by the kind of its option. */
import { areKeys } from './key-combination.ts';
import { readWith } from './kinds.ts';
import { dockOptions } from './options.ts';

/** Whether the browser can read a style; a server cannot know, and leaves it to the browser. */
const isStyle = (property: string, value: string) => globalThis.CSS?.supports(property, value) ?? true;

const tests: Record<string, (text: string) => boolean> = {
  // May be a variable of the page's.
  color: (text) => isStyle('color', text),
  font: (text) => isStyle('font-family', text),
  // Around one or several: a bare list is no condition.
  selector: (text) => globalThis.CSS?.supports(`selector(:not(${text}))`) ?? true,
  keys: areKeys,
  language: (text) => /^[a-z]{2,8}(-[a-z\d]+)*$/i.test(text),
  // May be relative to the page's.
  url: (text) => typeof document === 'undefined' || URL.canParse(text, document.baseURI),
};

/** Reads every option, as strictly as it is documented. */
export const readOptions = (given: Readonly<Record<string, unknown>>) =>
  readWith(dockOptions, given, (kind, text) => tests[kind]?.(text) ?? true);
