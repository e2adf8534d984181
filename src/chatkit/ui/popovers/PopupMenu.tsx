/**
 * A button that opens a menu above itself. Arrows move, Enter chooses, Escape closes and returns the focus to the
 * button.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { useStyles } from '../styles/adopt-styles.ts';
import { Icon, type ChromeIcon } from '../../icons/Icon.tsx';
import css from './menu.css?inline';
import { usePopover } from './popover.ts';

export interface MenuEntry {
  key: string;
  label: string;
  description?: string | undefined;
  /** A built-in icon, or an icon named by the page. */
  icon?: { own: ChromeIcon } | { named: string } | undefined;
  isDisabled?: boolean | undefined;
  /** Set on entries that form a radio group. */
  isChecked?: boolean | undefined;
  onSelect: () => void;
}

interface PopupMenuProps {
  label: string;
  /** The content of the button. */
  children: ComponentChildren;
  entries: readonly MenuEntry[];
  class?: string;
  /** Aligns the menu with the end of the button. */
  alignEnd?: boolean;
}

export function PopupMenu(props: PopupMenuProps) {
  const { label, children, entries, class: className = 'icon-button', alignEnd = false } = props;
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useStyles(css);

  const close = (withFocus: boolean) => {
    setOpen(false);
    if (withFocus) button.current?.focus();
  };

  usePopover({
    anchor: button,
    box: menu,
    isOpen,
    side: 'top',
    align: alignEnd ? 'end' : 'start',
    onLeave: () => close(false),
  });

  useLayoutEffect(() => {
    if (!isOpen) return;
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    (items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
  }, [isOpen]);

  return (
    <div
      class="popup"
      ref={box}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !box.current?.contains(relatedTarget)) close(false);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) {
          event.preventDefault();
          event.stopPropagation();
          close(true);
        } else if (isOpen) moveFocus(event, box.current);
      }}
    >
      <button
        type="button"
        ref={button}
        class={className}
        aria-label={label}
        data-tip=""
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        // In Safari a press does not focus a button; it would blur the menu and close it.
        <div
          ref={menu}
          popover="manual"
          class="menu"
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
        >
          {entries.map((entry) => (
            <Entry
              key={entry.key}
              entry={entry}
              onChoose={() => {
                close(true);
                entry.onSelect();
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function Entry({ entry, onChoose }: { entry: MenuEntry; onChoose: () => void }) {
  const { label, description, icon, isDisabled, isChecked } = entry;
  return (
    <button
      type="button"
      class="menu-entry"
      role={isChecked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChecked}
      aria-disabled={isDisabled || undefined}
      tabIndex={-1}
      onClick={() => isDisabled || onChoose()}
    >
      {icon && ('own' in icon ? <Icon name={icon.own} /> : <ContentIcon name={icon.named} />)}
      <span class="menu-text">
        <span dir="auto">{label}</span>
        {description && <small dir="auto">{description}</small>}
      </span>
      {isChecked && <Icon name="check" />}
    </button>
  );
}

function moveFocus(event: KeyboardEvent, box: HTMLElement | null) {
  const items = [...(box?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  const current = items.findIndex((item) => item === event.target);
  const target = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: items.length - 1 }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  items.at(target % items.length)?.focus();
}
