/** Voice input as a hook, for the dock's microphone and for the page's own components. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Sound } from '../../chatkit/composer/dictation/recorder.ts';
import { callHost } from '../host/call-host.ts';
import { useLatest } from '../hooks/use-latest.ts';
import { createRecogniserRecord, type RecogniserRecord } from './recogniser-record.ts';
import { speechRecogniser } from './speech-api.ts';
import { canRecord, isVoiceSupported } from './voice-support.ts';
import { VoiceError, type VoiceFailure } from './voice-error.ts';

/** Options of `useVoiceInput`. Only `onTranscript` is required. */
export interface VoiceInputOptions {
  /** Called with the transcript: trimmed, never empty. */
  onTranscript(text: string): void;
  /** The language spoken, as a BCP 47 tag. @defaultValue the browser's */
  locale?: string | undefined;
  /** Transcribes a recording, for browsers without speech recognition. Without it, voice input is not supported there. */
  transcribe?: ((recording: Sound, signal: AbortSignal) => Promise<string>) | undefined;
  /** Called with the loudness, 0 to 1, many times a second. */
  onLevel?: ((level: number) => void) | undefined;
}

/** The state of voice input: off, starting the microphone, listening, or transcribing a recording. */
export type VoiceState = 'off' | 'starting' | 'listening' | 'transcribing';

/** The result of `useVoiceInput`: its state, and functions to start and end an utterance. */
export interface VoiceInput {
  /** Whether this browser supports voice input; false on a server. */
  isSupported: boolean;
  state: VoiceState;
  /** The words recognised so far; empty before the first. */
  interim: string;
  /** Why the last utterance produced no text. */
  failure: VoiceFailure | null;
  start(): void;
  /** Ends the utterance and uses its words. */
  stop(): void;
  /** Ends the utterance and discards its words. */
  cancel(): void;
  dismissFailure(): void;
}

/**
 * Handles one utterance at a time: `start()` listens, silence or `stop()` ends it, and `onTranscript` gets the text. If the
 * browser's recogniser fails for lack of its service, later utterances use `transcribe`.
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

  // Set after hydration, because a server cannot know what the browser supports.
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect
    setSupported(isVoiceSupported(hasTranscribe));
  }, [hasTranscribe]);
  useEffect(
    () => () => {
      running.current?.cancel.abort();
      // StrictMode runs the effect twice: the second run starts a new utterance.
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
