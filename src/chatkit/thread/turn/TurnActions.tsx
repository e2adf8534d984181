/** The actions under a finished answer: copy, feedback, and regenerate. */
import { useRef } from 'preact/hooks';
import { ownEntry } from '@chatdock/protocol/kinds';
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';
import { CopyButton } from './CopyButton.tsx';
import type { ThreadExtras } from '../extras/load-extras.ts';
import { turnText, type AssistantTurn } from './turn-actions.ts';

/** A page that asks about a rating puts its question into the slot within this time, and gives thanks for the reply. */
const ASKED_WITHIN_MS = 150;

export function TurnActions({ turn, extras }: { turn: AssistantTurn; extras: ThreadExtras | null }) {
  const chat = useChat();
  const t = useText();
  const { feedback, retry } = useSelect((state) => state.options.threadItemActions);
  const verdict = useSelect((state) => ownEntry(state.feedback, turn.itemIds.at(-1) ?? ''));
  // A slot shows the page's content in one place only.
  const isNewest = useSelect((state) => Object.keys(state.feedback).at(-1) === turn.itemIds.at(-1));
  const text = turnText(turn.items);
  const canRate = useSelect((state) => turn.isLast || state.messageActions.includes('rate'));
  const hasVerdict = feedback && canRate && turn.items.at(-1)?.type !== 'widget';
  /** Whether the page has put a question into the slot since the visitor rated the answer. */
  const isAsked = useRef(false);
  const { userMessageId } = turn;
  const isActive = useSelect((state) => (state.thread.thread?.status.type ?? 'active') === 'active');
  const canRetry = retry && isActive && turn.isLast && userMessageId !== null;
  if (text === '' && !hasVerdict && !canRetry) return null;

  const judge = async (kind: FeedbackKind) => {
    if (verdict === kind) return;
    isAsked.current = false;
    if (!(await chat.feedback.give(turn.itemIds, kind))) return;
    setTimeout(() => {
      if (!isAsked.current) chat.context.announce(t('thread.feedback.thanks'));
    }, ASKED_WITHIN_MS);
  };
  const noteQuestion = ({ target }: Event) => {
    isAsked.current ||= target instanceof HTMLSlotElement && target.assignedElements().length > 0;
  };
  const actions = (
    <div class={turn.isLast ? 'turn-actions last' : 'turn-actions'}>
      {text !== '' && <CopyButton text={text} />}
      {hasVerdict && (
        <>
          <IconButton
            label={t('thread.action.good')}
            isPressed={verdict === 'positive'}
            onClick={() => void judge('positive')}
          >
            <Icon name="good" />
          </IconButton>
          <IconButton
            label={t('thread.action.bad')}
            isPressed={verdict === 'negative'}
            onClick={() => void judge('negative')}
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
      {extras && <extras.AnswerExtras turn={turn} />}
    </div>
  );
  return (
    <>
      {actions}
      {hasVerdict && verdict && isNewest && (
        <div class="turn-feedback">
          {/* Host pages may slot a question here. The type of a slot lacks its event. */}
          <slot name="feedback" {...{ onslotchange: noteQuestion }}>
            {t('thread.feedback.thanks')}
          </slot>
        </div>
      )}
    </>
  );
}
