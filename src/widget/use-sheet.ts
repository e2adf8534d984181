/** On a phone: the panel keeps above the soft keyboard, and the page behind it stays where it was. */
import type { Shell } from './shell.ts';
import { useLayoutEffect } from './use-layout-effect.ts';

/** Below this width, in CSS pixels, the panel is a sheet; the style sheet has the same number. */
export const phoneWidth = 640;

export function useSheet(shell: Shell, isOpen: boolean, isWanted: boolean): void {
  useLayoutEffect(() => {
    if (!isOpen || !isWanted) return;
    const phone = matchMedia(`(max-width: ${phoneWidth}px)`);
    const page = document.documentElement;
    const leaving = new AbortController();
    const { signal } = leaving;
    const { visualViewport } = window;
    let restore: (() => void) | undefined;

    const follow = () => {
      const { frame } = shell;
      frame.style.setProperty('--dock-view-top', `${visualViewport?.offsetTop ?? 0}px`);
      frame.style.setProperty('--dock-view-height', `${visualViewport?.height ?? window.innerHeight}px`);
    };
    const hold = () => {
      restore?.();
      restore = undefined;
      if (!phone.matches) return;
      const { scrollX, scrollY } = window;
      const overflow = page.style.overflow;
      page.style.overflow = 'hidden';
      restore = () => {
        page.style.overflow = overflow;
        // A keyboard moves the page to show the field above it; the visitor left it elsewhere.
        if (window.scrollY !== scrollY) window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
      };
    };
    follow();
    hold();
    visualViewport?.addEventListener('resize', follow, { signal });
    visualViewport?.addEventListener('scroll', follow, { signal });
    phone.addEventListener('change', hold, { signal });
    return () => {
      leaving.abort();
      restore?.();
    };
  }, [shell, isOpen, isWanted]);
}
