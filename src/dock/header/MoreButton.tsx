/** The button at the end of the bar. It opens a menu with the entries that are not in the bar. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { useSetup } from '../panel/DockContext.tsx';
import { IconButton } from '../panel/IconButton.tsx';
import type { HeaderEntry } from './use-header-entries.ts';
import type { HeaderBoxes } from './use-header-boxes.ts';

interface MoreButtonProps {
  entries: readonly HeaderEntry[];
  boxes: HeaderBoxes;
}

export function MoreButton({ entries, boxes }: MoreButtonProps) {
  const { strings } = useSetup();
  const { isMenuOpen, setMenuOpen } = boxes;
  const button = useRef<HTMLButtonElement>(null);
  const [isFromEnd, setFromEnd] = useState(false);
  const open = (fromEnd: boolean) => {
    setFromEnd(fromEnd);
    setMenuOpen(true);
  };
  const openByArrow = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowUp');
  };
  return (
    <>
      <IconButton
        buttonRef={button}
        label={strings.more}
        icon="more"
        onPress={() => (isMenuOpen ? setMenuOpen(false) : open(false))}
        onKeyDown={openByArrow}
        isExpanded={isMenuOpen}
        hasMenu
      />
      {boxes.menu && (
        <boxes.menu
          label={strings.more}
          entries={entries}
          isFromEnd={isFromEnd}
          onClose={(withFocus) => {
            setMenuOpen(false);
            if (withFocus) button.current?.focus();
          }}
        />
      )}
    </>
  );
}
