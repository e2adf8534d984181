/** A choice from a list: a button that opens a listbox, with a search field above long lists. */
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../../../icons/Icon.tsx';
import { toFlag, toText, toWord } from '../../values.ts';
import { useWidget } from '../../widget-context.ts';
import type { ComponentProps } from '../../WidgetNode.tsx';
import { fieldClass } from '../field-look.ts';
import { FieldFrame } from '../FieldFrame.tsx';
import { toOptions, type Option } from './options.ts';
import { hasTouchPickers, PickerFrame } from '../PickerFrame.tsx';
import { SelectList } from './SelectList.tsx';
import { useField } from '../use-field.ts';
import { useTypeahead } from './use-typeahead.ts';

/** A longer list has a search field, unless the component says otherwise. */
const SEARCHED_ABOVE = 15;

export function Select({ component }: ComponentProps) {
  const { isDone, text } = useWidget();
  const element = useRef<HTMLElement>(null);
  const options = toOptions(component['options']);
  const field = useField<string>({
    name: component['name'],
    initial: toText(component['defaultValue']) ?? '',
    empty: '',
    onChangeAction: component['onChangeAction'],
    element: () => element.current,
    check: (value) => (toFlag(component['required']) && value === '' ? 'widget.required.choice' : undefined),
  });
  const View = hasTouchPickers() ? PlatformSelect : ListSelect;
  return (
    <FieldFrame
      id={field.id}
      problem={field.problem}
      isNarrow={!toFlag(component['block'])}
      isMarked={toFlag(component['required']) && !field.isLabelled}
    >
      <View
        component={component}
        element={element}
        options={options}
        field={field}
        placeholder={toText(component['placeholder']) ?? text('widget.select')}
        isDisabled={!isDone || toFlag(component['disabled'])}
      />
    </FieldFrame>
  );
}

interface SelectViewProps extends ComponentProps {
  element: { current: HTMLElement | null };
  options: readonly Option[];
  field: ReturnType<typeof useField<string>>;
  placeholder: string;
  isDisabled: boolean;
}

function PlatformSelect({ component, element, options, field, placeholder, isDisabled }: SelectViewProps) {
  return (
    <select
      ref={(select) => void (element.current = select)}
      id={field.id}
      class={fieldClass(component)}
      value={field.value}
      disabled={isDisabled}
      required={toFlag(component['required'])}
      {...field.naming(placeholder)}
      {...field.state}
      onChange={(event) => field.set(event.currentTarget.value)}
    >
      <option value="" dir="auto" disabled={!toFlag(component['clearable'])}>
        {placeholder}
      </option>
      {options.map(({ value, label, description, isDisabled: isOff }) => (
        <option key={value} value={value} dir="auto" disabled={isOff}>
          {description === undefined ? label : `${label} – ${description}`}
        </option>
      ))}
    </select>
  );
}

function ListSelect({ component, element, options, field, placeholder, isDisabled }: SelectViewProps) {
  const [isOpen, setOpen] = useState(false);
  const typeahead = useTypeahead(options);
  const picked = options.find(({ value }) => value === field.value);
  const { searchable } = component;
  const change = (next: string | undefined) => {
    if (next !== undefined && next !== field.value) field.set(next);
  };
  const close = (next?: string) => {
    setOpen(false);
    element.current?.focus();
    change(next);
  };
  const handleKey = (event: KeyboardEvent) => {
    const found = typeahead(event, field.value);
    const opens = ['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key);
    if (found === undefined && !opens) return;
    event.preventDefault();
    change(found);
    if (opens) setOpen(true);
  };
  return (
    <PickerFrame
      canClear={toFlag(component['clearable']) && field.value !== '' && !isDisabled}
      onClear={() => close('')}
    >
      <button
        ref={(button) => void (element.current = button)}
        type="button"
        id={field.id}
        class={`${fieldClass(component)} w-picker`}
        role="combobox"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `${field.id}-list` : undefined}
        aria-required={toFlag(component['required'])}
        disabled={isDisabled}
        {...field.naming(placeholder)}
        {...field.state}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={handleKey}
      >
        <span class={picked ? 'w-picked' : 'w-picked empty'} dir="auto">
          {picked?.label ?? placeholder}
        </span>
        <Icon name="chevron-down" />
      </button>
      {isOpen && (
        <SelectList
          id={`${field.id}-list`}
          naming={field.naming(placeholder)}
          anchor={element}
          options={options}
          value={field.value}
          isSearchable={typeof searchable === 'boolean' ? searchable : options.length > SEARCHED_ABOVE}
          side={toWord(component['side'], ['top', 'bottom', 'left', 'right'])}
          align={toWord(component['align'], ['start', 'center', 'end'])}
          onPick={close}
          onClose={(withFocus) => (withFocus ? close() : setOpen(false))}
        />
      )}
    </PickerFrame>
  );
}
