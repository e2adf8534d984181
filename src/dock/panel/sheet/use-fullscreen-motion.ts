/**
 * Animates fullscreen: the panel grows from its corner, and fades in there when fullscreen ends. Animates `clip-path`,
 * which needs no layout per frame.
 */
import { useRef, type RefObject } from 'react';
import { useLayoutEffect } from '../../hooks/use-layout-effect.ts';

const TIMING = { duration: 260, easing: 'cubic-bezier(.2,.8,.2,1)' };

export function useFullscreenMotion(
  panel: RefObject<HTMLElement | null>,
  isFullscreen: boolean,
  isOpen: boolean,
): void {
  const was = useRef(isFullscreen);
  useLayoutEffect(() => {
    const element = panel.current;
    const isSame = was.current === isFullscreen;
    was.current = isFullscreen;
    // A panel that opens or closes at the same time already has that animation.
    if (isSame || !element || !isOpen || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    if (!isFullscreen) return void element.animate({ opacity: [0.2, 1] }, TIMING);
    element.toggleAttribute('data-fullscreen', false);
    const { top, right, bottom, left } = element.getBoundingClientRect();
    const { borderRadius } = getComputedStyle(element);
    element.setAttribute('data-fullscreen', 'true');
    const [width, height] = [document.documentElement.clientWidth, window.innerHeight];
    element.animate(
      {
        clipPath: [
          `inset(${top}px ${width - right}px ${height - bottom}px ${left}px round ${borderRadius})`,
          'inset(0 round 0)',
        ],
      },
      TIMING,
    );
  }, [panel, isFullscreen, isOpen]);
}
