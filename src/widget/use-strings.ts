/** The shell's words: English, replaced by what the owner gives. */
import { useEffect, useMemo, useState } from 'react';
import { warnOnce } from './warn-once.ts';
import { englishStrings, type ShellStrings } from './strings.ts';

/** `given` is an object, or the URL of a JSON file, which arrives later. */
export function useStrings(given: string | Partial<ShellStrings> | undefined): ShellStrings {
  const [fetched, setFetched] = useState<Partial<ShellStrings>>({});
  const url = typeof given === 'string' ? given : undefined;
  useEffect(() => {
    if (url === undefined) return;
    const leaving = new AbortController();
    fetch(url, { signal: leaving.signal })
      .then((response) => response.json())
      .then((texts: Partial<ShellStrings>) => setFetched(texts))
      .catch(() => leaving.signal.aborted || warnOnce(`The texts at ${url} could not be read as JSON, so the built-in ones are used.`));
    return () => leaving.abort();
  }, [url]);
  return useMemo(() => ({ ...englishStrings, ...(typeof given === 'object' ? given : fetched) }), [given, fetched]);
}
