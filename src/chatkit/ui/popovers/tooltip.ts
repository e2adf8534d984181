/**
 * Tooltips for the pointer and the keyboard, in place of `title`, which keyboards cannot reach. A control with `data-tip` shows
 * that text; if it is empty, its accessible name.
 */
import css from './tooltip.css?inline';

/** How long the pointer rests on a control before its tooltip shows, in milliseconds. */
const REST_MS = 500;
/** How long the tooltip stays after the pointer has left, so that it can move onto it. Others show at once meanwhile. */
const LINGER_MS = 200;
/** Distance between control and tooltip, and between tooltip and window edge, in pixels. */
const GAP_PX = 6;
const EDGE_PX = 8;

let sheet: CSSStyleSheet | undefined;
const places = new WeakSet<HTMLElement>();

/** Shows tooltips for the controls in `place`, which must be in a shadow root. Its style sheets must define the design tokens. */
export function showTips(place: HTMLElement): void {
  const root = place.getRootNode();
  if (!(root instanceof ShadowRoot) || places.has(place)) return;
  places.add(place);
  // Without `adoptStyles`, because the dock loads this module also where it does not load the chat.
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  const tip = createTip(place);

  place.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    if (event.target === tip.box) tip.keep();
    else tip.show(controlOf(event), REST_MS);
  });
  place.addEventListener('pointerleave', () => tip.show(null, 0));
  place.addEventListener('focusin', (event) => {
    const control = controlOf(event);
    if (control?.matches(':focus-visible')) tip.show(control, 0);
    else tip.hide();
  });
  place.addEventListener('focusout', () => tip.hide());
  for (const type of ['pointerdown', 'keydown', 'scroll', 'wheel'])
    place.addEventListener(type, () => tip.hide(), { capture: true, passive: true });
}

/** The control that an event of `place` is about. What is slotted into it has its tooltip from the tree that it is in. */
function controlOf({ target, currentTarget: place }: Event): HTMLElement | null {
  if (!(target instanceof Element && place instanceof Element) || target.getRootNode() !== place.getRootNode())
    return null;
  return target.closest<HTMLElement>('[data-tip]:not([aria-expanded="true"])');
}

const textOf = (control: HTMLElement) => control.dataset['tip'] || control.getAttribute('aria-label') || '';

function createTip(place: HTMLElement) {
  const box = document.createElement('div');
  box.className = 'tip';
  box.setAttribute('popover', 'manual');
  box.setAttribute('aria-hidden', 'true'); // screen readers read the name of the control
  /** The control that the pointer or the focus is on, and the one whose tooltip is open. */
  let aimed: HTMLElement | null = null;
  let shown: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The tooltip closes when its control is removed, and changes with the control's name.
  const sizes = new ResizeObserver(() => refresh());
  const names = new MutationObserver(() => refresh());

  function refresh() {
    if (!shown) return;
    if (shown.getClientRects().length === 0 || shown.getAttribute('aria-expanded') === 'true') return hide();
    box.textContent = textOf(shown);
    put(box, shown);
  }

  function open(control: HTMLElement) {
    if (!box.showPopover) {
      control.title = textOf(control); // a browser without popovers shows its own tooltip
      return;
    }
    shown = control;
    place.append(box);
    box.showPopover();
    sizes.observe(control);
    names.observe(control, { attributeFilter: ['aria-label', 'data-tip', 'aria-expanded'] });
    refresh();
  }

  function hide() {
    clearTimeout(timer);
    shown = null;
    box.remove();
    sizes.disconnect();
    names.disconnect();
  }

  return {
    box,
    hide,
    /** The pointer is on the tooltip: keep it open. */
    keep() {
      clearTimeout(timer);
      aimed = shown;
    },
    /** Shows the tooltip of a control after a while, or none. */
    show(control: HTMLElement | null, afterMs: number) {
      if (control === aimed) return;
      aimed = control;
      clearTimeout(timer);
      if (control === shown) return;
      const wait = control ? (shown ? 0 : afterMs) : LINGER_MS;
      timer = setTimeout(() => {
        hide();
        // A control that was removed meanwhile has no tooltip.
        if (control?.isConnected && place.isConnected) open(control);
      }, wait);
    },
  };
}

/** Below the control, or above it where there is no room. */
function put(box: HTMLElement, control: HTMLElement): void {
  const at = control.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + GAP_PX;
  const left = at.left + (at.width - width) / 2;
  box.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
  box.style.top = `${below + height + EDGE_PX <= innerHeight ? below : at.top - height - GAP_PX}px`;
}
