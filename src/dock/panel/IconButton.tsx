/** An icon button. Its label is its accessible name and its tooltip. */
import type { Ref } from 'react';
import { icons, type IconName } from './icons.ts';

export interface IconButtonProps {
  label: string;
  icon: IconName;
  onPress(): void;
  /** Whether to mirror the icon in right-to-left text. */
  flips?: boolean;
  /** Text to add to the tooltip, such as the keys. */
  hint?: string | undefined;
  className?: string;
  slot?: string | undefined;
  isExpanded?: boolean | undefined;
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
      title={hint ? `${label} (${hint})` : label}
      onClick={onPress}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
    </button>
  );
}
