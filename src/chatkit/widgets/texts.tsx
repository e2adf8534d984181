/** Text components: titles, captions, text that can be edited in place, Markdown, labels. */
import { useEffect, useRef } from 'preact/hooks';
import { fieldId, useField } from './use-field.ts';
import { MarkdownText } from '../thread/MarkdownText.tsx';
import { textStyle, toFlag, toText, toWord } from './values.ts';
import { useWidget } from './widget-context.ts';
import type { ComponentProps } from './WidgetNode.tsx';

const clamping = (component: ComponentProps['component']) =>
  toFlag(component['truncate']) ? ' truncate' : typeof component['maxLines'] === 'number' ? ' clamp' : '';

export function Title({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const size = toWord(component['size'], ['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl']) ?? 'md';
  return (
    <div class={`w-title ${size}${clamping(component)}`} style={textStyle(component, scheme)} dir="auto">
      {toText(component['value'])}
    </div>
  );
}

export function Caption({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const size = toWord(component['size'], ['sm', 'md', 'lg']) ?? 'md';
  return (
    <div class={`w-caption ${size}${clamping(component)}`} style={textStyle(component, scheme)} dir="auto">
      {toText(component['value'])}
    </div>
  );
}

export function Text({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const { editable } = component;
  const size = toWord(component['size'], ['xs', 'sm', 'md', 'lg', 'xl']) ?? 'md';
  const flags = `${toFlag(component['italic']) ? ' italic' : ''}${toFlag(component['lineThrough']) ? ' struck' : ''}`;
  if (editable === true || (typeof editable === 'object' && editable !== null)) {
    return <EditableText component={component} className={`w-text ${size}${flags}`} />;
  }
  return (
    <div class={`w-text ${size}${flags}${clamping(component)}`} style={textStyle(component, scheme)} dir="auto">
      {toText(component['value'])}
    </div>
  );
}

/** Looks like plain text until it is focused; then it is a text field. */
function EditableText({ component, className }: ComponentProps & { className: string }) {
  const { scheme, isDone } = useWidget();
  const options: Record<string, unknown> =
    typeof component['editable'] === 'object' ? { ...component['editable'] } : {};
  const field = useField({ name: options['name'], initial: toText(component['value']) ?? '' });
  const input = useRef<HTMLInputElement>(null);
  const wantsFocus = toFlag(options['autoFocus']);
  useEffect(() => {
    if (wantsFocus) input.current?.focus({ preventScroll: true });
  }, [wantsFocus]);
  return (
    <input
      ref={input}
      id={field.id}
      class={`${className} w-editable`}
      style={textStyle(component, scheme)}
      dir={field.value === '' ? undefined : 'auto'}
      value={String(field.value)}
      disabled={!isDone}
      required={toFlag(options['required'])}
      pattern={toText(options['pattern'])}
      placeholder={toText(options['placeholder'])}
      aria-label={toText(options['placeholder']) ?? toText(options['name'])}
      autocomplete={toText(options['autoComplete']) ?? 'off'}
      onInput={(event) => field.set(event.currentTarget.value)}
      onFocus={(event) => {
        if (toFlag(options['autoSelect'])) event.currentTarget.select();
      }}
    />
  );
}

export function Markdown({ component }: ComponentProps) {
  return <MarkdownText text={toText(component['value']) ?? ''} isDone={!toFlag(component['streaming'])} />;
}

export function Label({ component }: ComponentProps) {
  const { scheme, itemId } = useWidget();
  const size = toWord(component['size'], ['xs', 'sm', 'md', 'lg', 'xl']) ?? 'sm';
  return (
    <label
      class={`w-label ${size}`}
      style={textStyle(component, scheme)}
      for={fieldId(itemId, toText(component['fieldName']) ?? '')}
      dir="auto"
    >
      {toText(component['value'])}
    </label>
  );
}
