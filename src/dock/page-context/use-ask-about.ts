/** Loads the button beside selected text, for docks with `pageContext: selection`. */
import { useEffect } from 'react';
import type { Dock } from '../create-dock.ts';
import type { Shell } from '../launcher/shell.ts';

export function useAskAbout(dock: Dock, shell: Shell | null, isWanted: boolean): void {
  useEffect(() => {
    if (!shell || !isWanted) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    import('./ask-about.ts').then(
      ({ askAboutSelection }) => signal.aborted || askAboutSelection(dock, shell, signal),
      () => undefined, // The chat works without it.
    );
    return () => leaving.abort();
  }, [dock, shell, isWanted]);
}
