/**
 * A box that opens beside a button: the composer's menus, the list of a Select, the calendar of a DatePicker. It is in
 * the browser's top layer, so that nothing around it clips it.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A reference to an element, set once it is drawn. */
export interface ElementRef {
  readonly current: HTMLElement | null;
}

export interface PopoverPlace {
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  /** At least as wide as its anchor. */
  hasAnchorWidth?: boolean | undefined;
  /** In pixels. */
  mostHeight?: number | undefined;
}

interface PopoverOptions extends PopoverPlace {
  anchor: ElementRef;
  box: ElementRef;
  isOpen: boolean;
  /** Called when the visitor presses outside. */
  onLeave: () => void;
}

/** Opens and places the box while `isOpen`. The box needs the attribute `popover="manual"`. */
export function usePopover({ anchor, box, isOpen, onLeave, side, align, hasAnchorWidth, mostHeight }: PopoverOptions) {
  const leave = useRef(onLeave);
  leave.current = onLeave;

  useLayoutEffect(() => {
    const [button, shown] = [anchor.current, box.current];
    if (!isOpen || !button || !shown) return;
    // Without the attribute, or in a browser that does not support it, the box is drawn where its styles place it.
    shown.showPopover?.();
    shown.style.opacity = '0'; // it takes the focus before it is placed
    let stop: (() => void) | undefined;
    let isCurrent = true;
    import('./place-popover.ts').then(
      ({ placePopover }) => {
        if (isCurrent) stop = placePopover(button, shown, { side, align, hasAnchorWidth, mostHeight });
      },
      () => putBelow(button, shown),
    );
    return () => {
      isCurrent = false;
      stop?.();
    };
  }, [isOpen, anchor, box, side, align, hasAnchorWidth, mostHeight]);

  useLayoutEffect(() => {
    if (!isOpen) return;
    const handlePress = (event: Event) => {
      const path = event.composedPath();
      if (![anchor.current, box.current].some((part) => part && path.includes(part))) leave.current();
    };
    addEventListener('pointerdown', handlePress, true);
    return () => removeEventListener('pointerdown', handlePress, true);
  }, [isOpen, anchor, box]);
}

/** A simple placement, used while the code of `place-popover.ts` is not loaded. */
function putBelow(button: HTMLElement, box: HTMLElement): void {
  const { left, top, bottom } = button.getBoundingClientRect();
  const isLow = bottom + box.offsetHeight > innerHeight;
  Object.assign(box.style, {
    left: `${Math.max(0, Math.min(left, innerWidth - box.offsetWidth))}px`,
    top: `${isLow ? Math.max(0, top - box.offsetHeight) : bottom}px`,
    opacity: '',
  });
}
