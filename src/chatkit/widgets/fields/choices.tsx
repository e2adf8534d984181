/** Checkbox and RadioGroup. */
import { useRef } from 'preact/hooks';
import { toFlag, toText } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';
import { FieldFrame, RequiredMark } from './FieldFrame.tsx';
import { toOptions } from './select/options.ts';
import { nativeProblem, useField } from './use-field.ts';

export function Checkbox({ component }: ComponentProps) {
  const { isDone } = useWidget();
  const element = useRef<HTMLInputElement>(null);
  const field = useField<boolean>({
    name: component['name'],
    initial: toFlag(component['defaultChecked']),
    empty: false,
    onChangeAction: component['onChangeAction'],
    element: () => element.current,
    check: () => nativeProblem(element.current),
  });
  const label = toText(component['label']);
  const isRequired = toFlag(component['required']);
  return (
    <FieldFrame id={field.id} problem={field.problem} isNarrow>
      <label class="w-choice">
        <input
          ref={element}
          type="checkbox"
          id={field.id}
          checked={field.value}
          disabled={!isDone || toFlag(component['disabled'])}
          required={isRequired}
          {...(label === undefined && field.naming(undefined))}
          {...field.state}
          onChange={(event) => field.set(event.currentTarget.checked)}
        />
        {label !== undefined && (
          <span dir="auto">
            {label}
            {isRequired && !field.isLabelled && <RequiredMark />}
          </span>
        )}
      </label>
    </FieldFrame>
  );
}

export function RadioGroup({ component }: ComponentProps) {
  const { isDone } = useWidget();
  const group = useRef<HTMLDivElement>(null);
  const first = () => group.current?.querySelector<HTMLInputElement>('input:enabled') ?? null;
  const field = useField<string>({
    name: component['name'],
    initial: toText(component['defaultValue']) ?? '',
    empty: '',
    onChangeAction: component['onChangeAction'],
    element: first,
    check: () => nativeProblem(first()),
  });
  const isRequired = toFlag(component['required']);
  const given = toText(component['ariaLabel']);
  return (
    <FieldFrame id={field.id} problem={field.problem} isNarrow>
      <div
        ref={group}
        class={component['direction'] === 'col' ? 'w-radios col' : 'w-radios'}
        role="radiogroup"
        id={field.id}
        aria-required={isRequired}
        {...(given === undefined ? field.naming(undefined) : { 'aria-label': given })}
        {...field.state}
      >
        {toOptions(component['options']).map(({ value, label, isDisabled }) => (
          <label key={value} class="w-choice">
            <input
              type="radio"
              name={field.id}
              value={value}
              checked={field.value === value}
              disabled={!isDone || isDisabled || toFlag(component['disabled'])}
              required={isRequired}
              onChange={() => field.set(value)}
            />
            <span dir="auto">{label}</span>
          </label>
        ))}
      </div>
    </FieldFrame>
  );
}
