/** Keeps a popover beside its anchor, inside the chat. Loads when the first popover opens. */
import { autoUpdate, computePosition, flip, offset, shift, size, type Placement } from '@floating-ui/dom';
import type { PopoverPlace } from './popover.ts';

/** The distance from the anchor and from the edges, in pixels. */
const GAP = 6;
/** A list is at least this high, even if there is less room, and scrolls inside. */
const MIN_HEIGHT = 120;
const MAX_HEIGHT = 320;

/** Places the popover now and whenever the page scrolls or changes its size. Returns a function that stops. */
export function placePopover(anchor: HTMLElement, box: HTMLElement, place: PopoverPlace): () => void {
  const boundary = anchor.closest('.chat') ?? 'clippingAncestors';
  const edges = { boundary, padding: GAP } as const;
  const { side = 'bottom', align = 'start' } = place;
  const placement: Placement = align === 'center' ? side : `${side}-${align}`;
  const update = async () => {
    const { x, y } = await computePosition(anchor, box, {
      strategy: 'fixed',
      placement,
      middleware: [
        offset(GAP),
        flip({ ...edges, fallbackPlacements: ['bottom-start', 'top-start', 'bottom-end', 'top-end'] }),
        size({
          ...edges,
          apply({ availableHeight, rects }) {
            box.style.maxHeight = `${Math.max(MIN_HEIGHT, Math.min(availableHeight, place.mostHeight ?? MAX_HEIGHT))}px`;
            if (place.hasAnchorWidth) box.style.minWidth = `${rects.reference.width}px`;
          },
        }),
        shift(edges),
      ],
    });
    Object.assign(box.style, { left: `${x}px`, top: `${y}px`, opacity: '' });
  };
  return autoUpdate(anchor, box, () => void update());
}
