/**
 * A button that is part of a line of text. It is no `<button>`, because that is a box, and browsers may break a line
 * between a box and the comma after it.
 */
import type { HTMLAttributes } from 'preact';

interface InlineButtonProps extends Omit<HTMLAttributes<HTMLSpanElement>, 'role' | 'tabIndex' | 'onClick'> {
  onClick(): void;
}

export const InlineButton = ({ onClick, ...rest }: InlineButtonProps) => (
  <span
    {...rest}
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    role="button"
    tabIndex={0}
    onClick={onClick}
    onKeyDown={(event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault(); // Space would scroll the thread
      if (!event.repeat) onClick();
    }}
  />
);
