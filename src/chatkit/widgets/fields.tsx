/** Fields: Input, Textarea, Select, DatePicker. */
import { useEffect, useRef } from 'preact/hooks';
import { useField } from './use-field.ts';
import { toFlag, toText, toWord } from './values.ts';
import { useWidget } from './widget-context.ts';
import type { ComponentProps } from './WidgetNode.tsx';

const SIZES = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const;
const GUTTERS = ['2xs', 'xs', 'sm', 'md', 'lg', 'xl'] as const;

function fieldClass(component: ComponentProps['component']): string {
  const gutter = toWord(component['gutterSize'], GUTTERS);
  return [
    'w-field',
    toWord(component['variant'], ['solid', 'soft', 'outline', 'ghost']) ?? 'outline',
    `size-${toWord(component['size'], SIZES) ?? 'md'}`,
    gutter && `gutter-${gutter}`,
    toFlag(component['pill']) && 'pill',
    toFlag(component['block']) && 'block',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Keeps password managers from filling fields that are not for them. */
const withoutAutofill = (component: ComponentProps['component']) =>
  toFlag(component['allowAutofillExtensions'])
    ? {}
    : { 'data-1p-ignore': '', 'data-lpignore': 'true', 'data-bwignore': '', autocomplete: 'off' };

function useAutoFocus<Field extends HTMLElement>(component: ComponentProps['component']) {
  const field = useRef<Field>(null);
  const wanted = toFlag(component['autoFocus']);
  useEffect(() => {
    if (wanted) field.current?.focus({ preventScroll: true });
  }, [wanted]);
  return field;
}

export function Input({ component }: ComponentProps) {
  const { isDone } = useWidget();
  // Preact types each kind of input separately; these six take the same attributes.
  const type = (toWord(component['inputType'], ['text', 'number', 'email', 'password', 'tel', 'url']) ??
    'text') as 'text';
  const field = useField({ name: component['name'], initial: toText(component['defaultValue']) ?? '' });
  const ref = useAutoFocus<HTMLInputElement>(component);
  return (
    <input
      ref={ref}
      id={field.id}
      class={fieldClass(component)}
      dir={field.value === '' ? undefined : 'auto'}
      type={type}
      value={String(field.value)}
      aria-label={toText(component['placeholder']) ?? field.name}
      placeholder={toText(component['placeholder'])}
      required={toFlag(component['required'])}
      pattern={toText(component['pattern'])}
      disabled={!isDone || toFlag(component['disabled'])}
      {...withoutAutofill(component)}
      onInput={(event) => field.set(event.currentTarget.value)}
      onFocus={(event) => {
        if (toFlag(component['autoSelect'])) event.currentTarget.select();
      }}
    />
  );
}

export function Textarea({ component }: ComponentProps) {
  const { isDone, text } = useWidget();
  const field = useField({ name: component['name'], initial: toText(component['defaultValue']) ?? '' });
  const ref = useAutoFocus<HTMLTextAreaElement>(component);
  const pattern = toText(component['pattern']);
  useEffect(() => {
    // A native textarea has no `pattern`, so set the validity message here.
    ref.current?.setCustomValidity(
      pattern === undefined || field.value === '' || matchesWhole(pattern, String(field.value))
        ? ''
        : text('widget.pattern'),
    );
  }, [ref, pattern, field.value, text]);
  return (
    <textarea
      ref={ref}
      id={field.id}
      class={`${fieldClass(component)}${toFlag(component['autoResize']) ? ' resizing' : ''}`}
      style={typeof component['maxRows'] === 'number' ? { maxHeight: `calc(${component['maxRows']}lh + 1.2em)` } : {}}
      dir={field.value === '' ? undefined : 'auto'}
      rows={typeof component['rows'] === 'number' ? component['rows'] : 3}
      value={String(field.value)}
      aria-label={toText(component['placeholder']) ?? field.name}
      placeholder={toText(component['placeholder'])}
      required={toFlag(component['required'])}
      disabled={!isDone || toFlag(component['disabled'])}
      {...withoutAutofill(component)}
      onInput={(event) => field.set(event.currentTarget.value)}
      onFocus={(event) => {
        if (toFlag(component['autoSelect'])) event.currentTarget.select();
      }}
    />
  );
}

/** The pattern comes from the server. One that does not compile is ignored, as in a native field. */
function matchesWhole(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'v').test(value);
  } catch {
    return true;
  }
}

interface Option {
  value: string;
  label: string;
  description: string | undefined;
  isDisabled: boolean;
}

/** Reads the valid options. An option without a value is dropped. */
export function toOptions(value: unknown): Option[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((option: unknown) => {
    if (typeof option !== 'object' || option === null || !('value' in option)) return [];
    const own = toText(option.value);
    if (own === undefined) return [];
    return [
      {
        value: own,
        label: ('label' in option && toText(option.label)) || own,
        description: 'description' in option ? toText(option.description) : undefined,
        isDisabled: 'disabled' in option && option.disabled === true,
      },
    ];
  });
}

export function Select({ component }: ComponentProps) {
  const { isDone, text } = useWidget();
  const field = useField({
    name: component['name'],
    initial: toText(component['defaultValue']) ?? '',
    onChangeAction: component['onChangeAction'],
  });
  const placeholder = toText(component['placeholder']) ?? text('widget.select');
  const isDisabled = !isDone || toFlag(component['disabled']);
  return (
    <span class="w-select">
      <select
        id={field.id}
        class={fieldClass(component)}
        value={String(field.value)}
        disabled={isDisabled}
        aria-label={placeholder}
        onChange={(event) => field.set(event.currentTarget.value)}
      >
        <option value="" dir="auto" disabled={!toFlag(component['clearable'])}>
          {placeholder}
        </option>
        {toOptions(component['options']).map(({ value, label, description, isDisabled: isOff }) => (
          <option key={value} value={value} dir="auto" disabled={isOff}>
            {description === undefined ? label : `${label} – ${description}`}
          </option>
        ))}
      </select>
    </span>
  );
}

/** The date part of an ISO date-time, in the format of a native date field. */
const toDay = (value: unknown): string | undefined => /^\d{4}-\d{2}-\d{2}/.exec(toText(value) ?? '')?.[0];

/** Values are ISO date-times: the chosen day at midnight UTC. */
export function DatePicker({ component }: ComponentProps) {
  const { isDone, text } = useWidget();
  const initialDay = toDay(component['defaultValue']);
  const field = useField({
    name: component['name'],
    initial: initialDay === undefined ? '' : `${initialDay}T00:00:00.000Z`,
    onChangeAction: component['onChangeAction'],
  });
  const isDisabled = !isDone || toFlag(component['disabled']);
  return (
    <span class="w-date">
      <input
        type="date"
        id={field.id}
        class={fieldClass(component)}
        value={toDay(field.value) ?? ''}
        min={toDay(component['min'])}
        max={toDay(component['max'])}
        disabled={isDisabled}
        aria-label={toText(component['placeholder']) ?? text('widget.date')}
        onChange={(event) =>
          field.set(event.currentTarget.value === '' ? '' : `${event.currentTarget.value}T00:00:00.000Z`)
        }
      />
      {toFlag(component['clearable']) && field.value !== '' && (
        <button type="button" class="w-clear" disabled={isDisabled} onClick={() => field.set('')}>
          {text('widget.clear')}
        </button>
      )}
    </span>
  );
}
