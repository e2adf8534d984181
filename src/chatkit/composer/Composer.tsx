/** Where the visitor writes: the text field, what goes with it, and the button that sends or stops. */
import { useEffect, useRef } from 'preact/hooks';
import { isResponding } from '../state/chat-state.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { isBlank } from './content.ts';
import type { Editor } from './editor.ts';
import { TextField } from './TextField.tsx';

export function Composer() {
  const chat = useChat();
  const t = useText();
  const status = useSelect((state) => state.thread.thread?.status);
  const editor = useRef<Editor | null>(null);

  if (status?.type === 'closed') {
    return (
      <p class="closed" role="status" dir="auto">
        {status.reason || t('composer.closed')}
      </p>
    );
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void chat.submit();
      }}
      onClick={(event) => {
        // The whole box is the field: a click beside the text writes too.
        if (event.target === event.currentTarget) editor.current?.focus();
      }}
    >
      <TextField onReady={(ready) => (editor.current = ready)} />
      <div class="composer-tools">
        <span class="grow" />
        <SendOrStop onUsed={() => editor.current?.focus()} />
      </div>
    </form>
  );
}

/** One place, one control: the focus stays where it is when one becomes the other. */
function SendOrStop({ onUsed }: { onUsed: () => void }) {
  const chat = useChat();
  const t = useText();
  const responding = useSelect(isResponding);
  const canCancel = useSelect((state) => state.thread.streamOptions.allow_cancel);
  const canSend = useSelect(
    ({ composer, setupFault, loading, thread }) =>
      setupFault === null &&
      loading === null &&
      thread.thread?.status.type !== 'locked' &&
      composer.attachments.every(({ status }) => status === 'ready') &&
      (composer.attachments.length > 0 || !isBlank(composer.content)),
  );
  const wasResponding = useRef(responding);
  useEffect(() => {
    wasResponding.current = responding;
  }, [responding]);

  if (responding && canCancel) {
    return (
      <IconButton
        class="send"
        label={t('composer.stop')}
        onClick={() => {
          chat.conversation.stop();
          onUsed();
        }}
      >
        <Icon name="stop" />
      </IconButton>
    );
  }
  return (
    <IconButton
      class="send"
      label={t('composer.send')}
      isDisabled={!canSend || responding}
      onClick={() => {
        void chat.submit();
        onUsed();
      }}
    >
      <Icon name="arrow-up" />
    </IconButton>
  );
}
