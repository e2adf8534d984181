/** Layout components: boxes, rows, columns, forms, spacers and dividers. */
import type { ComponentChildren } from 'preact';
import { formHandlers } from '../../ui/form-handlers.ts';
import { formNameOf } from '../fields/form/form-name.ts';
import { FormPlace } from '../fields/form/FormPlace.tsx';
import { Themed } from '../Themed.tsx';
import { Strip } from './Strip.tsx';
import { useAction } from '../use-action.ts';
import { boxStyle, toBorderColor, toSize, toText, toWord, type Style } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import { WidgetChildren, type ComponentProps } from '../WidgetNode.tsx';

/** The reference's types say `row` and `col`; one guide writes `column`. */
const isRow = (direction: unknown) => direction === 'row';

export function Box({ component }: ComponentProps) {
  const { scheme } = useWidget();
  if (isRow(component['direction']))
    return (
      <RowFrame component={component} class="w-box w-row">
        <WidgetChildren of={component} />
      </RowFrame>
    );
  return (
    <div class="w-box w-col" style={boxStyle(component, scheme)}>
      <WidgetChildren of={component} />
    </div>
  );
}

/** The element of a row: one that scrolls if the row must not wrap. */
function RowFrame({
  component,
  class: name,
  children,
}: ComponentProps & { class: string; children: ComponentChildren }) {
  const { scheme } = useWidget();
  const props = { class: name, style: boxStyle(component, scheme), children };
  return component['wrap'] === 'nowrap' ? <Strip {...props} /> : <div {...props} />;
}

export function Row({ component }: ComponentProps) {
  return (
    <RowFrame component={component} class="w-box w-row w-gap w-centred">
      <WidgetChildren of={component} />
    </RowFrame>
  );
}

export function Col({ component }: ComponentProps) {
  const { scheme } = useWidget();
  return (
    <div class="w-box w-col w-gap" style={boxStyle(component, scheme)}>
      <WidgetChildren of={component} />
    </div>
  );
}

export function Basic({ component }: ComponentProps) {
  return <Themed scheme={component['theme']}>{(style) => <BasicBody component={component} style={style} />}</Themed>;
}

function BasicBody({ component, style }: ComponentProps & { style: Style }) {
  const { scheme } = useWidget();
  return (
    <div
      class={isRow(component['direction']) ? 'w-box w-row' : 'w-box w-col'}
      style={{ ...boxStyle(component, scheme), ...style }}
    >
      <WidgetChildren of={component} />
    </div>
  );
}

export function Form({ component }: ComponentProps) {
  return (
    <FormPlace component={component}>
      <FormBody component={component} />
    </FormPlace>
  );
}

function FormBody({ component }: ComponentProps) {
  const { scheme, getWidget } = useWidget();
  const { run, isLoading } = useAction(component['onSubmitAction'], { auto: 'self', validates: true });
  return (
    <form
      class={isRow(component['direction']) ? 'w-box w-gap w-row' : 'w-box w-gap w-col'}
      style={boxStyle(component, scheme)}
      noValidate
      aria-label={formNameOf(component, getWidget())}
      aria-busy={isLoading}
      {...formHandlers(() => void run())}
    >
      <WidgetChildren of={component} />
    </form>
  );
}

export function Spacer({ component }: ComponentProps) {
  const least = toSize(component['minSize']);
  return <div class="w-spacer" style={least === undefined ? {} : { flexBasis: least }} />;
}

export function Divider({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const style: Style = {};
  const color = toBorderColor(component['color'], scheme);
  // Set as separate properties, so that the browser ignores an invalid value and draws the line as usual.
  if (color !== undefined) style['borderColor'] = color;
  const size = toSize(component['size']);
  if (size !== undefined) style['borderWidth'] = size;
  const { spacing } = component;
  const space = typeof spacing === 'number' ? `calc(var(--ck-unit) * ${spacing})` : toSize(spacing);
  if (space !== undefined) style['--w-divider-space'] = space;
  return <hr class={component['flush'] === true ? 'w-divider flush' : 'w-divider'} style={style} />;
}

/** A new key mounts a new child, which plays the entry animation, instead of updating the old one. */
export function Transition({ component }: ComponentProps) {
  const child = Array.isArray(component.children) ? component.children[0] : component.children;
  if (!child) return null;
  return (
    <div class="w-transition" key={toText(child.key) ?? toWord(child.type, [child.type])}>
      <WidgetChildren of={component} />
    </div>
  );
}
