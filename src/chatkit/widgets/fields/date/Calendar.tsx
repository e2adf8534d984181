/**
 * The calendar of a DatePicker, by the ARIA pattern of a date picker dialog: a grid of days in which arrows move by days
 * and weeks, Page Up and Page Down by months, with Shift by years.
 */
import type { CalendarDate } from '@internationalized/date';
import {
  endOfMonth,
  getLocalTimeZone,
  getWeeksInMonth,
  parseDate,
  startOfMonth,
  startOfWeek,
  today,
} from '@internationalized/date';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ContentIcon } from '../../../icons/ContentIcon.tsx';
import { usePopover, type ElementRef, type PopoverPlace } from '../../../ui/popovers/popover.ts';
import { useWidget } from '../../widget-context.ts';
import type { FieldNaming } from '../use-field.ts';

export interface CalendarProps extends PopoverPlace {
  naming: FieldNaming;
  anchor: ElementRef;
  /** Days as `2026-11-20`. */
  value: string | undefined;
  min: string | undefined;
  max: string | undefined;
  onPick: (day: string) => void;
  /** `withFocus` returns the focus to the button. */
  onClose: (withFocus: boolean) => void;
}

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const CALENDAR_HEIGHT = 420;

export function Calendar(props: CalendarProps) {
  const { naming, anchor, value, onPick, onClose, side, align } = props;
  const { text, locale } = useWidget();
  /** The nearest day that may be chosen. */
  const within = (date: CalendarDate): CalendarDate => {
    if (props.min !== undefined && String(date) < props.min) return parseDate(props.min);
    return props.max !== undefined && String(date) > props.max ? parseDate(props.max) : date;
  };
  const isAllowed = (date: CalendarDate) => within(date) === date;
  const [focused, setFocused] = useState(() =>
    within(value === undefined ? today(getLocalTimeZone()) : parseDate(value)),
  );
  const box = useRef<HTMLDivElement>(null);
  const formats = useMemo(() => createFormats(locale), [locale]);
  usePopover({ anchor, box, isOpen: true, onLeave: () => onClose(false), side, align, mostHeight: CALENDAR_HEIGHT });

  /** The focus follows the chosen day, except while the visitor presses the buttons of the months. */
  const followsFocus = useRef(true);
  useLayoutEffect(() => {
    if (followsFocus.current)
      box.current?.querySelector<HTMLElement>('[tabindex="0"][data-day]')?.focus({ preventScroll: true });
  }, [focused]);

  const month = startOfMonth(focused);
  const turn = (months: number) => {
    followsFocus.current = false;
    setFocused(within(focused.add({ months })));
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose(true);
    else if (event.key === 'Tab') return keepTabInside(event, box.current);
    else {
      const isOnDay = event.target instanceof HTMLElement && event.target.dataset['day'] !== undefined;
      const isRtl = box.current !== null && getComputedStyle(box.current).direction === 'rtl';
      const next = isOnDay && moved(focused, event, { locale, isRtl });
      if (!next) return;
      followsFocus.current = true;
      setFocused(within(next));
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={box} popover="manual" class="menu w-calendar" role="dialog" {...naming} onKeyDown={handleKey}>
      <div class="w-month">
        <TurnButton
          label={text('widget.month.previous')}
          icon="chevron-left"
          onPress={() => turn(-1)}
          isDisabled={!isAllowed(month.subtract({ days: 1 }))}
        />
        <span class="w-month-name" aria-live="polite">
          {formats.month(month)}
        </span>
        <TurnButton
          label={text('widget.month.next')}
          icon="chevron-right"
          onPress={() => turn(1)}
          isDisabled={!isAllowed(endOfMonth(month).add({ days: 1 }))}
        />
      </div>
      <MonthGrid
        month={month}
        focused={focused}
        value={value}
        formats={formats}
        isAllowed={isAllowed}
        onPick={onPick}
      />
    </div>
  );
}

interface MonthGridProps {
  month: CalendarDate;
  focused: CalendarDate;
  value: string | undefined;
  formats: ReturnType<typeof createFormats>;
  isAllowed: (day: CalendarDate) => boolean;
  onPick: (day: string) => void;
}

function MonthGrid({ month, focused, value, formats, isAllowed, onPick }: MonthGridProps) {
  const { locale } = useWidget();
  const now = today(getLocalTimeZone());
  const first = startOfWeek(month, locale);
  const weeks = Array.from({ length: getWeeksInMonth(month, locale) }, (_, week) =>
    DAYS.map((day) => first.add({ days: week * 7 + day })),
  );
  return (
    // The ARIA pattern of a date picker dialog makes a grid of the table.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
    <table role="grid" aria-label={formats.month(month)}>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={String(day)} scope="col" abbr={formats.weekday(day)}>
              <span aria-hidden="true">{formats.shortWeekday(day)}</span>
              <span class="hidden">{formats.weekday(day)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={String(week[0])}>
            {week.map((day) => (
              <td key={String(day)} aria-selected={day.month === month.month ? String(day) === value : undefined}>
                {day.month === month.month && (
                  <button
                    type="button"
                    data-day={String(day)}
                    tabIndex={day.compare(focused) === 0 ? 0 : -1}
                    aria-label={formats.day(day)}
                    aria-current={day.compare(now) === 0 ? 'date' : undefined}
                    class={String(day) === value ? 'picked' : undefined}
                    disabled={!isAllowed(day)}
                    onClick={() => onPick(String(day))}
                  >
                    {formats.number(day)}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TurnButtonProps {
  label: string;
  icon: string;
  isDisabled: boolean;
  onPress: () => void;
}

function TurnButton({ label, icon, isDisabled, onPress }: TurnButtonProps) {
  return (
    <button type="button" class="w-turn" aria-label={label} data-tip="" disabled={isDisabled} onClick={onPress}>
      <ContentIcon name={icon} />
    </button>
  );
}

function createFormats(locale: string) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(`${locale}-u-ca-gregory`, { ...options, timeZone: 'UTC' });
    return (date: CalendarDate) => formatter.format(date.toDate('UTC'));
  };
  const numbers = new Intl.NumberFormat(locale);
  return {
    month: format({ month: 'long', year: 'numeric' }),
    weekday: format({ weekday: 'long' }),
    shortWeekday: format({ weekday: 'narrow' }),
    day: format({ dateStyle: 'full' }),
    number: (date: CalendarDate) => numbers.format(date.day),
  };
}

/** The day that a key moves to; undefined for other keys. Left and right mean the directions on the screen. */
function moved(
  from: CalendarDate,
  { key, shiftKey }: KeyboardEvent,
  { locale, isRtl }: { locale: string; isRtl: boolean },
): CalendarDate | undefined {
  const forwards = isRtl ? -1 : 1;
  const week = startOfWeek(from, locale);
  const byPage = shiftKey ? { years: 1 } : { months: 1 };
  switch (key) {
    case 'ArrowLeft':
      return from.add({ days: -forwards });
    case 'ArrowRight':
      return from.add({ days: forwards });
    case 'ArrowUp':
      return from.subtract({ weeks: 1 });
    case 'ArrowDown':
      return from.add({ weeks: 1 });
    case 'Home':
      return week;
    case 'End':
      return week.add({ days: 6 });
    case 'PageUp':
      return from.subtract(byPage);
    case 'PageDown':
      return from.add(byPage);
    default:
      return undefined;
  }
}

/** Tab moves between the buttons and the day, and does not leave the dialog. */
function keepTabInside(event: KeyboardEvent, box: HTMLElement | null): void {
  const stops = [...(box?.querySelectorAll<HTMLElement>('button:enabled:not([tabindex="-1"])') ?? [])];
  const at = stops.findIndex((stop) => stop === event.target);
  event.preventDefault();
  stops.at((at + (event.shiftKey ? -1 : 1)) % stops.length)?.focus();
}
