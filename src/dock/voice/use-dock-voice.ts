/** The dock's microphone: sends the transcript, or puts it into the composer. */
import { useCallback, useEffect, useRef } from 'react';
import type { Sound } from '../../chatkit/composer/dictation/recorder.ts';
import { withoutFormal } from '../../chatkit/language/resolve.ts';
import type { ChatQueue } from '../../engine/chat-queue.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import type { DockEvents } from '../dock-events.ts';
import { wantedLocale } from '../launcher/shell.ts';
import { useStable } from '../hooks/use-latest.ts';
import type { RecogniserRecord } from './recogniser-record.ts';
import { useVoiceInput, type VoiceInput } from './use-voice-input.ts';

export interface DockVoiceOptions {
  queue: ChatQueue;
  fetch: typeof fetch;
  onState(state: DockEvents['voice']): void;
  /** Returns the text in the composer. */
  composed(): string;
  /** Kept for all utterances of the dock. */
  recogniser: RecogniserRecord;
}

interface DockVoice extends VoiceInput {
  /** The element that gets the loudness as the CSS variable `--level`. */
  levelRef: { current: HTMLElement | null };
}

export function useDockVoice({ queue, fetch, composed, recogniser, onState }: DockVoiceOptions): DockVoice {
  const { options } = useSetup();
  const transcribes = useFact('transcribes');
  const levelRef = useRef<HTMLElement | null>(null);

  const putIntoComposer = (text: string) =>
    queue.run(async (chat) => {
      await chat.setComposerValue({ text: [composed(), text].filter(Boolean).join(' ') });
      await chat.focusComposer();
    });

  const transcribe = useStable(async ({ base64, mimeType }: Sound, signal: AbortSignal) => {
    const body = JSON.stringify({ type: 'input.transcribe', params: { audio_base64: base64, mime_type: mimeType } });
    const response = await fetch(new URL(options.apiUrl ?? '', document.baseURI), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      signal,
    });
    if (!response.ok) throw new Error(`The server answered ${response.status} to a recording.`);
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'text' in answer ? String(answer.text) : '';
  });

  const voice = useVoiceInput(
    {
      locale: withoutFormal(wantedLocale(options.locale)),
      onTranscript(text) {
        if (options.voice === 'insert') putIntoComposer(text);
        // While an answer is streaming, the chat accepts no message: put the words into the composer instead.
        else queue.run((chat) => chat.sendUserMessage({ text }).catch(() => putIntoComposer(text)));
      },
      onLevel: useCallback((level: number) => levelRef.current?.style.setProperty('--level', level.toFixed(2)), []),
      transcribe: (options.apiUrl || options.mock) && transcribes !== false ? transcribe : undefined,
    },
    recogniser,
  );

  const { state, failure } = voice;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state && !failure) return;
    before.current = state;
    if (failure) onState({ state: 'failed', reason: failure });
    else if (state !== 'starting') onState({ state });
  }, [state, failure, onState]);
  // Cancelling unmounts the bar and this hook, so send the event that recording has ended here.
  useEffect(
    () => () => {
      if (before.current === 'listening' || before.current === 'transcribing') onState({ state: 'off' });
    },
    [onState],
  );

  return { ...voice, levelRef };
}
