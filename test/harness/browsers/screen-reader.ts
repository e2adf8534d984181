/**
 * Records in a real browser what a screen reader announces: text that arrives in live regions, the focused elements and
 * the named boxes around them, and changes of the focused element.
 */
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    spoken: string[];
  }
}

/** The announcements so far, in order. */
export const spokenIn = (page: Page): Promise<string[]> => page.evaluate(() => [...window.spoken]);

function squeeze(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

function wordsOf(node: Node | null): string {
  return squeeze(node instanceof HTMLElement ? node.innerText || node.textContent : node?.textContent);
}

function rootOf(element: Element): Document | ShadowRoot {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root : document;
}

function wordsById(element: Element, attribute: string): string {
  const ids = (element.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean);
  return squeeze(ids.map((id) => wordsOf(rootOf(element).getElementById(id))).join(' '));
}

/** The live regions: `assertive`, `polite` or `off`. */
function livenessOf(region: Element): string {
  return region.getAttribute('aria-live') ?? (region.getAttribute('role') === 'alert' ? 'assertive' : 'polite');
}

function liveSelector(): string {
  return '[aria-live], [role="status"], [role="alert"], [role="log"], output';
}

/** The live region that a node is in; null if changes there are not announced. */
function regionOf(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  if (element?.closest('[aria-hidden="true"], [inert], [hidden]')) return null;
  const region = element?.closest(liveSelector()) ?? null;
  return region && livenessOf(region) !== 'off' ? region : null;
}

function announceRegion(region: Element, words: string): void {
  if (words !== '') window.spoken.push(`${livenessOf(region) === 'assertive' ? 'alert' : 'status'}: ${words}`);
}

function handleChanges(changes: readonly MutationRecord[]): void {
  const nodes = new Set(
    changes.flatMap(({ type, target, addedNodes }) => (type === 'characterData' ? [target] : [...addedNodes])),
  );
  for (const node of nodes) {
    if (!node.isConnected || [...nodes].some((other) => other !== node && other.contains(node))) continue;
    const region = regionOf(node);
    if (region) announceRegion(region, wordsOf(node));
    else if (node instanceof Element)
      for (const inner of node.querySelectorAll(liveSelector()))
        if (regionOf(inner)) announceRegion(inner, wordsOf(inner));
  }
  // A browser tells a screen reader once how an attribute differs after several changes in a row.
  const changed = new Set<string>();
  for (const { target, attributeName, oldValue } of changes) {
    if (!attributeName || !(target instanceof Element) || target !== focusedElement()) continue;
    if (changed.has(attributeName)) continue;
    changed.add(attributeName);
    if (target.getAttribute(attributeName) !== oldValue) announceChange(target, attributeName);
  }
}

function focusedElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

function roleOf(element: Element): string {
  const role = element.getAttribute('role');
  if (role) return role;
  if (element instanceof HTMLInputElement)
    return { checkbox: 'checkbox', radio: 'radio', search: 'searchbox' }[element.type] ?? 'textbox';
  const roles: Record<string, string> = { a: 'link', textarea: 'textbox', section: 'region', fieldset: 'group' };
  return roles[element.localName] ?? element.localName;
}

function nameOf(element: Element): string {
  const name = wordsById(element, 'aria-labelledby') || squeeze(element.getAttribute('aria-label'));
  if (name !== '') return name;
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
    return squeeze([...(element.labels ?? [])].map(wordsOf).join(' ')) || squeeze(element.placeholder);
  if (element.localName === 'fieldset') return wordsOf(element.querySelector('legend'));
  return /^(button|link|summary|option|menuitem|tab)/.test(roleOf(element)) ? wordsOf(element) : '';
}

function statesOf(element: Element): string[] {
  const words: Record<string, [string, string]> = {
    'aria-expanded': ['expanded', 'collapsed'],
    'aria-pressed': ['pressed', 'not pressed'],
    'aria-checked': ['checked', 'not checked'],
    'aria-invalid': ['invalid', ''],
    'aria-disabled': ['unavailable', ''],
  };
  const states = Object.entries(words).map(([name, [yes, no]]) => {
    const value = element.getAttribute(name);
    return value === 'true' ? yes : value === 'false' ? no : '';
  });
  if (element instanceof HTMLInputElement && /checkbox|radio/.test(element.type))
    states.push(element.checked ? 'checked' : 'not checked');
  return states.filter((state) => state !== '');
}

/** The named boxes around an element, outermost first, through shadow roots. */
function boxesAround(element: Element): Element[] {
  const boxes: Element[] = [];
  let at: Element | null = element;
  while (at) {
    const root: Node = at.getRootNode();
    at = at.assignedSlot ?? at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    if (at?.matches('[role]:not([role="presentation"]), dialog, fieldset, nav, form, section') && nameOf(at) !== '')
      boxes.unshift(at);
  }
  return boxes;
}

function announceChange(element: Element, attribute: string): void {
  if (attribute === 'aria-activedescendant') {
    const option = rootOf(element).getElementById(element.getAttribute(attribute) ?? '');
    if (option) window.spoken.push(`option: ${nameOf(option)}`);
  } else if (attribute === 'aria-label') window.spoken.push(`name: ${nameOf(element)}`);
  else window.spoken.push(`state: ${statesOf(element).join(', ')}`);
}

function announceToggle({ target }: Event): void {
  if (target instanceof HTMLDetailsElement && target.querySelector('summary') === focusedElement())
    window.spoken.push(`state: ${target.open ? 'expanded' : 'collapsed'}`);
}

function record(): void {
  window.spoken = [];
  let around: Element[] = [];
  let last: Element | null = null;
  const announceFocus = () => {
    const active = focusedElement();
    if (!active || active === last) return;
    last = active;
    if (active === document.body) return void window.spoken.push('focus: the page');
    const boxes = boxesAround(active);
    const entered = boxes.filter((box) => !around.includes(box)).map((box) => `${roleOf(box)} “${nameOf(box)}”`);
    around = boxes;
    const described = wordsById(active, 'aria-describedby') || squeeze(active.getAttribute('aria-description'));
    const own = [`${roleOf(active)} “${nameOf(active)}”`, ...statesOf(active), described && `(${described})`];
    window.spoken.push(`focus: ${[...entered, own.filter(Boolean).join(', ')].join(' > ')}`);
  };
  const watch = (root: Node) => {
    new MutationObserver(handleChanges).observe(root, {
      childList: true,
      characterData: true,
      subtree: true,
      attributeOldValue: true,
      attributeFilter: ['aria-expanded', 'aria-pressed', 'aria-checked', 'aria-label', 'aria-activedescendant'],
    });
    // A move within a shadow tree is an event in that tree only. A focus that is lost for a moment is not read.
    root.addEventListener('focusin', () => queueMicrotask(announceFocus), true);
    root.addEventListener('toggle', announceToggle, true);
    root.addEventListener('focusout', () => setTimeout(announceFocus, 250), true);
  };
  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    watch(root);
    return root;
  };
}

const parts = [
  squeeze,
  wordsOf,
  rootOf,
  wordsById,
  livenessOf,
  liveSelector,
  regionOf,
  announceRegion,
  handleChanges,
  focusedElement,
  roleOf,
  nameOf,
  statesOf,
  boxesAround,
  announceChange,
  announceToggle,
  record,
];

/** A script that starts to record; it runs before a page's own. */
export const recordSpeech = `(() => { ${parts.join('\n')}\n record(); })();`;
