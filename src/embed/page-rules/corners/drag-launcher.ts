/** `data-draggable`: the visitor moves the launcher to another corner of the window, by pointer or with Shift and the arrow keys. */
import { readRemembered, remember, type PersistWhere } from '../../../dock/persistence.ts';
import type { PageDeps } from '../../dock-module.ts';
import { keepClear } from './keep-clear.ts';

type Corner = `${'top' | 'bottom'}-${'left' | 'right'}`;

/** If the pointer moves less than this, in pixels, it presses the launcher. */
const PRESS_PX = 6;
const SNAP_MS = 200;

const isCorner = (value: unknown): value is Corner => /^(?:top|bottom)-(?:left|right)$/.test(String(value));

/** The corner that the visitor chose before. */
export function rememberedCorner(persist: PersistWhere, name: string): Corner | undefined {
  const { corner } = readRemembered(persist, name);
  return isCorner(corner) ? corner : undefined;
}

export async function dragLauncher(deps: PageDeps, persist: PersistWhere, offsetY: string): Promise<void> {
  const { shell, handle, signal } = deps;
  const { frame, launcher } = shell;
  const { button, element } = launcher;
  await handle.ready();
  if (signal.aborted) return;
  const clear = keepClear(deps, offsetY);
  let gliding: Animation | undefined;

  const moveTo = (corner: Corner) => {
    const before = button.getBoundingClientRect();
    // `clear` looks at the place where the launcher is drawn, which must be its corner.
    gliding?.cancel();
    element.style.translate = '';
    // The panel opens in the same corner.
    handle.update({ position: corner });
    clear();
    remember(persist, handle.name, { corner });
    gliding = glide(element, before, button.getBoundingClientRect());
  };

  button.style.touchAction = 'none'; // otherwise a finger would scroll the page
  button.setAttribute('aria-keyshortcuts', 'Shift+ArrowLeft Shift+ArrowRight Shift+ArrowUp Shift+ArrowDown');
  button.addEventListener(
    'keydown',
    (event) => {
      const corner = event.shiftKey ? neighbour(cornerOf(frame), event.key) : undefined;
      if (!corner) return;
      event.preventDefault();
      event.stopPropagation();
      moveTo(corner);
    },
    { signal },
  );
  followPointer(deps, moveTo);
}

/** The launcher follows the pointer, and moves to the nearest corner when the pointer is released. */
function followPointer({ shell: { frame, launcher }, signal }: PageDeps, moveTo: (corner: Corner) => void): void {
  const { button, element } = launcher;
  let from: { x: number; y: number } | undefined;
  let isDragging = false;

  const end = () => {
    from = undefined;
    element.style.translate = '';
  };
  button.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY };
      isDragging = false;
      button.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  button.addEventListener(
    'pointermove',
    ({ clientX, clientY }) => {
      if (!from) return;
      const [x, y] = [clientX - from.x, clientY - from.y];
      isDragging ||= Math.hypot(x, y) > PRESS_PX;
      if (isDragging) element.style.translate = `${x}px ${y}px`;
    },
    { signal },
  );
  button.addEventListener(
    'pointerup',
    () => {
      if (!from) return;
      if (isDragging) moveTo(nearest(button.getBoundingClientRect()));
      end();
    },
    { signal },
  );
  button.addEventListener('pointercancel', end, { signal });
  // The end of a drag is also a click, which must not open the chat.
  frame.addEventListener(
    'click',
    (event) => {
      if (!isDragging || !event.composedPath().includes(button)) return;
      isDragging = false;
      event.stopPropagation();
    },
    { capture: true, signal },
  );
}

const cornerOf = ({ dataset: { y, x } }: HTMLElement): Corner =>
  `${y === 'top' ? 'top' : 'bottom'}-${x === 'left' ? 'left' : 'right'}`;

/** The corner that an arrow key moves to; undefined if the launcher is on that side already. */
export function neighbour(corner: Corner, key: string): Corner | undefined {
  const to = /^Arrow(Up|Down|Left|Right)$/.exec(key)?.[1];
  const [y, x] = corner.split('-');
  const next = {
    Up: `top-${x}`,
    Down: `bottom-${x}`,
    Left: `${y}-left`,
    Right: `${y}-right`,
  }[`${to}`];
  return next !== corner && isCorner(next) ? next : undefined;
}

function nearest({ left, top, width, height }: DOMRect): Corner {
  const y = top + height / 2 < innerHeight / 2 ? 'top' : 'bottom';
  return `${y}-${left + width / 2 < innerWidth / 2 ? 'left' : 'right'}`;
}

/** Animates the move from one place to another. */
function glide(element: HTMLElement, from: DOMRect, to: DOMRect): Animation | undefined {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
  return element.animate([{ translate: `${from.left - to.left}px ${from.top - to.top}px` }, { translate: '0 0' }], {
    duration: SNAP_MS,
    easing: 'ease-out',
  });
}
