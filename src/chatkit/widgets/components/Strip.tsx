/**
 * A row that must not wrap. If its children are wider than the row, it scrolls sideways, and fades out at each edge
 * beyond which there is more. Otherwise they would be cut off and could not be reached.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Style } from '../values.ts';

interface StripProps {
  class: string;
  style: Style;
  children: ComponentChildren;
}

const FITS = '';
const CONTROLS = 'a, button, input, select, textarea, [tabindex]';

export function Strip({ class: className, style, children }: StripProps) {
  const row = useRef<HTMLDivElement>(null);
  /** The classes of a row that scrolls; empty for one whose children fit. */
  const [scrolling, setScrolling] = useState(FITS);
  const [hasControl, setHasControl] = useState(true);
  const measure = () => {
    const { scrollWidth = 0, clientWidth = 0, scrollLeft = 0 } = row.current ?? {};
    const hidden = scrollWidth - clientWidth;
    setHasControl(row.current?.querySelector(CONTROLS) != null);
    // In right-to-left text the offset is negative. Fractions of a pixel do not count.
    const before = Math.abs(scrollLeft);
    setScrolling(
      hidden <= 1 ? FITS : ` scrolls${before > 1 ? ' more-before' : ''}${hidden - before > 1 ? ' more-after' : ''}`,
    );
  };
  useLayoutEffect(measure);
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    for (const observed of [element, ...element.children]) observer.observe(observed);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={row}
      class={`${className}${scrolling}`}
      style={style}
      // Without a control inside, arrow keys would not reach the row.
      tabIndex={scrolling === FITS || hasControl ? undefined : 0}
      onScroll={measure}
    >
      {children}
    </div>
  );
}
