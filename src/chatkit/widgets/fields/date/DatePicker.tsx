/** A day: a button that opens a calendar. Values are ISO date-times, the chosen day at midnight UTC. */
import { useRef, useState } from 'preact/hooks';
import { ContentIcon } from '../../../icons/ContentIcon.tsx';
import { toFlag, toText, toWord } from '../../values.ts';
import { useWidget } from '../../widget-context.ts';
import type { ComponentProps } from '../../WidgetNode.tsx';
import { formatDay, toDay, toValue } from './days.ts';
import { fieldClass } from '../field-look.ts';
import { FieldFrame } from '../FieldFrame.tsx';
import { LazyCalendar } from './LazyCalendar.tsx';
import { hasTouchPickers, PickerFrame } from '../PickerFrame.tsx';
import { useField } from '../use-field.ts';

export function DatePicker({ component }: ComponentProps) {
  const { isDone, text } = useWidget();
  const element = useRef<HTMLElement>(null);
  // If the calendar fails to load, use the browser's own picker.
  const [isPlatform, setPlatform] = useState(hasTouchPickers);
  const field = useField<string>({
    name: component['name'],
    initial: toValue(toDay(component['defaultValue']) ?? ''),
    empty: '',
    onChangeAction: component['onChangeAction'],
    element: () => element.current,
    check: (value) => (toFlag(component['required']) && value === '' ? 'widget.required' : undefined),
  });
  const day = toDay(field.value);
  const isDisabled = !isDone || toFlag(component['disabled']);
  const View = isPlatform ? PlatformDate : CalendarDatePicker;
  return (
    <FieldFrame
      id={field.id}
      problem={field.problem}
      isNarrow={!toFlag(component['block'])}
      isMarked={toFlag(component['required']) && !field.isLabelled}
    >
      <PickerFrame
        canClear={toFlag(component['clearable']) && day !== undefined && !isDisabled}
        onClear={() => {
          element.current?.focus();
          field.set('');
        }}
      >
        <View
          component={component}
          element={element}
          field={field}
          day={day}
          placeholder={toText(component['placeholder']) ?? text('widget.date')}
          isDisabled={isDisabled}
          onMissing={() => setPlatform(true)}
        />
      </PickerFrame>
    </FieldFrame>
  );
}

interface DateViewProps extends ComponentProps {
  element: { current: HTMLElement | null };
  field: ReturnType<typeof useField<string>>;
  day: string | undefined;
  placeholder: string;
  isDisabled: boolean;
  onMissing: () => void;
}

function PlatformDate({ component, element, field, day, placeholder, isDisabled }: DateViewProps) {
  return (
    <input
      ref={(input) => void (element.current = input)}
      type="date"
      id={field.id}
      class={fieldClass(component)}
      value={day ?? ''}
      min={toDay(component['min'])}
      max={toDay(component['max'])}
      disabled={isDisabled}
      required={toFlag(component['required'])}
      {...field.naming(placeholder)}
      {...field.state}
      onChange={(event) => field.set(toValue(event.currentTarget.value))}
    />
  );
}

function CalendarDatePicker({ component, element, field, day, placeholder, isDisabled, onMissing }: DateViewProps) {
  const { locale, text } = useWidget();
  const [isOpen, setOpen] = useState(false);
  const isRequired = toFlag(component['required']);
  const shown = day === undefined ? undefined : formatDay(day, locale);
  const close = (next?: string) => {
    setOpen(false);
    element.current?.focus();
    if (next !== undefined && toValue(next) !== field.value) field.set(toValue(next));
  };
  return (
    <>
      <button
        ref={(button) => void (element.current = button)}
        type="button"
        id={field.id}
        class={`${fieldClass(component)} w-picker`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        disabled={isDisabled}
        {...field.pickerNaming(placeholder, shown)}
        {...field.state}
        {...(isRequired && field.problem === undefined && { 'aria-describedby': `${field.id}-required` })}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span id={`${field.id}-value`} class={shown === undefined ? 'w-picked empty' : 'w-picked'} dir="auto">
          {shown ?? placeholder}
        </span>
        <ContentIcon name="calendar" />
      </button>
      {/* `aria-required` is not for buttons. */}
      {isRequired && (
        <span id={`${field.id}-required`} hidden>
          {text('widget.required')}
        </span>
      )}
      {isOpen && (
        <LazyCalendar
          naming={field.naming(placeholder)}
          anchor={element}
          value={day}
          min={toDay(component['min'])}
          max={toDay(component['max'])}
          side={toWord(component['side'], ['top', 'bottom', 'left', 'right'])}
          align={toWord(component['align'], ['start', 'center', 'end'])}
          onPick={close}
          onClose={(withFocus) => (withFocus ? close() : setOpen(false))}
          onMissing={onMissing}
        />
      )}
    </>
  );
}
