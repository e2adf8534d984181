/** Elements of the page that open the chat when they are clicked, whenever they were added. */

export interface PageOpeners {
  name: string;
  /** The `trigger` option. */
  trigger: string | undefined;
  /** Whether `data-chat-open` without a name means this dock. */
  isFirst: boolean;
}

/** Opens for `data-chat-open` (empty, or the dock's name), toggles for `trigger`. A link does not lead away then. */
export function heedClick(
  event: Event,
  { name, trigger, isFirst }: PageOpeners,
  commands: { open(): void; toggle(): void },
): void {
  // A page's own code may click on the document itself, where there is nothing to find.
  const [target] = event.composedPath() as [Partial<Element>];
  const wanted = target.closest?.('[data-chat-open]')?.getAttribute('data-chat-open');
  if (wanted === name || (wanted === '' && isFirst)) commands.open();
  else if (trigger && closest(target, trigger)) commands.toggle();
  else return;
  event.preventDefault();
}

/** A selector that is none is said when the panel is there, and means nothing until then. */
function closest(target: Partial<Element>, selector: string) {
  try {
    return target.closest?.(selector);
  } catch {
    return null;
  }
}
