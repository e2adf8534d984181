/** The handle of the sheet on a phone: swiping down closes it. Only phones load this module. */
import type { PointerEvent, RefObject } from 'react';
import { useSetup } from './DockContext.tsx';

/** The sheet closes when it was moved by this part of its height, or this fast. */
const FAR = 0.25;
const FAST_PX_PER_MS = 0.6;

export interface SheetGripProps {
  panel: RefObject<HTMLElement | null>;
}

/** Nothing for the keyboard or a screen reader, which have the close button. */
export function SheetGrip({ panel }: SheetGripProps) {
  const { dock } = useSetup();
  const start = (event: PointerEvent<HTMLElement>) => {
    const sheet = panel.current;
    if (!sheet || !event.isPrimary) return;
    const { currentTarget, clientY: from, timeStamp: startedAt } = event;
    currentTarget.setPointerCapture(event.pointerId);
    let moved = 0;
    const swiping = new AbortController();
    const { signal } = swiping;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    // The sheet follows the finger, without its own animation.
    const end = (isClosing: boolean) => {
      swiping.abort();
      sheet.style.removeProperty('transition');
      sheet.style.removeProperty('transform');
      if (isClosing) dock.commands.close();
    };
    currentTarget.addEventListener(
      'pointermove',
      ({ clientY }) => {
        moved = Math.max(0, clientY - from);
        if (isCalm) return;
        sheet.style.transition = 'none';
        sheet.style.transform = `translateY(${moved}px)`;
      },
      { signal },
    );
    currentTarget.addEventListener('pointercancel', () => end(false), { signal });
    currentTarget.addEventListener(
      'pointerup',
      ({ timeStamp }) =>
        end(moved > sheet.offsetHeight * FAR || (moved > 24 && moved / (timeStamp - startedAt) > FAST_PX_PER_MS)),
      { signal },
    );
  };
  return <div className="grip" aria-hidden="true" onPointerDown={start} />;
}
