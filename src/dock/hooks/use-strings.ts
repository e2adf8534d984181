/** The dock's texts in the visitor's language, with the owner's replacements. */
import { useEffect, useMemo, useState } from 'react';
import { loaderFor } from '../loading/load-strings.ts';
import type { ResolvedOptions } from '../../options/options.ts';
import { wantedLocale } from '../launcher/shell.ts';
import { englishStrings, type ShellStrings } from '../../options/strings.ts';
import { useLayoutEffect } from './use-layout-effect.ts';
import { warnOnce } from '../../options/warn-once.ts';

/**
 * English is available at once. Another language loads when the panel is needed; until then the previous language stays.
 * If its file fails to load, the texts are English.
 *
 * @returns null until the first texts are available.
 */
export function useStrings(
  { strings: given, locale }: Pick<ResolvedOptions, 'strings' | 'locale'>,
  isWanted: boolean,
): ShellStrings | null {
  // A server renders no dock and has no document to read the language from.
  const load = useMemo(() => (typeof document === 'undefined' ? undefined : loaderFor(wantedLocale(locale))), [locale]);
  const [spoken, setSpoken] = useState<ShellStrings | null>(null);
  useLayoutEffect(() => {
    if (!load || !isWanted) return;
    let isGone = false;
    load()
      .catch(() => englishStrings)
      .then((words) => isGone || setSpoken(words));
    return () => {
      isGone = true;
    };
  }, [load, isWanted]);

  const replaced = useReplacements(given);
  const words = load ? spoken : englishStrings;
  // The texts that load later are inherited from the prototype.
  return useMemo(
    () => words && (Object.assign(Object.create(englishStrings), words, replaced) as ShellStrings),
    [words, replaced],
  );
}

/** `given` is an object, or the URL of a JSON file that is fetched. */
function useReplacements(given: string | Partial<ShellStrings> | undefined): Partial<ShellStrings> | undefined {
  const [fetched, setFetched] = useState<Partial<ShellStrings>>();
  const url = typeof given === 'string' ? given : undefined;
  useEffect(() => {
    if (url === undefined) return;
    const leaving = new AbortController();
    fetch(url, { signal: leaving.signal })
      .then((response) => response.json())
      .then((texts: Partial<ShellStrings>) => setFetched(texts))
      .catch(
        () =>
          leaving.signal.aborted ||
          warnOnce(
            `strings="${url}" could not be loaded as JSON, so the built-in texts are used. Check the URL and the file.`,
          ),
      );
    return () => leaving.abort();
  }, [url]);
  return typeof given === 'object' ? given : fetched;
}
