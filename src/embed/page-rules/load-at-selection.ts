/**
 * `data-page-context="selection"`: loads the dock when the visitor first selects text. The dock then shows its button
 * beside it.
 */
import { selectedText } from '../../dock/page-context/page-quote.ts';
import type { PageDeps } from '../dock-module.ts';

export function loadAtSelection({ shell, panel, signal }: PageDeps): void {
  const waiting = new AbortController();
  signal.addEventListener('abort', () => waiting.abort());
  const look = () => {
    if (selectedText(shell.host) === '') return;
    waiting.abort();
    // If it fails to load, there is no button, and opening the chat reports the error.
    panel.prepare().then(
      () => panel.run(() => {}),
      () => undefined,
    );
  };
  document.addEventListener('selectionchange', look, { signal: waiting.signal });
  look(); // the visitor may have selected something before this module loaded
}
