/** Dictation: records the microphone, sends the recording once, and inserts the transcript into the text field. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ChatKitError } from '../../state/errors.ts';
import { toChatKitError } from '../../state/failure.ts';
import { useStyles } from '../../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';
import { isBlank } from '../editor/content.ts';
import type { Editor } from '../editor/editor.ts';
import { insertContent } from '../editor/edits.ts';
import css from '../extras.css?inline';
import { startRecording, type Recording } from './recording.ts';

interface DictationProps {
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
    chat.returnFocus(); // the pressed button was removed
  }

  if (phase === 'recording' && recording.current)
    return <Listening recording={recording.current} onDone={() => void finish()} onCancel={discard} />;
  return (
    <IconButton label={t('composer.dictate')} isDisabled={phase === 'transcribing'} onClick={() => void start()}>
      <Icon name="microphone" />
    </IconButton>
  );
}

/** How often the level and the time are drawn, in milliseconds. */
const DRAW_MS = 100;

interface ListeningProps {
  recording: Recording;
  onDone: () => void;
  onCancel: () => void;
}

/** Shows the sound level and the recorded time. Escape discards the recording. */
function Listening({ recording, onDone, onCancel }: ListeningProps) {
  const t = useText();
  const [seconds, setSeconds] = useState(0);
  const done = useRef<HTMLButtonElement>(null);
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => done.current?.focus(), []);
  useEffect(() => {
    const started = performance.now();
    const timer = setInterval(() => {
      setSeconds(Math.floor((performance.now() - started) / 1000));
      if (bar.current) bar.current.style.width = `${Math.round(Math.min(1, recording.level() * 2) * 100)}%`;
    }, DRAW_MS);
    return () => clearInterval(timer);
  }, [recording]);
  return (
    <span
      class="dictating"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation(); // the panel around the chat stays open
        onCancel();
      }}
    >
      <span class="sound-level" aria-hidden="true">
        <i ref={bar} />
      </span>
      <span class="recording-time" role="timer" dir="ltr">
        {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
      </span>
      <IconButton label={t('composer.dictate.cancel')} onClick={onCancel}>
        <Icon name="close" />
      </IconButton>
      <IconButton class="recording" label={t('composer.dictate.stop')} buttonRef={done} onClick={onDone}>
        <Icon name="check" />
      </IconButton>
    </span>
  );
}

function insertDictated(editor: Editor, text: string) {
  insertContent(editor, [{ type: 'input_text', text: isBlank(editor.getContent()) ? text : ` ${text}` }]);
}
