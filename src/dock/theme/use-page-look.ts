/** Reads the page's font and CSS variables. The page's style sheets may load after the dock. */
import { useSyncExternalStore } from 'react';
import { resolveColor, resolveFont } from '../launcher/shell.ts';

/** The resolved font and accent. Read on each render and again on the page's `load` event. On a server, the options unchanged. */
export function usePageLook({ font, accent }: { font: string; accent: string | undefined }) {
  return {
    font: useSyncExternalStore(
      onLoad,
      () => resolveFont(font),
      () => font,
    ),
    accent: useSyncExternalStore(
      onLoad,
      () => resolveColor(accent),
      () => accent,
    ),
  };
}

function onLoad(onChange: () => void) {
  addEventListener('load', onChange);
  return () => removeEventListener('load', onChange);
}
