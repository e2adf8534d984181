/** The menu of the header: arrows move, Enter chooses, Esc closes it and returns the focus to its button. */
import { useRef, type KeyboardEvent } from 'react';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useSetup } from '../panel/DockContext.tsx';
import { icons } from '../panel/icons.ts';
import { addStyles } from '../style-sheets.ts';
import css from './drop-down.css?inline';
import type { HeaderEntry } from './use-header-entries.ts';

export interface HeaderMenuProps {
  label: string;
  entries: readonly HeaderEntry[];
  /** Whether the last entry gets the focus instead of the first. */
  isFromEnd: boolean;
  /** @param withFocus Whether to move the focus to the button that opened the menu. */
  onClose(withFocus: boolean): void;
}

export function HeaderMenu({ label, entries, isFromEnd, onClose }: HeaderMenuProps) {
  const { shell } = useSetup();
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => addStyles(shell.root, css), [shell]);
  useLayoutEffect(() => {
    itemsIn(menu.current)
      .at(isFromEnd ? -1 : 0)
      ?.focus();
  }, [isFromEnd]);

  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // Otherwise Esc would also leave fullscreen, or close the panel.
      event.stopPropagation();
      onClose(true);
    } else if (event.key === 'Tab') {
      onClose(true);
      return;
    } else if (!moveFocus(event, itemsIn(menu.current))) return;
    event.preventDefault();
  };

  return (
    // In Safari a press does not focus a button; it would move the focus out of the menu, which would close it.
    <div
      ref={menu}
      className="drop-down menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={handleKey}
      onMouseDown={(event) => event.preventDefault()}
      onBlur={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !menu.current?.contains(relatedTarget)) onClose(false);
      }}
    >
      {entries.map(({ name, label: text, icon, flips, hint, onPress }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          data-entry={name}
          tabIndex={-1}
          className={flips ? 'flips' : ''}
          onClick={() => {
            onClose(true);
            onPress();
          }}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={icons[icon]} />
          </svg>
          <span>{text}</span>
          {hint && <kbd aria-hidden="true">{hint}</kbd>}
        </button>
      ))}
    </div>
  );
}

const itemsIn = (menu: HTMLElement | null) => [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

/** Moves the focus by arrows, Home, End, or the first letter of an entry. Returns whether the key moved it. */
function moveFocus({ key, target }: KeyboardEvent, items: readonly HTMLElement[]): boolean {
  const current = items.findIndex((item) => item === target);
  const after = [...items.slice(current + 1), ...items.slice(0, current + 1)];
  const next =
    { ArrowDown: after[0], ArrowUp: items.at(current - 1), Home: items[0], End: items.at(-1) }[key] ??
    (key.length === 1 && key !== ' '
      ? after.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))
      : undefined);
  next?.focus();
  return next !== undefined;
}
