/** The calendar, which loads when it is first opened. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CalendarProps } from './Calendar.tsx';

let Loaded: FunctionComponent<CalendarProps> | undefined;

interface LazyCalendarProps extends CalendarProps {
  /** Called if the code cannot be fetched. */
  onMissing: () => void;
}

export function LazyCalendar({ onMissing, ...props }: LazyCalendarProps) {
  const [, setLoaded] = useState(Loaded !== undefined);
  useEffect(() => {
    if (Loaded) return;
    let isCurrent = true;
    import('./Calendar.tsx').then(
      ({ Calendar }) => {
        Loaded = Calendar;
        if (isCurrent) setLoaded(true);
      },
      () => isCurrent && onMissing(),
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return Loaded ? <Loaded {...props} /> : null;
}
