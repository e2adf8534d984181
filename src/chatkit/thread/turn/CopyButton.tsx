/** A button that copies a message and confirms it for a moment. */
import { useEffect, useState } from 'preact/hooks';
import type { TextKey } from '../../locales/en.ts';
import { copyText } from '../../ui/copy-text.ts';
import { useChat, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';

const COPIED_MS = 2000;

export function CopyButton({ text, label = 'thread.action.copy' }: { text: string; label?: TextKey }) {
  const chat = useChat();
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <IconButton
      label={t(label)}
      onClick={() => {
        copyText(text).then(
          () => {
            setCopied(true);
            chat.context.announce(t('thread.copied'));
          },
          () => chat.context.toast('failure.action'),
        );
      }}
    >
      <Icon name={isCopied ? 'check' : 'copy'} />
    </IconButton>
  );
}
