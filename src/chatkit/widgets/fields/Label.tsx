/** Names the control with the field name it carries. */
import { textStyle, toText, toWord } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';
import { useFacts } from './form/field-facts.ts';
import { RequiredMark } from './FieldFrame.tsx';
import { useFieldId } from './use-field.ts';

export function Label({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const size = toWord(component['size'], ['xs', 'sm', 'md', 'lg', 'xl']) ?? 'sm';
  const name = toText(component['fieldName']) ?? '';
  const id = useFieldId(name);
  const { required } = useFacts();
  return (
    <label
      class={`w-label ${size}`}
      style={textStyle(component, scheme)}
      id={`${id}-label`}
      for={id}
      dir="auto"
      onClick={(event) => {
        const root = event.currentTarget.getRootNode();
        const field = root instanceof ShadowRoot || root instanceof Document ? root.getElementById(id) : null;
        if (!field || field.matches('input, textarea, select')) return;
        // A native label would press a button and do nothing for a group, so focus the control instead.
        event.preventDefault();
        const radio =
          field.querySelector<HTMLElement>('input:checked') ?? field.querySelector<HTMLElement>('input:enabled');
        (radio ?? field).focus();
      }}
    >
      {toText(component['value'])}
      {required.has(name) && <RequiredMark />}
    </label>
  );
}
