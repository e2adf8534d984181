/**
 * Keeps the reader's scroll position in the thread. Content that grows, loads or disappears above the view does not
 * move it. A sent message moves to the top of the view and its answer grows below; if the message leaves the answer no
 * room, its end moves there. The view follows new content only if the reader is at the end.
 */

export interface ScrollDeps {
  scroller: HTMLElement;
  /** The items and what follows them. Its bottom edge is the end of the conversation. */
  content: HTMLElement;
  /** An empty spacer below the content, so that a question with a short answer can be at the top of the view. */
  room: HTMLElement;
  /** Whether a reader at the end follows the streaming answer. */
  follows: () => boolean;
  /** Whether an answer is streaming. */
  isAnswering: () => boolean;
  /** Fires when the end of the conversation enters or leaves the view. */
  onAway: (isAway: boolean) => void;
  /** Fires whenever the view has moved. */
  onMove: () => void;
  /** Fires before `onMove` if our code, not the reader, moved the view. */
  onPlaced: () => void;
}

/** A reader this close to the end counts as being at the end. */
const NEAR_PX = 64;
/** Less than the row of actions below an answer: what is cut off has a button that leads to it. */
const AWAY_PX = 40;
/** Distance between the top of the view and a message just sent. */
const TOP_GAP_PX = 12;
/** Free space below a message just sent: the distance to its answer, two lines of that, and the fade over the end of the view. */
const ANSWER_PX = 160;
/** A little less than the distance between a message and its answer: how far above the view a message may end. */
const ABOVE_PX = 28;

export class ScrollKeeper {
  readonly #deps: ScrollDeps;
  #anchor: { row: HTMLElement; top: number } | null = null;
  /** The message just sent. The spacer below its answer belongs to it. */
  #sent: string | null = null;
  /** `end`: follows the end of the conversation. `place`: keeps the current position. */
  #mode: 'end' | 'place' = 'end';
  #isAway = false;
  /** The last known scroll position. If it differs, the reader has scrolled. */
  #lastTop = 0;
  readonly #listening = new AbortController();
  readonly #resizes: ResizeObserver;
  #frame: number | null = null;

  constructor(deps: ScrollDeps) {
    this.#deps = deps;
    deps.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal: this.#listening.signal });
    deps.scroller.addEventListener('click', () => this.#holdStill(), { capture: true, signal: this.#listening.signal });
    this.#resizes = new ResizeObserver(() => {
      this.#keep();
      // Rendering changes sizes again. Wait for the next frame, or the browser reports a ResizeObserver loop.
      this.#frame ??= requestAnimationFrame(() => {
        this.#frame = null;
        this.#moved();
      });
    });
  }

  /** Starts to observe size changes. Returns a function that stops. */
  watch(): () => void {
    this.#resizes.observe(this.#deps.content);
    this.#resizes.observe(this.#deps.scroller);
    return () => {
      this.#resizes.disconnect();
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
      this.#frame = null;
    };
  }

  stop(): void {
    this.#listening.abort();
  }

  /** Scrolls to the end when a thread opens. */
  toEnd(): void {
    this.#mode = 'end';
    this.#sent = null;
    this.#anchor = null;
    this.settle();
  }

  /** Scrolls to the end, and stays there unless an answer is streaming. */
  jump(): void {
    this.#mode = 'end';
    this.#anchor = null;
    this.#moveTo(this.#endTop());
    this.#moved();
  }

  /** Scrolls a message just sent to the top of the view. */
  toTop(key: string): void {
    this.#sent = key;
    const row = this.#sentRow();
    if (!row) return;
    this.#mode = this.#deps.follows() ? 'end' : 'place';
    this.#fitRoom();
    this.#moveTo(this.#deps.scroller.scrollTop + this.#topOf(row) - this.#gapOf(row));
    this.#anchor = { row, top: this.#topOf(row) };
    this.#moved();
  }

  /** Call this after each render: restores the reader's position. */
  settle(): void {
    this.#keep();
    this.#moved();
  }

  #keep(): void {
    const { follows, isAnswering } = this.#deps;
    // The scroll event of the reader's last move may still be pending, so shift the anchor by that distance.
    const delta = this.#deps.scroller.scrollTop - this.#lastTop;
    const anchor = this.#anchor;
    const hasMoved = this.#noticeReader();
    if (hasMoved && anchor?.row.isConnected) this.#anchor = { row: anchor.row, top: anchor.top - delta };
    this.#fitRoom();
    if (this.#mode === 'end' && (!isAnswering() || follows())) {
      this.#moveTo(Math.max(this.#endTop(), this.#sentTop()));
      this.#anchor = null;
    } else if (!this.#anchor?.row.isConnected) this.#setAnchor();
    else {
      const moved = this.#topOf(this.#anchor.row) - this.#anchor.top;
      if (Math.abs(moved) >= 1) this.#moveTo(this.#deps.scroller.scrollTop + moved);
      if (hasMoved) this.#setAnchor();
    }
    this.#lastTop = this.#deps.scroller.scrollTop;
  }

  /** A reader who expands something, such as a list of sources, expects it to stay in place. */
  #holdStill(): void {
    if (this.#deps.isAnswering()) return;
    this.#mode = 'place';
    this.#setAnchor();
  }

  #scrolled(): void {
    this.#noticeReader();
    this.#moved();
  }

  /** Detects the reader's own scrolling, which decides whether the view follows the end. */
  #noticeReader(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.#deps.scroller;
    if (Math.abs(scrollTop - this.#lastTop) < 2) return false;
    // The content became shorter, so the browser moved the view. The spacer will correct it.
    if (scrollTop < this.#lastTop && scrollTop >= scrollHeight - clientHeight - 1) return false;
    this.#lastTop = scrollTop;
    this.#mode = this.#distanceToEnd() <= NEAR_PX ? 'end' : 'place';
    this.#setAnchor();
    return true;
  }

  #moved(): void {
    const isAway = this.#distanceToEnd() > AWAY_PX;
    if (isAway !== this.#isAway) {
      this.#isAway = isAway;
      this.#deps.onAway(isAway);
    }
    this.#deps.onMove();
  }

  #moveTo(top: number): void {
    const { scroller } = this.#deps;
    const before = scroller.scrollTop;
    const wanted = Math.max(0, Math.round(top));
    if (Math.abs(before - wanted) < 1) return;
    scroller.scrollTop = wanted;
    this.#lastTop = scroller.scrollTop;
    this.#deps.onPlaced();
  }

  /** Uses the first visible row as the anchor that must not move. */
  #setAnchor(): void {
    const { top, bottom } = this.#deps.scroller.getBoundingClientRect();
    this.#anchor = null;
    for (const chunk of this.#deps.content.querySelectorAll<HTMLElement>('[data-chunk]')) {
      if (chunk.getBoundingClientRect().bottom <= top) continue;
      for (const row of chunk.children) {
        if (!(row instanceof HTMLElement)) continue;
        const box = row.getBoundingClientRect();
        if (box.bottom <= top || box.height === 0) continue;
        if (box.top >= bottom) return; // nothing in view is rendered
        const block = box.top < top ? firstInView(row, top) : row;
        this.#anchor = { row: block, top: block.getBoundingClientRect().top - top };
        return;
      }
    }
  }

  #fitRoom(): void {
    const { scroller, content, room } = this.#deps;
    const row = this.#sentRow();
    if (this.#sent !== null && !row) return; // the row is not rendered: keep the spacer
    const used = row ? content.getBoundingClientRect().bottom - row.getBoundingClientRect().top : Infinity;
    const gap = row ? this.#gapOf(row) : 0;
    const height = Math.max(0, Math.floor(scroller.clientHeight - gap - used));
    const value = height === 0 ? '' : `${height}px`;
    if (room.style.height !== value) room.style.height = value;
  }

  #sentRow(): HTMLElement | null {
    return this.#sent === null
      ? null
      : this.#deps.content.querySelector<HTMLElement>(`[data-item="${CSS.escape(this.#sent)}"]`);
  }

  #topOf(row: HTMLElement): number {
    return row.getBoundingClientRect().top - this.#deps.scroller.getBoundingClientRect().top;
  }

  /** How far below the top of the view the message just sent begins; negative if it begins above. */
  #gapOf(row: HTMLElement): number {
    const { height } = row.getBoundingClientRect();
    return Math.min(TOP_GAP_PX, Math.max(this.#deps.scroller.clientHeight - ANSWER_PX, -ABOVE_PX) - height);
  }

  /** The scroll position at which the end of the conversation is at the bottom of the view. */
  #endTop(): number {
    return this.#deps.scroller.scrollTop + this.#distanceToEnd();
  }

  /** The scroll position that keeps the question at the top of the view while its answer is short. */
  #sentTop(): number {
    const row = this.#sentRow();
    const { scroller, content } = this.#deps;
    if (!row) return 0;
    const gap = this.#gapOf(row);
    const used = content.getBoundingClientRect().bottom - row.getBoundingClientRect().top;
    return used > scroller.clientHeight - Math.min(0, gap) ? 0 : scroller.scrollTop + this.#topOf(row) - gap;
  }

  /** Distance from the bottom of the view to the end of the conversation; negative if there is free space. */
  #distanceToEnd(): number {
    const { scroller, content } = this.#deps;
    const view = scroller.getBoundingClientRect();
    return content.getBoundingClientRect().bottom - (view.top + scroller.clientHeight);
  }
}

/** The first visible block of a very long message. Parts above it may not have their final heights yet. */
function firstInView(row: HTMLElement, top: number): HTMLElement {
  const text = row.querySelector('.ck-part')?.parentElement;
  const found = text && firstBelow(text, top);
  return (found?.className === 'ck-part' ? firstBelow(found, top) : found) ?? row;
}

function firstBelow({ children }: HTMLElement, top: number): HTMLElement | null {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.getBoundingClientRect().bottom ?? Infinity) > top) high = middle;
    else low = middle + 1;
  }
  const found = children[low];
  return found instanceof HTMLElement ? found : null;
}
