/** The `config` option: more options, from a file or an element of the page. */
import { warnOnce } from '../options/warn-once.ts';
import type { RawOptions } from './dock-module.ts';

/** @param where A URL, or `#id` of an element that contains JSON. If it is not valid JSON, warns and returns no options. */
export async function readConfig(where: string): Promise<RawOptions> {
  try {
    // For a missing element, `JSON.parse(undefined)` throws as well.
    return Object(
      where.startsWith('#')
        ? JSON.parse(document.querySelector(where)?.textContent as string)
        : await (await fetch(where)).json(),
    );
  } catch {
    warnOnce(`config="${where}" is not valid JSON.`);
    return {};
  }
}
