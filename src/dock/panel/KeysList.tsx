/** The list of keyboard shortcuts in the popover. */
import { useSetup } from './DockContext.tsx';
import { keyLabels } from '../keys.ts';
import { adoptStyles } from '../style-sheets.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import css from './keys-list.css?inline';

export function KeysList() {
  const { shell, options, strings } = useSetup();
  useLayoutEffect(() => adoptStyles(shell.root, css), [shell]);
  const rows: [what: string, keys: string][] = [
    [strings.keyOpen, options.shortcut],
    [strings.keyFullscreen, options.fullscreen ? options.fullscreenShortcut : 'none'],
    [strings.keyClose, options.esc ? 'Escape' : 'none'],
    [strings.keySend, 'Enter'],
    [strings.keyLine, 'Shift+Enter'],
  ];
  return (
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
  );
}
