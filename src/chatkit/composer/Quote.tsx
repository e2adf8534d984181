/** The quoted passage that the message replies to. */
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import css from './extras.css?inline';

export function Quote() {
  useStyles(css);
  const chat = useChat();
  const t = useText();
  const quote = useSelect((state) => state.composer.quote);
  const remove = () => {
    chat.composer.setQuote('');
    chat.returnFocus(); // removing the quote removes this button
  };
  return (
    <div class="quote">
      <Icon name="quote" isMirrored />
      <blockquote class="quote-text" aria-label={t('composer.quote')} dir="auto">
        {quote.split(/(\n?^https?:\/\/\S+$\n?)/m).map((part, index) =>
          index % 2 === 0 ? (
            part
          ) : (
            <span key={index} class="quote-address" dir="ltr">
              {part}
            </span>
          ),
        )}
      </blockquote>
      <IconButton class="remove" label={t('composer.quote.remove')} onClick={remove}>
        <Icon name="close" />
      </IconButton>
    </div>
  );
}
