/** Keeps what a visitor types in our fields from the keyboard shortcuts of the page. */

/** Keys without a character that belong to a text field. The last three are keys of input methods. */
const EDITING_KEYS = /^(Enter|Backspace|Delete|Insert|Home|End|Page(Up|Down)|Arrow\w+|Dead|Process|Unidentified)$/;

const isMac = /mac|ip/i.test(navigator.platform);

const guarded = new WeakSet<ShadowRoot>();

/**
 * Stops events of keys that type or edit at `host` if they come from a field in `root` or in a shadow root below it.
 * Tab, Esc, and keys with Ctrl, Meta or Alt reach the page.
 *
 * A listener of the page in the capture phase runs before this. Most shortcuts check whether their target is editable,
 * and for them the target is `host`: it reports itself as editable while one of our fields has the focus.
 *
 * A second call for the same root does nothing.
 *
 * @param isNeededOutside Whether a listener outside `host` needs the event.
 */
export function keepKeys(
  host: HTMLElement,
  root: ShadowRoot,
  isNeededOutside: (event: KeyboardEvent) => boolean,
): void {
  if (guarded.has(root)) return;
  guarded.add(root);
  const handleKey = (event: KeyboardEvent) => {
    const [target] = event.composedPath();
    if (isTyping(event) && isField(target) && isInside(root, target) && !isNeededOutside(event))
      event.stopPropagation();
  };
  // Safari ends a composition before the keydown of the Esc that discards it, so each use of Esc would have to check this.
  const dropComposedEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isComposed(event)) event.stopPropagation();
  };
  host.addEventListener('keydown', dropComposedEscape, { capture: true });
  for (const type of ['keydown', 'keypress', 'keyup'] as const) host.addEventListener(type, handleKey);
  Object.defineProperty(host, 'isContentEditable', {
    configurable: true,
    get: () => isField(focusedIn(root)),
  });
}

/** Whether a key types or edits. AltGr types, and so does Option on a Mac; on Windows, AltGr is reported as Ctrl+Alt. */
function isTyping(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey } = event;
  const isCharacter = /^.$/u.test(key);
  if (isComposed(event) || (isCharacter && event.getModifierState('AltGraph'))) return true;
  if (ctrlKey || metaKey || (altKey && !(isMac && isCharacter))) return false;
  return isCharacter || EDITING_KEYS.test(key);
}

/** An input method uses the key. Safari reports the one that ends a composition afterwards, with the code 229. */
const isComposed = ({ isComposing, keyCode }: KeyboardEvent) => isComposing || keyCode === 229;

const isField = (target: EventTarget | null | undefined): target is HTMLElement =>
  target instanceof HTMLElement &&
  (target.matches('input, textarea, select, [role=textbox]') || target.isContentEditable);

/** Fields that the page has slotted into our element are not inside. */
function isInside(root: ShadowRoot, node: Node): boolean {
  const tree = node.getRootNode();
  return tree === root || (tree instanceof ShadowRoot && isInside(root, tree.host));
}

function focusedIn(root: ShadowRoot): Element | null {
  const { activeElement } = root;
  return activeElement?.shadowRoot?.activeElement ? focusedIn(activeElement.shadowRoot) : activeElement;
}
