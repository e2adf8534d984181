/** A field of one line. */
import { useRef } from 'preact/hooks';
import { toFlag, toText, toWord } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';
import { autofill, fieldClass } from './field-look.ts';
import { FieldFrame } from './FieldFrame.tsx';
import { useAutoFocus } from './use-auto-focus.ts';
import { nativeProblem, useField } from './use-field.ts';
import { isQuick, usePattern } from './use-pattern.ts';

export function Input({ component }: ComponentProps) {
  const { isDone } = useWidget();
  const type = toWord(component['inputType'], ['text', 'number', 'email', 'password', 'tel', 'url']) ?? 'text';
  const isSecret = type === 'password';
  const element = useRef<HTMLInputElement>(null);
  const field = useField({
    name: component['name'],
    // A password that came from the server would be stored in the thread, and shown again.
    initial: isSecret ? '' : (toText(component['defaultValue']) ?? ''),
    empty: '',
    isSecret,
    element: () => element.current,
    check: () => nativeProblem(element.current),
  });
  useAutoFocus(element, component['autoFocus']);
  const pattern = toText(component['pattern']);
  usePattern(element, pattern, field.value);
  return (
    <FieldFrame id={field.id} problem={field.problem} isMarked={toFlag(component['required']) && !field.isLabelled}>
      <input
        ref={element}
        id={field.id}
        class={fieldClass(component)}
        dir={field.value === '' ? undefined : 'auto'}
        // Preact types each kind of input separately; these six take the same attributes.
        type={type as 'text'}
        step={type === 'number' ? 'any' : undefined}
        value={field.value}
        placeholder={toText(component['placeholder'])}
        required={toFlag(component['required'])}
        pattern={isQuick(pattern) ? pattern : undefined}
        disabled={!isDone || toFlag(component['disabled'])}
        {...field.naming(toText(component['placeholder']))}
        {...field.state}
        {...autofill(component, type)}
        onInput={(event) => field.set(event.currentTarget.value)}
        onFocus={(event) => {
          if (toFlag(component['autoSelect'])) event.currentTarget.select();
        }}
      />
    </FieldFrame>
  );
}
