/** The list in the help popover. */
import { useSetup } from './DockContext.tsx';
import { keyLabels } from '../keys.ts';
import { adoptStyles } from '../style-sheets.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';

const css = `
.keys{position:absolute;z-index:3;top:calc(100% + 6px);inset-inline-end:0;box-sizing:border-box;width:max-content;max-width:min(300px,100vw - 96px,var(--dock-width) - 96px);margin:0;padding:6px;border-radius:var(--ck-radius-menu);background:var(--ck-surface);box-shadow:0 0 0 1px var(--ck-border),0 8px 28px #0f12192e;font-size:13px;animation:rise .2s var(--dock-ease)}
.keys>div{display:flex;align-items:center;justify-content:space-between;gap:20px;padding:6px 8px}
.keys dt{color:var(--ck-text)}
.keys dd{display:flex;gap:4px;margin:0}
.keys kbd{min-width:20px;box-sizing:border-box;padding:1px 6px;border:1px solid var(--ck-border);border-radius:6px;background:var(--ck-sunken);font:500 12px/1.5 var(--ck-font);text-align:center}
`;

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
