/** The composer: the text field, attachments and tools, and the button that sends or stops. */
import { useRef } from 'preact/hooks';
import { hasQueue, isResponding, pendingQuestions, type ChatState } from '../state/chat-state.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { lazy } from '../ui/loading/lazy.tsx';
import { contentLength, isBlank } from './editor/content.ts';
import type { Editor } from './editor/editor.ts';
import { TextField } from './TextField.tsx';

// Many chats never use these parts, so each loads on first use.
const QuestionForm = lazy(() => import('../questions/QuestionForm.tsx').then((module) => module.QuestionForm));
const Tools = lazy(() => import('./Tools.tsx').then((module) => module.Tools));
const Attachments = lazy(() => import('./Attachments.tsx').then((module) => module.Attachments));
const OwnMessages = lazy(() => import('./own-messages/OwnMessages.tsx').then((module) => module.OwnMessages));
const Quote = lazy(() => import('./Quote.tsx').then((module) => module.Quote));
const MessageLength = lazy(() => import('./MessageLength.tsx').then((module) => module.MessageLength));
const Dictation = lazy(() => import('./dictation/Dictation.tsx').then((module) => module.Dictation));

export function Composer() {
  const chat = useChat();
  const t = useText();
  const status = useSelect((state) => state.thread.thread?.status);
  const questions = useSelect(pendingQuestions);
  const hasDictation = useSelect((state) => state.options.composer.dictation);
  const hasQuote = useSelect((state) => state.composer.quote !== '');
  const hasOwn = useSelect((state) => state.composer.editing !== null || hasQueue(state));
  const hasFiles = useSelect((state) => state.composer.attachments.length > 0);
  const isNearLimit = useSelect(({ composer, limits }) => contentLength(composer.content) > limits.messageChars * 0.9);
  const isSimple = useSelect(hasOnlyText);
  const accept = useSelect((state) => state.options.composer.attachments.accept);
  const acceptedTypes = useSelect((state) => state.limits.fileTypes);
  const editor = useRef<Editor | null>(null);
  const files = useRef<HTMLInputElement>(null);

  if (status?.type === 'closed') {
    return (
      <div class="closed">
        <p role="status" dir="auto">
          {status.reason || t('composer.closed')}
        </p>
        <button type="button" class="text-button primary" onClick={chat.newChat}>
          {t('composer.closed.new')}
        </button>
      </div>
    );
  }

  const pickFiles = () => files.current?.click();
  const focus = () => editor.current?.focus();
  return (
    <>
      {/* It hides the form below, unless the visitor is writing there. */}
      {questions && <QuestionForm key={questions.id} item={questions} />}
      <form
        class={isSimple ? 'composer simple' : 'composer'}
        onSubmit={(event) => {
          event.preventDefault();
          void chat.submit();
        }}
        onClick={(event) => {
          // A click on the padding around the text focuses the text field.
          if (event.target === event.currentTarget) focus();
        }}
      >
        {hasOwn && <OwnMessages />}
        {hasQuote && <Quote />}
        {hasFiles && <Attachments />}
        <TextField editor={editor} onPickFiles={pickFiles} />
        {isNearLimit && <MessageLength />}
        <div class="composer-tools">
          {isSimple || <Tools editor={editor} onPickFiles={pickFiles} />}
          {hasDictation && <Dictation editor={editor} />}
          {/* Host pages may slot their own buttons here. */}
          <slot name="composer-tools" />
          <SendOrStop onUsed={focus} />
        </div>
        <input
          ref={files}
          type="file"
          hidden
          multiple
          accept={(accept ? Object.entries(accept).flat(2) : acceptedTypes)?.join(',')}
          onChange={({ currentTarget }) => {
            void chat.uploads.add([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
            focus();
          }}
        />
      </form>
    </>
  );
}

/** Whether the composer shows only the text and the send button, which fit in one row. */
function hasOnlyText({ options: { composer, entities } }: ChatState): boolean {
  const { attachments, tools, models, dictation } = composer;
  return (
    !attachments.enabled &&
    tools.length === 0 &&
    models.length === 0 &&
    !dictation &&
    !(entities?.onTagSearch && entities.showComposerMenu)
  );
}

/** Two clicks within this time count as a double click. */
const DOUBLE_CLICK_MS = 500;

/**
 * Send and Stop share one place. Both show if a message can be sent while an answer is written. The focus moves to the
 * text field.
 */
function SendOrStop({ onUsed }: { onUsed: () => void }) {
  const chat = useChat();
  const t = useText();
  const responding = useSelect(isResponding);
  const canCancel = useSelect((state) => state.thread.streamOptions.allow_cancel);
  const canSend = useSelect(
    ({ composer, setupFault, loading, thread, limits }) =>
      setupFault === null &&
      loading === null &&
      thread.thread?.status.type !== 'locked' &&
      composer.attachments.every(({ status }) => status !== 'uploading') &&
      contentLength(composer.content) <= limits.messageChars &&
      (composer.attachments.some(({ status }) => status === 'ready') || !isBlank(composer.content)),
  );
  const canQueue = useSelect((state) => state.messageActions.includes('queue') && !state.composer.editing);
  const isStop = responding && canCancel;
  const maySend = canSend && (!responding || canQueue);
  const sentAt = useRef(-Infinity);
  const send = () => {
    sentAt.current = performance.now();
    void chat.submit();
    onUsed();
  };
  const stop = () => {
    // The second click of a double click lands on Stop; it was meant for Send.
    if (performance.now() - sentAt.current > DOUBLE_CLICK_MS) chat.turns.stop();
    onUsed();
  };
  return (
    <>
      {(!isStop || maySend) && (
        <IconButton class="send" label={t('composer.send')} isDisabled={!maySend} onClick={send}>
          <Icon name="arrow-up" />
        </IconButton>
      )}
      {isStop && (
        <IconButton class="send" label={t('composer.stop')} onClick={stop}>
          <Icon name="stop" />
        </IconButton>
      )}
    </>
  );
}
