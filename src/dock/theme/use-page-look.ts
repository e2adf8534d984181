/** Reads the page's font and CSS variables. The page's style sheets may load after the dock. */
import { useSyncExternalStore } from 'react';
import { resolveColor } from '../launcher/shell.ts';
import { useSetup } from '../panel/DockContext.tsx';

/** The resolved font and accent. Read on each render and again on the page's `load` event. On a server, the options unchanged. */
export function usePageLook({ font, accent }: { font: string; accent: string | undefined }) {
  const { frame } = useSetup().shell;
  return {
    font: useSyncExternalStore(
      onLoad,
      // The shell has already read the page's font. Reading it again would make the browser compute the styles of the
      // page.
      () => (font === 'inherit' ? frame.style.getPropertyValue('--dock-font') : font),
      () => font,
    ),
    accent: useSyncExternalStore(
      onLoad,
      () => accentNow(accent),
      () => accent,
    ),
  };
}

/** A cache for the current task, because each reader asks several times while it renders. */
const colors = new Map<string, string | undefined>();

function accentNow(accent: string | undefined) {
  if (!accent?.includes('var(')) return accent;
  if (colors.size === 0) setTimeout(() => colors.clear());
  if (!colors.has(accent)) colors.set(accent, resolveColor(accent));
  return colors.get(accent);
}

function onLoad(onChange: () => void) {
  addEventListener('load', onChange);
  return () => removeEventListener('load', onChange);
}
