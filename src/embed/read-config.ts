/** The `config` option: more options, from a file or from an element of the page. */
import { warnOnce } from '../options/warn-once.ts';
import type { RawOptions } from './dock-module.ts';

/** @param where A URL, or `#id` of an element that holds JSON. Without JSON there are no more options, and the owner is told. */
export async function readConfig(where: string): Promise<RawOptions> {
  try {
    // An element that is not there has no JSON either.
    const answer = where[0] === '#' ? new Response(document.querySelector(where)?.textContent) : await fetch(where);
    return Object(await answer.json());
  } catch {
    warnOnce(`config="${where}" is not valid JSON.`);
    return {};
  }
}
