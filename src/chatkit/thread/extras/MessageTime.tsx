/** When a message was written, as the visitor's language and clock write it. */
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import { useSelect } from '../../ui/chat.ts';
import { formatTime } from './format-time.ts';

export function MessageTime({ at }: { at: string }) {
  const locale = useSelect((state) => state.language.locale);
  const isOn = useSelect((state) => state.messageActions.includes('time'));
  const date = isOn ? parseTimestamp(at) : null;
  if (!date) return null;
  const { short, full } = formatTime(date, new Date(), locale);
  return (
    <time class="message-time" dateTime={date.toISOString()} data-tip={full}>
      {short}
    </time>
  );
}
