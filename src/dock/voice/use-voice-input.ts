/** Voice input as a hook: for the dock's own microphone, and for anybody's. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { callHost } from '../call-host.ts';
import { useLatest } from '../hooks/use-latest.ts';
import { createRecogniserRecord, type RecogniserRecord } from './recogniser-record.ts';
import { speechRecogniser } from './speech-api.ts';
import { canRecord, isVoiceSupported } from './voice-support.ts';
import { VoiceError, type VoiceFailure } from './voice-error.ts';

/** Options of `useVoiceInput`. Only `onTranscript` is required. */
export interface VoiceInputOptions {
  /** Gets what was said: trimmed, never empty. */
  onTranscript(text: string): void;
  /** The language spoken, as a BCP 47 tag. @defaultValue the browser's */
  locale?: string | undefined;
  /** Turns a recording into text where the browser cannot recognise speech itself. Without it there is no voice input there. */
  transcribe?: ((recording: { base64: string; mimeType: string }, signal: AbortSignal) => Promise<string>) | undefined;
  /** Told how loud it is, 0 to 1, many times a second. */
  onLevel?: ((level: number) => void) | undefined;
}

/** What voice input does now: nothing, starting the microphone, listening, or turning a recording into text. */
export type VoiceState = 'off' | 'starting' | 'listening' | 'transcribing';

/** What `useVoiceInput` returns: its state, and functions to start and end an utterance. */
export interface VoiceInput {
  /** Whether this browser can; false on a server. */
  isSupported: boolean;
  state: VoiceState;
  /** The words so far; empty when nothing is being said. */
  interim: string;
  /** Why the last utterance gave nothing. */
  failure: VoiceFailure | null;
  start(): void;
  /** Ends the utterance and takes what was said. */
  stop(): void;
  /** Ends it and forgets what was said. */
  cancel(): void;
  dismissFailure(): void;
}

/**
 * One utterance at a time: `start()` listens, silence or `stop()` ends it, and `onTranscript` gets the text. A recogniser
 * without its service gives way to `transcribe`, for as long as the record of it lives: the hook's own, unless one is given.
 */
export function useVoiceInput(options: VoiceInputOptions, record?: RecogniserRecord): VoiceInput {
  const latest = useLatest(options);
  const [state, setState] = useState<VoiceState>('off');
  const [interim, setInterim] = useState('');
  const [failure, setFailure] = useState<VoiceFailure | null>(null);
  const [isSupported, setSupported] = useState(false);
  const [ownRecord] = useState(createRecogniserRecord);
  const recogniser = record ?? ownRecord;
  const running = useRef<{ finish: AbortController; cancel: AbortController } | null>(null);
  const hasTranscribe = options.transcribe !== undefined;

  // After hydration: a server cannot know what this browser has.
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect
    setSupported(isVoiceSupported(hasTranscribe));
  }, [hasTranscribe]);
  useEffect(
    () => () => {
      running.current?.cancel.abort();
      // StrictMode takes an effect away and brings it back at once: what it starts then is another utterance.
      running.current = null;
    },
    [],
  );

  const listenOnce = useCallback(async () => {
    if (running.current) return;
    const [finish, cancel] = [new AbortController(), new AbortController()];
    const mine = { finish, cancel };
    running.current = mine;
    setFailure(null);
    setInterim('');
    setState('starting');
    try {
      const { listen } = await import('./listen.ts');
      cancel.signal.throwIfAborted();
      const text = await listen({
        way: speechRecogniser() && !recogniser.hasGivenUp() ? 'browser' : 'server',
        locale: latest.current.locale ?? navigator.language,
        transcribe: async (recording, signal) => (await latest.current.transcribe?.(recording, signal)) ?? '',
        onStart: () => setState('listening'),
        onInterim: setInterim,
        onLevel: (level) => callHost(() => latest.current.onLevel?.(level)),
        onTranscribing: () => setState('transcribing'),
        finish: finish.signal,
        cancel: cancel.signal,
      });
      if (cancel.signal.aborted) return;
      if (text.trim()) callHost(() => latest.current.onTranscript(text.trim()));
      else setFailure('silence');
    } catch (error) {
      if (cancel.signal.aborted) return;
      const reason = error instanceof VoiceError ? error.reason : 'failed';
      if (/network|language/.test(reason) && canRecord() && latest.current.transcribe) recogniser.giveUp();
      setFailure(reason);
    } finally {
      if (running.current === mine) {
        running.current = null;
        setState('off');
        setInterim('');
      }
    }
  }, [latest, recogniser]);

  const start = useCallback(() => void listenOnce(), [listenOnce]);
  return useMemo(
    () => ({
      isSupported,
      state,
      interim,
      failure,
      start,
      stop: () => running.current?.finish.abort(),
      cancel: () => running.current?.cancel.abort(),
      dismissFailure: () => setFailure(null),
    }),
    [isSupported, state, interim, failure, start],
  );
}
