/** The list of keyboard shortcuts, in a box below the header that closes when the focus leaves it. */
import { useRef, type KeyboardEvent } from 'react';
import { deepActiveElement } from '../commands/composer-focus.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { keyLabels } from '../keys.ts';
import { useSetup } from '../panel/DockContext.tsx';
import { addStyles } from '../style-sheets.ts';
import css from './drop-down.css?inline';

export interface KeysListProps {
  /** Called when the focus leaves the list. */
  onLeave(): void;
}

export function KeysList({ onLeave }: KeysListProps) {
  const { shell, options, strings } = useSetup();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => addStyles(shell.root, css), [shell]);
  const opener = useRef<Element>(null);
  useLayoutEffect(() => {
    opener.current ??= deepActiveElement();
    box.current?.focus();
  }, []);
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // Otherwise Esc would also leave fullscreen, or close the panel.
    event.stopPropagation();
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
    onLeave();
  };
  const rows: [what: string, keys: string][] = [
    [strings.keyOpen, options.shortcut],
    [strings.keyFullscreen, options.fullscreen ? options.fullscreenShortcut : 'none'],
    [strings.keyClose, options.esc ? 'Escape' : 'none'],
    [strings.keySend, 'Enter'],
    [strings.keyLine, 'Shift+Enter'],
  ];
  return (
    // The only keys that it handles close it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      className="drop-down"
      // Not a <fieldset>, which groups the fields of a form.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="group"
      aria-label={strings.keys}
      tabIndex={-1}
      onKeyDown={handleKey}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) onLeave();
      }}
    >
      <p aria-hidden="true">{strings.keys}</p>
      <dl className="keys">
        {rows.map(([what, combination]) => {
          const keys = keyLabels(combination, strings);
          return keys.length === 0 ? null : (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
