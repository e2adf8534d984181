/**
 * Where the reader is in the thread, and keeping it there: what grows, loads or goes above the view never moves it; a
 * message just sent goes to the top and its answer grows below; only who is at the end is taken along.
 */

export interface ScrollDeps {
  scroller: HTMLElement;
  /** The items and what follows them: its end is the end of the conversation. */
  content: HTMLElement;
  /** Free space below, so that a short answer leaves its question at the top. */
  room: HTMLElement;
  /** Whether a reader at the end follows what is being written. */
  follows: () => boolean;
  /** Whether an answer is being written. */
  isAnswering: () => boolean;
  /** Fired when the end of the conversation gets into or out of view. */
  onAway: (isAway: boolean) => void;
  /** Fired when the view has moved, by whomever. */
  onMove: () => void;
}

/** This near to the end is at the end. */
const NEAR_PX = 64;
const AWAY_PX = 120;
/** Between the top of the view and a message that was sent to it. */
const TOP_GAP_PX = 12;

export class ScrollKeeper {
  private readonly parts: ScrollDeps;
  private anchor: { row: HTMLElement; top: number } | null = null;
  /** The message whose answer has the room below. */
  private sent: string | null = null;
  /** `end`: stays at the end of the conversation. `place`: stays where it is. */
  private mode: 'end' | 'place' = 'end';
  private isAway = false;
  /** Where the view was when last looked: from elsewhere it was the reader who moved it. */
  private lastTop = 0;
  private readonly listening = new AbortController();
  private readonly resizes: ResizeObserver;
  private frame: number | null = null;

  constructor(parts: ScrollDeps) {
    this.parts = parts;
    parts.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true, signal: this.listening.signal });
    parts.scroller.addEventListener('click', () => this.holdStill(), { capture: true, signal: this.listening.signal });
    this.resizes = new ResizeObserver(() => {
      this.keep();
      // What is drawn because of it changes sizes again: that waits for the next frame, or the browser calls it a loop.
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        this.moved();
      });
    });
  }

  /** Sees from now on what changes its size; returns the way to stop. */
  watch(): () => void {
    this.resizes.observe(this.parts.content);
    this.resizes.observe(this.parts.scroller);
    return () => {
      this.resizes.disconnect();
      if (this.frame !== null) cancelAnimationFrame(this.frame);
      this.frame = null;
    };
  }

  stop(): void {
    this.listening.abort();
  }

  /** Shows the end: a thread was opened. */
  toEnd(): void {
    this.mode = 'end';
    this.sent = null;
    this.anchor = null;
    this.settle();
  }

  /** Brings the end into view once, and stays there when nothing is being written. */
  jump(): void {
    this.mode = 'end';
    this.anchor = null;
    this.moveTo(this.endTop());
    this.moved();
  }

  /** Puts a message that was just sent at the top of the view. */
  toTop(key: string): void {
    this.sent = key;
    const row = this.sentRow();
    if (!row) return;
    this.mode = this.parts.follows() ? 'end' : 'place';
    this.fitRoom();
    this.moveTo(this.parts.scroller.scrollTop + this.topOf(row) - TOP_GAP_PX);
    this.anchor = { row, top: this.topOf(row) };
    this.moved();
  }

  /** After anything was drawn: puts the view back to where the reader had it. */
  settle(): void {
    this.keep();
    this.moved();
  }

  private keep(): void {
    const { follows, isAnswering } = this.parts;
    // The event of the reader's last move may still be on the way: what was in view has moved by as much.
    const delta = this.parts.scroller.scrollTop - this.lastTop;
    const anchor = this.anchor;
    const hasMoved = this.noticeReader();
    if (hasMoved && anchor?.row.isConnected) this.anchor = { row: anchor.row, top: anchor.top - delta };
    this.fitRoom();
    if (this.mode === 'end' && (!isAnswering() || follows())) {
      this.moveTo(Math.max(this.endTop(), this.sentTop()));
      this.anchor = null;
    } else if (!this.anchor?.row.isConnected) this.takeAnchor();
    else {
      const moved = this.topOf(this.anchor.row) - this.anchor.top;
      if (Math.abs(moved) >= 1) this.moveTo(this.parts.scroller.scrollTop + moved);
      if (hasMoved) this.takeAnchor();
    }
    this.lastTop = this.parts.scroller.scrollTop;
  }

  /** Who opens something, such as a list of sources, wants to see it open where it is. */
  private holdStill(): void {
    if (this.parts.isAnswering()) return;
    this.mode = 'place';
    this.takeAnchor();
  }

  private scrolled(): void {
    this.noticeReader();
    this.moved();
  }

  /** The reader's own scrolling decides whether they are taken along. */
  private noticeReader(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.parts.scroller;
    if (Math.abs(scrollTop - this.lastTop) < 2) return false;
    // Less to scroll than before: it was the browser that moved the view, and the room below will put it back.
    if (scrollTop < this.lastTop && scrollTop >= scrollHeight - clientHeight - 1) return false;
    this.lastTop = scrollTop;
    this.mode = this.distanceToEnd() <= NEAR_PX ? 'end' : 'place';
    this.takeAnchor();
    return true;
  }

  private moved(): void {
    const isAway = this.distanceToEnd() > AWAY_PX;
    if (isAway !== this.isAway) {
      this.isAway = isAway;
      this.parts.onAway(isAway);
    }
    this.parts.onMove();
  }

  private moveTo(top: number): void {
    const { scroller } = this.parts;
    const before = scroller.scrollTop;
    const wanted = Math.max(0, Math.round(top));
    if (Math.abs(before - wanted) < 1) return;
    scroller.scrollTop = wanted;
    this.lastTop = scroller.scrollTop;
  }

  /** The first row in view, as what must not move. */
  private takeAnchor(): void {
    const top = this.parts.scroller.getBoundingClientRect().top;
    for (const chunk of this.parts.content.querySelectorAll<HTMLElement>('[data-chunk]')) {
      if (chunk.getBoundingClientRect().bottom <= top) continue;
      for (const row of chunk.children) {
        if (!(row instanceof HTMLElement)) continue;
        const box = row.getBoundingClientRect();
        if (box.bottom <= top || box.height === 0) continue;
        const block = box.top < top ? firstInView(row, top) : row;
        this.anchor = { row: block, top: block.getBoundingClientRect().top - top };
        return;
      }
    }
  }

  private fitRoom(): void {
    const { scroller, content, room } = this.parts;
    const row = this.sentRow();
    if (this.sent !== null && !row) return; // scrolled far away: it stays as it is
    const used = row ? content.getBoundingClientRect().bottom - row.getBoundingClientRect().top : Infinity;
    const height = Math.max(0, Math.floor(scroller.clientHeight - TOP_GAP_PX - used));
    const value = height === 0 ? '' : `${height}px`;
    if (room.style.height !== value) room.style.height = value;
  }

  private sentRow(): HTMLElement | null {
    return this.sent === null
      ? null
      : this.parts.content.querySelector<HTMLElement>(`[data-item="${CSS.escape(this.sent)}"]`);
  }

  private topOf(row: HTMLElement): number {
    return row.getBoundingClientRect().top - this.parts.scroller.getBoundingClientRect().top;
  }

  /** Where the view must stand for the end of the conversation to be its lower edge. */
  private endTop(): number {
    return this.parts.scroller.scrollTop + this.distanceToEnd();
  }

  /** No higher than this: the question stays in view at the top while its answer is short. */
  private sentTop(): number {
    const row = this.sentRow();
    const { scroller, content } = this.parts;
    if (!row || content.getBoundingClientRect().bottom - row.getBoundingClientRect().top > scroller.clientHeight)
      return 0;
    return scroller.scrollTop + this.topOf(row) - TOP_GAP_PX;
  }

  /** How far the end of the conversation is below the view; negative when there is free space. */
  private distanceToEnd(): number {
    const { scroller, content } = this.parts;
    const view = scroller.getBoundingClientRect();
    return content.getBoundingClientRect().bottom - (view.top + scroller.clientHeight);
  }
}

/** The first block of a very long message that is in view: the parts above it may still get their true heights. */
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
