/** The actions under a finished answer: copy, feedback, and regenerate. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { FeedbackKind } from '@chatdock/protocol/requests';
import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../ui/copy-text.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { turnText, type AssistantTurn } from './turn-actions.ts';

const COPIED_MS = 2000;

export function TurnActions({ turn }: { turn: AssistantTurn }) {
  const chat = useChat();
  const t = useText();
  const { feedback, retry } = useSelect((state) => state.options.threadItemActions);
  const verdict = useSelect((state) => ownEntry(state.feedback, turn.itemIds.at(-1) ?? ''));
  const text = turnText(turn.items);
  const hasVerdict = feedback && turn.isLast && turn.items.at(-1)?.type !== 'widget';
  const { userMessageId } = turn;
  const isActive = useSelect((state) => (state.thread.thread?.status.type ?? 'active') === 'active');
  const canRetry = retry && isActive && turn.isLast && userMessageId !== null;
  if (text === '' && !hasVerdict && !canRetry) return null;

  const judge = (kind: FeedbackKind) => {
    if (verdict !== kind) void chat.feedback.give(turn.itemIds, kind);
  };
  const actions = (
    <div class={turn.isLast ? 'turn-actions last' : 'turn-actions'}>
      {text !== '' && <CopyButton text={text} />}
      {hasVerdict && (
        <>
          <IconButton
            label={t('thread.action.good')}
            isPressed={verdict === 'positive'}
            onClick={() => judge('positive')}
          >
            <Icon name="good" />
          </IconButton>
          <IconButton
            label={t('thread.action.bad')}
            isPressed={verdict === 'negative'}
            onClick={() => judge('negative')}
          >
            <Icon name="bad" />
          </IconButton>
        </>
      )}
      {canRetry && (
        <IconButton
          label={t('thread.action.retry')}
          onClick={() => {
            chat.context.log('message.action', { action: 'retry' });
            void chat.conversation.retryAfter(userMessageId);
            chat.returnFocus();
          }}
        >
          <Icon name="retry" />
        </IconButton>
      )}
    </div>
  );
  return (
    <>
      {actions}
      {hasVerdict && verdict && (
        <div class="turn-feedback">
          {/* Host pages may slot a question here. */}
          <slot name="feedback">{t('thread.feedback.thanks')}</slot>
        </div>
      )}
    </>
  );
}

function CopyButton({ text }: { text: string }) {
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
      label={t('thread.action.copy')}
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
