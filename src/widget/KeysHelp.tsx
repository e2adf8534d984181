/** The keys, in a small popover. */
import { memo, useEffect, useRef } from 'react';
import { useSetup } from './DockContext.tsx';
import { IconButton } from './IconButton.tsx';
import { keyLabels } from './keys.ts';

export interface KeysHelpProps {
  isOpen: boolean;
  onToggle(isOpen: boolean): void;
}

export const KeysHelp = memo(function KeysHelp({ isOpen, onToggle }: KeysHelpProps) {
  const { options, strings } = useSetup();
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

  const rows: [what: string, keys: string[]][] = [
    [strings.keyOpen, keyLabels(options.shortcut)],
    [strings.keyFullscreen, options.fullscreen ? keyLabels(options.fullscreenShortcut) : []],
    [strings.keyClose, options.esc ? ['Esc'] : []],
    [strings.keySend, ['Enter']],
    [strings.keyLine, ['Shift', 'Enter']],
  ];
  return (
    <div className="help" ref={box}>
      <IconButton label={strings.keys} icon="keyboard" onPress={() => onToggle(!isOpen)} isExpanded={isOpen} />
      {isOpen && (
        <dl className="keys">
          {rows.map(([what, keys]) =>
            keys.length === 0 ? null : (
              <div key={what}>
                <dt>{what}</dt>
                <dd>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dd>
              </div>
            ),
          )}
        </dl>
      )}
    </div>
  );
});
