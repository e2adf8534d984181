/**
 * The button beside a text selection in an answer. It makes the selected text the quote of the next message.
 *
 * The button appears when the selection is finished, never takes the focus or ends the selection when pressed, and
 * disappears with the selection. Tab moves from the selection to the button; Escape hides the button and keeps the
 * selection.
 */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { rangeAround } from '../../ui/selection.ts';
import { useStyles } from '../../ui/styles/adopt-styles.ts';
import { findPassage, type Passage } from './passage.ts';
import css from './quote-reply.css?inline';

/**
 * Distance between text and button. On touch, selection handles are below the text and the system's menu is above it.
 */
const GAP_PX = 6;
const TOUCH_GAP_PX = 32;
/** Distance between the button and the thread's edge. */
const EDGE_PX = 8;
/** Safari may clear the selection on a touch of the button this long before the click event. */
const CLICK_WITHIN_MS = 500;

export function SelectionButton({ scroller }: { scroller: RefObject<HTMLElement | null> }) {
  const chat = useChat();
  const t = useText();
  const button = useRef<HTMLButtonElement>(null);
  useStyles(css);
  const { passage, dismiss } = useSelectedPassage(scroller, button);

  useLayoutEffect(() => {
    const thread = scroller.current;
    if (!thread || !passage) return;
    const move = () => button.current && place(button.current, thread, passage.range);
    move();
    const sizes = new ResizeObserver(move); // the window, or the content above the selection
    sizes.observe(thread);
    if (thread.firstElementChild) sizes.observe(thread.firstElementChild);
    thread.addEventListener('scroll', move, { passive: true });
    return () => {
      sizes.disconnect();
      thread.removeEventListener('scroll', move);
    };
  }, [passage]);

  if (!passage) return null;
  return (
    <button
      type="button"
      ref={button}
      class="text-button quote-reply"
      // Prevents the press from clearing the selection, which would also remove the button.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        chat.context.log('message.action', { action: 'quote' });
        chat.composer.setQuote(passage.text);
        chat.context.announce(`${t('composer.quote')}: ${passage.text}`);
        dismiss();
        document.getSelection()?.removeAllRanges();
        chat.focusComposer();
      }}
    >
      <Icon name="quote" isMirrored />
      {t('composer.quote.reply')}
    </button>
  );
}

/** The selected passage, once the pointer is released. */
function useSelectedPassage(scroller: RefObject<HTMLElement | null>, button: RefObject<HTMLElement | null>) {
  const [passage, setPassage] = useState<Passage | null>(null);
  const shown = useRef(passage);
  /** The selected text whose button the visitor dismissed with Escape. */
  const dismissed = useRef<string | null>(null);
  const isConnected = useSelect((state) => state.isConnected);

  const show = (next: Passage | null) => {
    // If the button has the focus, move the focus to the thread before the button is removed.
    if (!next && button.current?.matches(':focus')) scroller.current?.focus({ preventScroll: true });
    shown.current = next;
    setPassage(next);
  };
  const dismiss = () => {
    dismissed.current = shown.current?.text ?? null;
    show(null);
  };

  useLayoutEffect(() => {
    if (!isConnected) return;
    const listening = new AbortController();
    const { signal } = listening;
    let isPressed = false;
    let isHeld = false;
    let frame: number | null = null;

    const look = () => {
      frame = null;
      if (isHeld) return;
      const thread = scroller.current;
      const selected = thread && !isPressed ? rangeAround(thread) : null;
      const found = selected && thread ? findPassage(selected, thread) : null;
      if (!found) {
        if (!isPressed) dismissed.current = null;
        if (shown.current) show(null);
      } else if (found.text !== dismissed.current) show(found);
    };
    const lookSoon = () => (frame ??= requestAnimationFrame(look));
    const press = (event: PointerEvent) => {
      isHeld = button.current !== null && event.composedPath().includes(button.current);
      isPressed = event.button === 0 && !isHeld;
      if (isPressed) lookSoon();
    };
    const release = () => {
      if (isPressed) lookSoon();
      isPressed = false;
      if (!isHeld) return;
      setTimeout(() => {
        isHeld = false;
        if (!signal.aborted) lookSoon();
      }, CLICK_WITHIN_MS);
    };
    const handleKey = (event: KeyboardEvent) => {
      if (!shown.current || event.defaultPrevented) return;
      const path = event.composedPath();
      const isHere =
        path[0] === document.body || (scroller.current?.parentElement && path.includes(scroller.current.parentElement));
      if (!isHere) return;
      const isTab = event.key === 'Tab' && !event.shiftKey && !path.includes(button.current ?? document);
      if (event.key !== 'Escape' && !isTab) return;
      event.preventDefault();
      event.stopPropagation();
      if (isTab) button.current?.focus({ preventScroll: true });
      else dismiss();
    };

    lookSoon(); // this view is loaded by a selection
    document.addEventListener('selectionchange', lookSoon, { signal });
    document.addEventListener('pointerdown', press, { capture: true, signal });
    document.addEventListener('pointerup', release, { capture: true, signal });
    document.addEventListener('pointercancel', release, { capture: true, signal });
    document.addEventListener('keydown', handleKey, { capture: true, signal });
    return () => {
      listening.abort();
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }, [isConnected]);

  return { passage, dismiss };
}

/**
 * Places the button above the first selected line, else below the last; on touch the other way round. Hides it when the
 * selection is scrolled out of view.
 */
function place(button: HTMLElement, thread: HTMLElement, range: Range): void {
  const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
  const [first, last] = [lines[0], lines.at(-1)];
  const frame = thread.parentElement?.getBoundingClientRect();
  if (!first || !last || !frame) return;
  const { offsetWidth: width, offsetHeight: height } = button;
  const view = thread.getBoundingClientRect();
  const [highest, lowest] = [view.top + EDGE_PX, view.bottom - EDGE_PX - height];
  const isTouch = matchMedia('(pointer: coarse)').matches;
  const gap = isTouch ? TOUCH_GAP_PX : GAP_PX;
  const above = { top: first.top - gap - height, line: first };
  const below = { top: last.bottom + gap, line: last };
  const choices = isTouch ? [below, above] : [above, below];
  const fits = ({ top }: { top: number }) => top >= highest && top <= lowest;
  const isInView = last.bottom > view.top && first.top < view.bottom;
  const { top, line } = choices.find(fits) ?? { top: isTouch ? lowest : highest, line: isTouch ? last : first };
  const isRightToLeft = getComputedStyle(range.startContainer.parentElement ?? thread).direction === 'rtl';
  const left = isRightToLeft ? line.right - width : line.left;
  button.style.visibility = isInView ? '' : 'hidden';
  button.style.top = `${Math.round(top - frame.top)}px`;
  button.style.left = `${Math.round(Math.max(view.left + EDGE_PX, Math.min(left, view.left + thread.clientWidth - width - EDGE_PX)) - frame.left)}px`;
}
