/** While the panel is a sheet on a phone, or fills the window: it keeps above the soft keyboard, and the page behind it stays where it was. */
import { setLook, type Shell } from '../launcher/shell.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';

/** Below this width, in CSS pixels, the panel is a sheet; the style sheet has the same number. */
export const phoneWidth = 640;

const matchPhone = () => matchMedia(`(max-width: ${phoneWidth}px)`);

export interface SheetParts {
  isOpen: boolean;
  isFullscreen: boolean;
  /** Whether the panel is another one on a phone than on a desktop. */
  isSheetOnPhones: boolean;
}

export function useSheet(shell: Shell, { isOpen, isFullscreen, isSheetOnPhones }: SheetParts): void {
  useLayoutEffect(() => {
    if (!isOpen || !isSheetOnPhones) return;
    const { visualViewport } = window;
    if (!visualViewport) return;
    const following = new AbortController();
    const { signal } = following;
    const phone = matchPhone();
    const follow = () => {
      // Elsewhere nobody asks, and the answer costs a layout of the page.
      if (!phone.matches) return;
      const { offsetTop, height, scale } = visualViewport;
      // Somebody who has zoomed in moves about in the panel: it must not move along.
      const isZoomed = scale > 1.01;
      setLook(shell.frame, 'view-top', isZoomed ? '' : `${offsetTop}px`);
      setLook(shell.frame, 'view-height', isZoomed ? '' : `${height}px`);
    };
    follow();
    phone.addEventListener('change', follow, { signal });
    visualViewport.addEventListener('resize', follow, { signal });
    visualViewport.addEventListener('scroll', follow, { signal });
    return () => following.abort();
  }, [shell, isOpen, isSheetOnPhones]);

  useLayoutEffect(() => {
    if (!isOpen) return;
    const phone = matchPhone();
    let release: (() => void) | undefined;
    const hold = () => {
      release?.();
      release = isFullscreen || (isSheetOnPhones && phone.matches) ? holdPage() : undefined;
    };
    hold();
    phone.addEventListener('change', hold);
    return () => {
      phone.removeEventListener('change', hold);
      release?.();
    };
  }, [isOpen, isFullscreen, isSheetOnPhones]);
}

/**
 * Keeps the page from scrolling; returns the way to let it go. By a style sheet, not by the `style` of the page's own
 * element: a menu of the page that locks it, too, writes there, and would be given back what it has just taken away.
 */
function holdPage(): () => void {
  const { scrollX, scrollY, location } = window;
  const { href } = location;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html{overflow:hidden!important}');
  document.adoptedStyleSheets.push(sheet);
  return () => {
    // The page may meanwhile have put it into a list of its own.
    sheet.replaceSync('');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    // A keyboard moves the page to show the field above it; the visitor left it elsewhere, unless they have gone to another page.
    if (location.href === href && window.scrollY !== scrollY)
      window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
  };
}
