/** Fields of several lines: Textarea, and Text that can be edited where it is. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isRecord } from '@chatdock/protocol/kinds';
import { textStyle, toFlag, toLines, toText, type Style } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';
import { autofill, fieldClass } from './field-look.ts';
import { FieldFrame } from './FieldFrame.tsx';
import { usePattern } from './use-pattern.ts';
import { useAutoFocus } from './use-auto-focus.ts';
import { nativeProblem, useField } from './use-field.ts';

export function Textarea({ component }: ComponentProps) {
  const most = toLines(component['maxRows']);
  return (
    <LongText
      options={component}
      initial={component['defaultValue']}
      className={fieldClass(component)}
      style={most === undefined ? {} : { maxHeight: `calc(${most}lh + 1.2em)` }}
      rows={toLines(component['rows']) ?? 3}
      isGrowing={toFlag(component['autoResize'])}
    />
  );
}

/** Looks like the text it replaces until it is hovered or focused. It grows with its lines and keeps them. */
export function EditableText({ component, className }: ComponentProps & { className: string }) {
  const { scheme } = useWidget();
  const { editable } = component;
  return (
    <LongText
      options={isRecord(editable) ? editable : {}}
      initial={component['value']}
      className={`${className} w-editable`}
      style={textStyle(component, scheme)}
      rows={1}
      isGrowing
    />
  );
}

interface LongTextProps {
  /** The component, or the `editable` member of a Text. */
  options: Record<string, unknown>;
  initial: unknown;
  className: string;
  style: Style;
  rows: number;
  isGrowing: boolean;
}

function LongText({ options, initial, className, style, rows, isGrowing }: LongTextProps) {
  const { isDone } = useWidget();
  const element = useRef<HTMLTextAreaElement>(null);
  const field = useField({
    name: options['name'],
    initial: toText(initial) ?? '',
    empty: '',
    element: () => element.current,
    check: () => nativeProblem(element.current),
  });
  useAutoFocus(element, options['autoFocus']);
  useGrowing(element, isGrowing, field.value);
  usePattern(element, toText(options['pattern']), field.value);
  return (
    <FieldFrame id={field.id} problem={field.problem} isMarked={toFlag(options['required']) && !field.isLabelled}>
      <textarea
        ref={element}
        id={field.id}
        class={isGrowing ? `${className} resizing` : className}
        style={style}
        dir={field.value === '' ? undefined : 'auto'}
        rows={rows}
        value={field.value}
        placeholder={toText(options['placeholder'])}
        required={toFlag(options['required'])}
        disabled={!isDone || toFlag(options['disabled'])}
        {...field.naming(toText(options['placeholder']))}
        {...field.state}
        {...autofill(options)}
        onInput={(event) => field.set(event.currentTarget.value)}
        onFocus={(event) => {
          if (toFlag(options['autoSelect'])) event.currentTarget.select();
        }}
      />
    </FieldFrame>
  );
}

/** Browsers without `field-sizing` measure the text after each change. */
function useGrowing(
  element: { readonly current: HTMLTextAreaElement | null },
  isGrowing: boolean,
  value: string,
): void {
  useLayoutEffect(() => {
    const field = element.current;
    if (!field || !isGrowing || CSS.supports('field-sizing', 'content')) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  }, [element, isGrowing, value]);
}
