/** Rows. The rows beyond `limit` are behind a "show more" button. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { keysOf } from '../child-keys.ts';
import { StatusLine } from './StatusLine.tsx';
import { Themed } from '../Themed.tsx';
import { useAction } from '../use-action.ts';
import { useGradual } from '../use-gradual.ts';
import { boxStyle, toText } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import { childrenOf, WidgetChildren, WidgetNode, type ComponentProps } from '../WidgetNode.tsx';

/** `limit: "auto"` shows as many rows as fit into this share of the chat, and never fewer than three. */
const AUTO_SHARE = 0.6;
const MIN_ROWS = 3;

/** The rows of an "auto" list that fit. Measured once, when the list is drawn, so that reading does not move the rows. */
function useFittingRows(count: number, isWanted: boolean) {
  const list = useRef<HTMLUListElement>(null);
  const [fitting, setFitting] = useState(count);
  useLayoutEffect(() => {
    const room = list.current?.closest('.chat')?.clientHeight;
    if (!isWanted || !list.current || !room) return;
    const { top } = list.current.getBoundingClientRect();
    const rows = [...list.current.children];
    const first = rows.findIndex((row) => row.getBoundingClientRect().bottom - top > room * AUTO_SHARE);
    // A button for one hidden row would take as much room as the row.
    const fits = first === -1 || first >= rows.length - 1 ? rows.length : first;
    setFitting(Math.max(MIN_ROWS, fits));
  }, [isWanted]);
  return { list, fitting };
}

export function ListView({ component }: ComponentProps) {
  const { text } = useWidget();
  const [isExpanded, setExpanded] = useState(false);
  const rows = childrenOf(component);
  const keys = useMemo(() => keysOf(rows), [component]);
  const { limit: wanted } = component;
  const { list, fitting } = useFittingRows(rows.length, wanted === 'auto');
  const limit =
    wanted === 'auto' ? fitting : typeof wanted === 'number' && wanted >= 1 ? Math.floor(wanted) : rows.length;
  const visibleRows = isExpanded ? rows.length : Math.min(limit, rows.length);
  const shown = rows.slice(0, useGradual(visibleRows));
  const hidden = rows.length - visibleRows;
  return (
    <Themed scheme={component['theme']}>
      {(style) => (
        <div class="w-list" style={style}>
          <StatusLine status={component['status']} />
          <ul ref={list}>
            {shown.map((row, index) => (
              <li key={keys[index]}>
                <WidgetNode component={row} />
              </li>
            ))}
          </ul>
          {hidden > 0 && (
            <button type="button" class="w-more" onClick={() => setExpanded(true)}>
              {text('widget.showMore', { count: hidden })}
            </button>
          )}
        </div>
      )}
    </Themed>
  );
}

/**
 * A row with an action is a button. If the row contains controls, which cannot be nested in a button, the button lies
 * under them instead.
 */
export function ListViewItem({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const { action, mayRun, isLoading, run } = useAction(component['onClickAction'], { auto: 'self' });
  const { gap, align } = component;
  const className = ['w-box w-row w-centred w-list-row', action && 'clickable', isLoading && 'loading']
    .filter(Boolean)
    .join(' ');
  if (!action) {
    return (
      <div class={className} style={boxStyle({ gap, align }, scheme)}>
        <WidgetChildren of={component} />
      </div>
    );
  }
  const onClick = (event: MouseEvent) => {
    if (!isOnOwnControl(event)) void run();
  };
  if (containsControl(component)) {
    return (
      <div class={className} style={boxStyle({ gap, align }, scheme)} onClick={onClick}>
        <button
          type="button"
          class="w-row-button"
          aria-label={wordsOf(component)}
          aria-busy={isLoading}
          disabled={!mayRun}
          onClick={() => void run()}
        />
        <WidgetChildren of={component} />
      </div>
    );
  }
  return (
    <div
      class={className}
      style={boxStyle({ gap, align }, scheme)}
      role="button"
      tabIndex={mayRun ? 0 : -1}
      aria-disabled={!mayRun}
      aria-busy={isLoading}
      onClick={onClick}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        void run();
      }}
    >
      <WidgetChildren of={component} />
    </div>
  );
}

const CONTROLS: ReadonlySet<string> = new Set([
  'Button',
  'Input',
  'Textarea',
  'Select',
  'DatePicker',
  'Checkbox',
  'RadioGroup',
  'Form',
  'Markdown',
]);

const containsControl = (component: WidgetComponent): boolean =>
  childrenOf(component).some(
    (child) => CONTROLS.has(child.type) || Boolean(child['editable']) || containsControl(child),
  );

/** The row's text, used as the name of its button. The names of its controls are left out. */
const wordsOf = (component: WidgetComponent): string =>
  childrenOf(component)
    .map((child) =>
      CONTROLS.has(child.type) ? '' : (toText(child['value']) ?? toText(child['label']) ?? wordsOf(child)),
    )
    .filter(Boolean)
    .join(', ');

/** A click on a control inside the row does not trigger the row. */
function isOnOwnControl(event: MouseEvent): boolean {
  for (const target of event.composedPath()) {
    if (target === event.currentTarget) return false;
    if (target instanceof Element && target.matches('button, a, input, select, textarea, label')) return true;
  }
  return false;
}
