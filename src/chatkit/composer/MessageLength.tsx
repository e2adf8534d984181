/** The number of characters used and allowed. Shown when few are left. */
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { useSelect, useText } from '../ui/chat.ts';
import { contentLength } from './editor/content.ts';
import css from './extras.css?inline';

export function MessageLength() {
  useStyles(css);
  const t = useText();
  const used = useSelect((state) => contentLength(state.composer.content));
  const limit = useSelect((state) => state.limits.messageChars);
  const isOver = used > limit;
  return (
    <p class={isOver ? 'message-length over' : 'message-length'}>
      {t(isOver ? 'composer.tooLong' : 'composer.length', { used, limit })}
      {/* Announced once, not with each character. */}
      <span class="hidden" role="status">
        {isOver && t('composer.tooLong', { used: limit + 1, limit })}
      </span>
    </p>
  );
}
