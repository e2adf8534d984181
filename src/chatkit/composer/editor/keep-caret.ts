/**
 * Keeps the caret in Firefox when the page replaces its body, as Turbo does: Firefox then moves it to the start of the
 * focused field, if that is outside the body, where the dock is.
 */
import { select, selectedRange } from '../../ui/selection.ts';

export function keepCaret(field: HTMLElement): void {
  // A live range: it follows changes of the text.
  let last: Range | null = null;
  const remember = () => {
    last = selectedRange(field)?.cloneRange() ?? last;
  };
  // Runs before Firefox reports the moved caret.
  const observer = new MutationObserver(() => last && field.matches(':focus') && select(last));
  const watch = () => {
    remember();
    document.addEventListener('selectionchange', remember);
    observer.observe(document.documentElement, { childList: true });
  };
  field.addEventListener('focus', watch);
  field.addEventListener('blur', () => {
    document.removeEventListener('selectionchange', remember);
    observer.disconnect();
  });
  if (field.matches(':focus')) watch();
}
