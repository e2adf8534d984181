/** A table of components. A table that is too wide scrolls sideways. */
import { boxStyle, toFlag, toLines, toSize, toWord, type Style } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { WidgetChildren, type ComponentProps } from '../WidgetNode.tsx';

const HeaderContext = createContext(false);

export function Table({ component }: ComponentProps) {
  const { text } = useWidget();
  return (
    <div class="w-table" tabIndex={0} role="group" aria-label={text('announce.table')}>
      <table>
        <tbody>
          <WidgetChildren of={component} />
        </tbody>
      </table>
    </div>
  );
}

export function TableRow({ component }: ComponentProps) {
  return (
    <HeaderContext.Provider value={toFlag(component['header'])}>
      <tr>
        <WidgetChildren of={component} />
      </tr>
    </HeaderContext.Provider>
  );
}

export function TableCell({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const isHeader = useContext(HeaderContext);
  const Cell = isHeader ? 'th' : 'td';
  const { padding } = component;
  const style: Style = boxStyle({ padding }, scheme);
  const width = toSize(component['width']);
  if (width !== undefined) style['width'] = width;
  const align = toWord(component['align'], ['start', 'center', 'end']);
  if (align) style['textAlign'] = align === 'center' ? align : `var(--w-${align})`;
  const vertical = toWord(component['vAlign'], ['start', 'center', 'end']);
  if (vertical) style['verticalAlign'] = { start: 'top', center: 'middle', end: 'bottom' }[vertical];
  const size = toWord(component['colSize'], ['xs', 'sm', 'md', 'lg', 'xl']);
  return (
    <Cell
      class={size ? `col-${size}` : undefined}
      style={style}
      scope={isHeader ? 'col' : undefined}
      colSpan={toLines(component['colSpan'])}
      rowSpan={toLines(component['rowSpan'])}
    >
      <WidgetChildren of={component} />
    </Cell>
  );
}
