/** An icon button. Its label is the accessible name and the tooltip. */
import type { ComponentChildren, Ref } from 'preact';

interface IconButtonProps {
  label: string;
  children: ComponentChildren;
  onClick: () => void;
  class?: string;
  isDisabled?: boolean;
  /** For a toggle. */
  isPressed?: boolean;
  isExpanded?: boolean;
  hasMenu?: boolean;
  /** The id of the element that says what the button is about. */
  describedBy?: string;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function IconButton({
  label,
  children,
  onClick,
  class: className = '',
  isDisabled = false,
  isPressed,
  isExpanded,
  hasMenu,
  describedBy,
  buttonRef,
}: IconButtonProps) {
  return (
    <button
      type="button"
      ref={buttonRef ?? null}
      class={`icon-button ${className}`}
      aria-label={label}
      data-tip=""
      disabled={isDisabled}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      aria-describedby={describedBy}
      aria-haspopup={hasMenu ? 'menu' : undefined}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
