/** Focuses a control that asks for it, when it appears. */
import { useEffect } from 'preact/hooks';
import type { ElementRef } from '../../ui/popovers/popover.ts';
import { toFlag } from '../values.ts';

export function useAutoFocus(element: ElementRef, wanted: unknown): void {
  const isWanted = toFlag(wanted);
  useEffect(() => {
    if (isWanted) element.current?.focus({ preventScroll: true });
  }, [element, isWanted]);
}
