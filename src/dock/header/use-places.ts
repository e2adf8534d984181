/** Measures the header when its size, its title or the page's fonts change. */
import { useState, type RefObject } from 'react';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { countPlaces } from './fit-header.ts';

/**
 * How many buttons fit in the bar. Measured right after the browser's own layout, so that it forces no extra layout.
 */
export function usePlaces(bar: RefObject<HTMLElement | null>, title: string): number {
  const [places, setPlaces] = useState(Infinity);
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const measure = () => {
      const text = element.querySelector<HTMLElement>('.title');
      if (text && element.clientWidth > 0) setPlaces(countPlaces(element, text));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    document.fonts.addEventListener('loadingdone', measure);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', measure);
    };
  }, [bar, title]);
  return places;
}
