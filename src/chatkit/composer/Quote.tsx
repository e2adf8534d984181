/** The passage the message replies to. */
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';

export function Quote() {
  const chat = useChat();
  const t = useText();
  const quote = useSelect((state) => state.composer.quote);
  if (quote === '') return null;
  return (
    <div class="quote">
      <Icon name="quote" isMirrored />
      <blockquote class="quote-text" aria-label={t('composer.quote')} dir="auto">{quote}</blockquote>
      <IconButton class="remove" label={t('composer.quote.remove')} onClick={() => chat.composer.setQuote('')}>
        <Icon name="close" />
      </IconButton>
    </div>
  );
}
