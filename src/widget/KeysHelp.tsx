/** The keys, in a small popover. */
import { createElement, memo, useEffect, useRef } from 'react';
import { useSetup } from './DockContext.tsx';
import { IconButton } from './IconButton.tsx';
import { useLazy } from './use-lazy.ts';

const loadKeysList = async () => (await import('./KeysList.tsx')).KeysList;

export interface KeysHelpProps {
  isOpen: boolean;
  onToggle(isOpen: boolean): void;
}

export const KeysHelp = memo(function KeysHelp({ isOpen, onToggle }: KeysHelpProps) {
  const { strings } = useSetup();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = box.current;
    if (!isOpen || !element) return;
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Node) || !element.contains(relatedTarget)) onToggle(false);
    };
    element.addEventListener('focusout', leave);
    return () => element.removeEventListener('focusout', leave);
  }, [isOpen, onToggle]);

  const KeysList = useLazy(isOpen, loadKeysList);
  return (
    <div className="help" ref={box}>
      <IconButton label={strings.keys} icon="keyboard" onPress={() => onToggle(!isOpen)} isExpanded={isOpen} />
      {KeysList && createElement(KeysList)}
    </div>
  );
});
