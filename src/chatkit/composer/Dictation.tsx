/** Dictation: records the microphone, sends the recording once, and inserts the transcript into the text field. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ChatKitError } from '../state/errors.ts';
import { toChatKitError } from '../state/failure.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { isBlank } from './content.ts';
import type { Editor } from './editor.ts';
import { insertContent } from './edits.ts';
import css from './extras.css?inline';
import { startRecording, type Recording } from './recording.ts';

export interface DictationProps {
  /** Receives the transcript. */
  editor: RefObject<Editor | null>;
}

export function Dictation({ editor }: DictationProps) {
  const chat = useChat();
  const t = useText();
  const [phase, setPhase] = useState<'idle' | 'recording' | 'transcribing'>('idle');
  const recording = useRef<Recording | null>(null);
  useStyles(css);

  // Stops recording when the element leaves the page.
  const isConnected = useSelect((state) => state.isConnected);
  useLayoutEffect(() => {
    if (isConnected) return;
    recording.current?.cancel();
    recording.current = null;
    setPhase('idle');
  }, [isConnected]);
  useEffect(() => () => recording.current?.cancel(), []);

  async function start() {
    const signal = chat.context.signal();
    try {
      const begun = await startRecording();
      if (signal.aborted) return begun.cancel();
      recording.current = begun;
      setPhase('recording');
      chat.context.announce(t('composer.dictate.listening'));
    } catch (cause) {
      chat.context.toast('composer.dictate.refused');
      chat.context.report(
        new ChatKitError('DictationError', 'The microphone could not be used, so nothing was recorded.', { cause }),
      );
    }
  }

  async function finish() {
    const current = recording.current;
    recording.current = null;
    if (!current) return;
    setPhase('transcribing');
    chat.context.announce(t('composer.dictate.transcribing'));
    try {
      const { base64, mimeType } = await current.stop();
      const client = await chat.context.client();
      const { text } = await client.request(
        { type: 'input.transcribe', params: { audio_base64: base64, mime_type: mimeType } },
        { signal: chat.context.signal() },
      );
      if (editor.current && text.trim() !== '') insertDictated(editor.current, text.trim());
    } catch (cause) {
      chat.context.toast('composer.dictate.failed');
      chat.context.report(toChatKitError(cause, 'DictationError', 'The recording could not be transcribed'));
    } finally {
      setPhase('idle');
    }
  }

  function discard() {
    recording.current?.cancel();
    recording.current = null;
    setPhase('idle');
  }

  if (phase === 'recording') {
    return (
      <span class="dictating">
        <IconButton label={t('composer.dictate.cancel')} onClick={discard}>
          <Icon name="close" />
        </IconButton>
        <IconButton class="recording" label={t('composer.dictate.stop')} onClick={() => void finish()}>
          <Icon name="check" />
        </IconButton>
      </span>
    );
  }
  return (
    <IconButton label={t('composer.dictate')} isDisabled={phase === 'transcribing'} onClick={() => void start()}>
      <Icon name="microphone" />
    </IconButton>
  );
}

function insertDictated(editor: Editor, text: string) {
  insertContent(editor, [{ type: 'input_text', text: isBlank(editor.getContent()) ? text : ` ${text}` }]);
}
