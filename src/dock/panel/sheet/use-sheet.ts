/**
 * While the panel is a sheet on a phone or fullscreen: keeps it above the on-screen keyboard, and keeps the page behind
 * it from scrolling.
 */
import { setLook, type Shell } from '../../launcher/shell.ts';
import { useLayoutEffect } from '../../hooks/use-layout-effect.ts';
import { useMedia } from '../../hooks/use-media.ts';

/** In a window of this size the panel is a sheet. The style sheet repeats the number. */
export const PHONE = '(max-width: 640px)';

const matchPhone = () => matchMedia(PHONE);

interface SheetOptions {
  isOpen: boolean;
  /** Whether the panel covers the page in a window of any size. */
  coversPage: boolean;
  /** Whether the panel looks different on a phone than on a desktop. */
  isSheetOnPhones: boolean;
}

/** Returns whether the panel is modal: it covers the page, which the focus and a screen reader then cannot reach. */
export function useSheet(shell: Shell, { isOpen, coversPage, isSheetOnPhones }: SheetOptions): boolean {
  const isPhone = useMedia(PHONE);
  const isModal = isOpen && (coversPage || (isSheetOnPhones && isPhone));

  useLayoutEffect(() => {
    if (!isOpen || !isSheetOnPhones) return;
    const { visualViewport } = window;
    if (!visualViewport) return;
    const following = new AbortController();
    const { signal } = following;
    const phone = matchPhone();
    const follow = () => {
      // Otherwise the value is not needed, and reading it forces a layout of the page.
      if (!phone.matches) return;
      const { offsetTop, height, scale } = visualViewport;
      // A visitor who has zoomed in pans across the panel, so it must not move with the visual viewport.
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
    shell.frame.toggleAttribute('data-modal', isModal);
    return isModal ? holdPage() : undefined;
  }, [shell, isModal]);
  return isModal;
}

/**
 * Keeps the page from scrolling; returns a function that ends this. Uses a style sheet and not the `style` attribute of
 * <html>: menus of the page write that attribute too, and the two would restore each other's values.
 */
function holdPage(): () => void {
  const { scrollX, scrollY, location } = window;
  const { href } = location;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html{overflow:hidden!important}');
  document.adoptedStyleSheets.push(sheet);
  return () => {
    // Empty the sheet as well: the page may have copied it into another list.
    sheet.replaceSync('');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    // The on-screen keyboard scrolled the page. Scroll back, unless the visitor has navigated to another page.
    if (location.href === href && window.scrollY !== scrollY)
      window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
  };
}
