/** The handle of the sheet on a phone: swiping down on it or on the header closes the sheet. Only phones load this module. */
import type { RefObject } from 'react';
import { useLayoutEffect } from '../../hooks/use-layout-effect.ts';
import { addStyles } from '../../style-sheets.ts';
import { useSetup } from '../DockContext.tsx';
import css from './sheet-grip.css?inline';

/** The sheet closes when it was moved by this part of its height, or this fast. */
const FAR = 0.25;
const FAST_PX_PER_MS = 0.5;
/** A press that moves less is not a swipe. */
const SLOP = 8;

interface SheetGripProps {
  panel: RefObject<HTMLElement | null>;
}

/** Hidden from the keyboard and screen readers, which have the close button. */
export function SheetGrip({ panel }: SheetGripProps) {
  const { dock, shell } = useSetup();
  useLayoutEffect(() => addStyles(shell.root, css), [shell]);
  useLayoutEffect(() => {
    const sheet = panel.current;
    const bar = sheet?.querySelector<HTMLElement>('.bar');
    return sheet && bar ? listenForSwipes(sheet, bar, dock.commands.close) : undefined;
  }, [panel, dock]);
  return <span className="grip" aria-hidden="true" />;
}

function listenForSwipes(sheet: HTMLElement, bar: HTMLElement, close: () => void): () => void {
  const listening = new AbortController();
  let swipe: AbortController | undefined;

  const end = () => {
    swipe?.abort();
    sheet.style.removeProperty('transition');
    sheet.style.removeProperty('transform');
  };
  const start = ({ isPrimary, pointerId, clientY: from, timeStamp: startedAt }: PointerEvent) => {
    if (!isPrimary) return;
    end();
    swipe = new AbortController();
    const { signal } = swipe;
    let moved = 0;
    const follow = ({ clientY }: PointerEvent) => {
      moved = Math.max(0, clientY - from);
      if (moved < SLOP && !bar.hasPointerCapture(pointerId)) return;
      // From this distance on, a button under the finger is not pressed.
      bar.setPointerCapture(pointerId);
      sheet.style.transition = 'none';
      sheet.style.transform = `translateY(${moved}px)`;
    };
    const release = ({ timeStamp }: PointerEvent) => {
      const isFast = moved / (timeStamp - startedAt) > FAST_PX_PER_MS && moved > 3 * SLOP;
      end();
      if (isFast || moved > sheet.offsetHeight * FAR) close();
    };
    bar.addEventListener('pointermove', follow, { signal });
    bar.addEventListener('pointerup', release, { signal });
    bar.addEventListener('pointercancel', end, { signal });
  };
  bar.addEventListener('pointerdown', start, listening);
  return () => {
    listening.abort();
    end();
  };
}
