/**
 * The button beside text that the visitor selects on the page. Only pages with `pageContext: selection` load this
 * module.
 */
import type { Dock } from '../create-dock.ts';
import { loadStrings } from '../loading/load-strings.ts';
import { wantedLocale, type Shell } from '../launcher/shell.ts';
import { addStyles } from '../style-sheets.ts';
import type { ShellStrings } from '../../options/strings.ts';
import css from './ask-about.css?inline';
import { askedIn, selectedText, selectionQuote } from './page-quote.ts';

/** Distance between the selection and the button. On touch, the handles are below the text and the system's menu is above it. */
const GAP_PX = 8;
const TOUCH_GAP_PX = 36;
const EDGE_PX = 8;
/** The minimum length of a selection. */
const LEAST_LETTERS = 3;

/**
 * Shows the button once the selection is finished, and hides it with the selection. The button never takes the focus or
 * ends the selection. Tab moves from the selection to it. Escape hides it, and so does scrolling the text out of the
 * window. The signal aborts when the dock is removed or the option is turned off.
 */
export function askAboutSelection(dock: Dock, shell: Shell, signal: AbortSignal): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ask';
  button.hidden = true;
  shell.frame.append(button);
  const dropStyles = addStyles(shell.root, css);
  let isPressed = false;
  /** The text whose button the visitor has dismissed. */
  let dismissed = '';

  const hide = () => {
    button.hidden = true;
  };
  const look = async () => {
    const text = isPressed || shell.frame.hidden ? '' : selectedText(shell.host);
    if (text === '' && !isPressed) dismissed = '';
    if (text.length < LEAST_LETTERS || text === dismissed) {
      // The button itself may have the focus: then the selection is still there.
      if (shell.root.activeElement !== button) hide();
      return;
    }
    dismissed = '';
    button.textContent ||= await labelIn(dock.get().options);
    if (signal.aborted || selectedText(shell.host) !== text) return;
    button.hidden = false;
    place(button);
  };
  const press = () => {
    const text = selectedText(shell.host) || String(document.getSelection()).trim();
    dismissed = text;
    hide();
    if (text === '') return;
    if (!dock.get().isOpen) askedIn.add(shell.host);
    dock.commands.setComposerValue({ reply: selectionQuote(text) });
    dock.commands.open();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (button.hidden || event.defaultPrevented) return;
    const isHere = shell.root.activeElement === button;
    if (event.key === 'Escape') {
      dismissed = selectedText(shell.host) || dismissed;
      hide();
    } else if (event.key === 'Tab' && !event.shiftKey && !isHere && document.activeElement === document.body) {
      event.preventDefault();
      button.focus({ preventScroll: true });
    }
  };

  const listening = { signal, capture: true };
  button.addEventListener('click', press);
  // Prevents the press from ending the selection, which would hide the button.
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  button.addEventListener('mousedown', (event) => event.preventDefault());
  document.addEventListener('pointerdown', ({ target }) => (isPressed = target !== shell.host), listening);
  for (const name of ['pointerup', 'pointercancel'])
    document.addEventListener(name, () => void ((isPressed = false), look()), listening);
  document.addEventListener('selectionchange', () => void look(), listening);
  document.addEventListener('keydown', handleKey, listening);
  addEventListener('scroll', () => button.hidden || place(button), { ...listening, passive: true });
  addEventListener('resize', () => button.hidden || place(button), listening);
  signal.addEventListener('abort', () => {
    button.remove();
    dropStyles();
  });
  void look(); // the visitor may have selected something before this module loaded
}

async function labelIn({ locale, strings }: { locale: string; strings?: unknown }): Promise<string> {
  // The owner's replacements, checked here for the one text that is used.
  const own = typeof strings === 'object' ? (strings as Partial<ShellStrings> | null)?.askAbout : undefined;
  return own ?? (await loadStrings(wantedLocale(locale))).askAbout;
}

/** Above the first selected line, else below the last; on touch the other way round. Hidden while the selection is out of the window. */
function place(button: HTMLElement): void {
  const range = document.getSelection()?.getRangeAt(0);
  const lines = [...(range?.getClientRects() ?? [])].filter(({ width }) => width > 0);
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return;
  const { offsetWidth: width, offsetHeight: height } = button;
  const isTouch = matchMedia('(pointer: coarse)').matches;
  const gap = isTouch ? TOUCH_GAP_PX : GAP_PX;
  const above = { top: first.top - gap - height, line: first };
  const below = { top: last.bottom + gap, line: last };
  const places = isTouch ? [below, above] : [above, below];
  const { top, line } = places.find(({ top }) => top >= EDGE_PX && top + height <= innerHeight - EDGE_PX) ?? above;
  const isInView = last.bottom > 0 && first.top < innerHeight;
  const isRightToLeft = getComputedStyle(range?.startContainer.parentElement ?? document.body).direction === 'rtl';
  const left = isRightToLeft ? line.right - width : line.left;
  button.style.visibility = isInView ? '' : 'hidden';
  button.style.top = `${Math.max(EDGE_PX, Math.min(top, innerHeight - EDGE_PX - height))}px`;
  button.style.left = `${Math.max(EDGE_PX, Math.min(left, document.documentElement.clientWidth - EDGE_PX - width))}px`;
}
