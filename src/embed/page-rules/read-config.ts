/** Reads the `config` option, more options from a file or an element of the page. */
import type { RawOptions } from '../dock-module.ts';

/** @param where A URL, or `#id` of an element that contains JSON. If it is not valid JSON, warns and returns no options. */
export async function readConfig(where: string): Promise<RawOptions> {
  try {
    // A missing element gives an empty response, which is not JSON either.
    const answer = where[0] === '#' ? new Response(document.querySelector(where)?.textContent) : await fetch(where);
    return Object(await answer.json());
  } catch {
    // Owners look in the console for mistakes in their settings.
    // oxlint-disable-next-line no-console
    console.warn(`ChatDock: config="${where}" is not valid JSON.`);
    return {};
  }
}
