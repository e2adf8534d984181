/** What the page has a say in: the font it reads in, and the colours it names. Its sheets may come after us. */
import { useSyncExternalStore } from 'react';
import { resolveColor, resolveFont } from '../launcher/shell.ts';

/** Font and accent as they are; read when they are drawn, and again when the page has loaded. On a server, as they were said. */
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
