/** Keeps Tab inside the panel while it covers the page. Two edge elements send the focus to the opposite end. */
import type { ReactNode } from 'react';

interface FocusTrapProps {
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
      // The focus only passes through this element and never stays on it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onFocus={({ currentTarget }) => currentTarget.parentElement && onReached(currentTarget.parentElement)}
    />
  );
}

/** All elements that Tab reaches, in order, including those in open shadow roots. The edge elements are the first and the last. */
function tabbablesIn(root: Element | ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    const inside = element.shadowRoot ? tabbablesIn(element.shadowRoot) : [];
    const isTabbable =
      element.tabIndex >= 0 &&
      !element.matches(':disabled, [inert] *') &&
      element.getClientRects().length > 0 &&
      getComputedStyle(element).visibility === 'visible' &&
      !element.shadowRoot;
    return isTabbable ? [element, ...inside] : inside;
  });
}
