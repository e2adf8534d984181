/**
 * A card beside a mark in the text. It is a popover in the top layer, so neither the thread nor a long message clips
 * it.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useSelect } from '../../ui/chat.ts';

interface HoverCardProps {
  id?: string | undefined;
  class?: string;
  children: ComponentChildren;
}

/** Distance between mark and card, and between card and window edge, in pixels. */
const GAP_PX = 6;
const EDGE_PX = 8;

export function HoverCard({ id, class: className = '', children }: HoverCardProps) {
  const card = useRef<HTMLSpanElement>(null);
  const isConnected = useSelect((state) => state.isConnected);

  useLayoutEffect(() => {
    const box = card.current;
    const mark = box?.parentElement;
    // The element may have been removed between render and effect.
    if (!box?.isConnected || !mark) return;
    // A browser that has no popovers draws the box in the thread.
    box.showPopover?.();
    const place = () => {
      const at = mark.getBoundingClientRect();
      const { width, height } = box.getBoundingClientRect();
      const isRightToLeft = getComputedStyle(mark).direction === 'rtl';
      const left = isRightToLeft ? at.right - width : at.left;
      const above = at.top - height - GAP_PX;
      box.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
      box.style.top = `${above >= EDGE_PX ? above : at.bottom + GAP_PX}px`;
    };
    place();
    const sizes = new ResizeObserver(place); // the card's content may load later
    sizes.observe(box);
    const listening = new AbortController();
    addEventListener('scroll', place, { capture: true, passive: true, signal: listening.signal });
    return () => {
      sizes.disconnect();
      listening.abort();
    };
  }, [isConnected]);

  return (
    <span class={`entity-card ${className}`} role="tooltip" id={id} popover="manual" ref={card}>
      {children}
    </span>
  );
}
