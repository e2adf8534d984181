/** The keyboard help: a button with a popover. */
import { createElement, memo, useEffect, useRef, type ComponentType } from 'react';
import { useSetup } from './DockContext.tsx';
import { IconButton } from './IconButton.tsx';

export interface KeysHelpProps {
  isOpen: boolean;
  /** The content of the popover; null while it is not loaded. */
  list: ComponentType | null;
  onToggle(isOpen: boolean): void;
}

export const KeysHelp = memo(function KeysHelp({ isOpen, list, onToggle }: KeysHelpProps) {
  const { strings } = useSetup();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = box.current;
    if (!isOpen || !list || !element) return;
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Node) || !element.contains(relatedTarget)) onToggle(false);
    };
    element.addEventListener('focusout', leave);
    return () => element.removeEventListener('focusout', leave);
  }, [isOpen, list, onToggle]);

  return (
    <div className="help" ref={box}>
      <IconButton label={strings.keys} icon="keyboard" onPress={() => onToggle(!isOpen)} isExpanded={isOpen} />
      {list && createElement(list)}
    </div>
  );
});
