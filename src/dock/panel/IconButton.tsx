/** An icon button. Its label is its accessible name and its tooltip. */
import type { KeyboardEvent, Ref } from 'react';
import { icons, type IconName } from './icons.ts';

interface IconButtonProps {
  label: string;
  icon: IconName;
  onPress(): void;
  /** Whether to mirror the icon in right-to-left text. */
  flips?: boolean;
  /** Text to add to the tooltip, such as the keys. */
  hint?: string | undefined;
  className?: string;
  slot?: string | undefined;
  /** Whether the box that it opens is open. */
  isExpanded?: boolean | undefined;
  /** Whether that box is a menu. */
  hasMenu?: boolean;
  onKeyDown?(event: KeyboardEvent): void;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function IconButton({
  label,
  icon,
  onPress,
  flips = false,
  hint,
  className = '',
  slot,
  isExpanded,
  hasMenu = false,
  onKeyDown,
  buttonRef,
}: IconButtonProps) {
  return (
    <button
      ref={buttonRef}
      type="button"
      slot={slot}
      className={`tool ${flips ? 'flips' : ''} ${className}`}
      aria-label={label}
      aria-expanded={isExpanded}
      aria-haspopup={hasMenu ? 'menu' : undefined}
      data-tip={hint ? `${label} (${hint})` : ''}
      onClick={onPress}
      onKeyDown={onKeyDown}
      // The box closes when it loses the focus, and this press would open it again.
      onMouseDown={isExpanded ? (event) => event.preventDefault() : undefined}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
    </button>
  );
}
