/** `data-page-context="selection"`: the first text that the visitor selects loads the dock, which then shows its button at it. */
import { selectedText } from '../../dock/page-context/page-quote.ts';
import type { PageDeps } from '../dock-module.ts';

export function loadAtSelection({ shell, panel, signal }: PageDeps): void {
  const waiting = new AbortController();
  signal.addEventListener('abort', () => waiting.abort());
  const look = () => {
    if (selectedText(shell.host) === '') return;
    waiting.abort();
    // If it fails to load there is no button, and opening the chat says why.
    panel.prepare().then(
      () => panel.run(() => {}),
      () => undefined,
    );
  };
  document.addEventListener('selectionchange', look, { signal: waiting.signal });
  look(); // the visitor may have selected something before this module was here
}
