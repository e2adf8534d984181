/** Checkbox and RadioGroup. */
import { toOptions } from './fields.tsx';
import { useField } from './use-field.ts';
import { toFlag, toText } from './values.ts';
import { useWidget } from './widget-context.ts';
import type { ComponentProps } from './WidgetNode.tsx';

export function Checkbox({ component }: ComponentProps) {
  const { isDone } = useWidget();
  const field = useField<boolean>({
    name: component['name'],
    initial: toFlag(component['defaultChecked']),
    onChangeAction: component['onChangeAction'],
  });
  return (
    <label class="w-choice">
      <input
        type="checkbox"
        id={field.id}
        checked={field.value}
        disabled={!isDone || toFlag(component['disabled'])}
        required={toFlag(component['required'])}
        aria-label={toText(component['label']) === undefined ? field.name : undefined}
        onChange={(event) => field.set(event.currentTarget.checked)}
      />
      <span dir="auto">{toText(component['label'])}</span>
    </label>
  );
}

export function RadioGroup({ component }: ComponentProps) {
  const { isDone } = useWidget();
  const field = useField<string>({
    name: component['name'],
    initial: toText(component['defaultValue']) ?? '',
    onChangeAction: component['onChangeAction'],
  });
  return (
    <div
      class={component['direction'] === 'col' ? 'w-radios col' : 'w-radios'}
      role="radiogroup"
      id={field.id}
      aria-label={toText(component['ariaLabel']) ?? field.name}
    >
      {toOptions(component['options']).map(({ value, label, isDisabled }) => (
        <label key={value} class="w-choice">
          <input
            type="radio"
            name={field.id}
            value={value}
            checked={field.value === value}
            disabled={!isDone || isDisabled || toFlag(component['disabled'])}
            required={toFlag(component['required'])}
            onChange={() => field.set(value)}
          />
          <span dir="auto">{label}</span>
        </label>
      ))}
    </div>
  );
}
