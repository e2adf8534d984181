/** Keeps Tab inside while the panel fills the window, in both engines: an edge that is reached leads to the other end. */
import type { ReactNode } from 'react';

export interface FocusTrapProps {
  isOn: boolean;
  children: ReactNode;
}

export function FocusTrap({ isOn, children }: FocusTrapProps) {
  return (
    <>
      {isOn && <Edge onReached={(panel) => tabbablesIn(panel).at(-2)?.focus()} />}
      {children}
      {isOn && <Edge onReached={(panel) => tabbablesIn(panel).at(1)?.focus()} />}
    </>
  );
}

function Edge({ onReached }: { onReached(panel: Element): void }) {
  return (
    <span
      className="edge"
      // The Tab key passes through this element; focus never stays on it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onFocus={({ currentTarget }) => currentTarget.parentElement && onReached(currentTarget.parentElement)}
    />
  );
}

/** Everything the Tab key stops at, in order, through open shadow roots; the edges themselves come first and last. */
function tabbablesIn(root: Element | ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    const inside = element.shadowRoot ? tabbablesIn(element.shadowRoot) : [];
    const isTabbable =
      element.tabIndex >= 0 &&
      !element.matches(':disabled, [inert] *') &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.shadowRoot;
    return isTabbable ? [element, ...inside] : inside;
  });
}
