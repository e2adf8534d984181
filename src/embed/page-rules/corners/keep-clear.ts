/** Keeps the launcher clear of other fixed elements in its corner, such as a cookie bar or a "back to top" button. */
import type { PageDeps } from '../../dock-module.ts';

/** Distance from such an element, in pixels. */
const GAP_PX = 12;
/** Elements may overlap. */
const MAX_STEPS = 4;
/** The delay from a change of the page to the next check, in milliseconds. */
const LOOK_AFTER_MS = 250;

/** @returns a function that checks now. Each change of the page causes a check, too. */
export function keepClear({ shell, handle, signal }: PageDeps, offsetY: string): () => void {
  const { frame, host } = shell;
  const { button } = shell.launcher;
  let applied = offsetY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const apply = (wanted: string) => {
    if (wanted === applied) return;
    applied = wanted;
    handle.update({ offsetY: wanted });
  };
  const look = () => {
    if (signal.aborted || handle.isOpen) return;
    const isTop = frame.dataset['y'] === 'top';
    const box = button.getBoundingClientRect();
    if (box.width === 0) return;
    const shift = shiftFrom(host, box, isTop, currentShift(applied, offsetY));
    apply(shift > 0 ? `calc(${offsetY} + ${Math.ceil(shift)}px)` : offsetY);
  };
  const lookSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look();
    }, LOOK_AFTER_MS);
  };
  handle.on('close', lookSoon); // do not move an open panel
  addEventListener('resize', lookSoon, { signal });
  addEventListener('scroll', lookSoon, { signal, passive: true });
  const changes = new MutationObserver(lookSoon);
  changes.observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributeFilter: ['class', 'style', 'hidden', 'open'],
  });
  signal.addEventListener('abort', () => {
    changes.disconnect();
    clearTimeout(timer);
  });
  look();
  return look;
}

/** The launcher's current distance from its own place, in pixels. */
const currentShift = (applied: string, own: string) => (applied === own ? 0 : Number(/ (\d+)px\)$/.exec(applied)?.[1]));

/** The distance from its own place at which the launcher covers no such element. */
function shiftFrom(host: Element, box: DOMRect, isTop: boolean, current: number): number {
  const direction = isTop ? 1 : -1;
  let shift = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    const top = box.top + direction * (shift - current);
    const other = fixedElementAt(host, box.left, top, box.width, box.height);
    if (!other) return shift;
    const next = shift + (isTop ? other.bottom + GAP_PX - top : top + box.height + GAP_PX - other.top);
    // Beyond half of the window, the launcher would no longer be in its corner.
    if (next > innerHeight / 2) return shift;
    shift = next;
  }
  return shift;
}

/** The box of an element in the way. An element that covers most of the window does not count. */
function fixedElementAt(host: Element, left: number, top: number, width: number, height: number): DOMRect | undefined {
  for (const x of [left + 1, left + width / 2, left + width - 1])
    for (const y of [top + 1, top + height / 2, top + height - 1])
      for (const element of document.elementsFromPoint(x, y)) {
        const fixed = element === host ? undefined : fixedAncestor(element);
        const box = fixed?.getBoundingClientRect();
        if (box && box.height < innerHeight / 2) return box;
      }
  return undefined;
}

function fixedAncestor(element: Element): Element | undefined {
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement)
    if (/^(?:fixed|sticky)$/.test(getComputedStyle(at).position)) return at;
  return undefined;
}
