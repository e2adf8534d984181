/** The shell's words: the visitor's language, and over it what the owner gives. */
import { useEffect, useMemo, useState } from 'react';
import { loaderFor } from '../locales/load.ts';
import type { ResolvedOptions } from '../../options/options.ts';
import { wantedLocale } from '../launcher/shell.ts';
import { englishStrings, type ShellStrings } from '../../options/strings.ts';
import { useLayoutEffect } from './use-layout-effect.ts';
import { warnOnce } from '../../options/warn-once.ts';

/**
 * English is there at once; another language is fetched when it is wanted, and what was spoken before stays until it is
 * there. When its file does not arrive, the words are English.
 *
 * @returns null until the first words are there.
 */
export function useStrings(
  { strings: given, locale }: Pick<ResolvedOptions, 'strings' | 'locale'>,
  isWanted: boolean,
): ShellStrings | null {
  // On a server nothing of the dock is drawn, and there is no page to ask.
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
  return useMemo(() => words && { ...words, ...replaced }, [words, replaced]);
}

/** `given` is an object, or the URL of a JSON file, which arrives later. */
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
          warnOnce(`The texts at ${url} could not be read as JSON, so the built-in ones are used.`),
      );
    return () => leaving.abort();
  }, [url]);
  return typeof given === 'object' ? given : fetched;
}
