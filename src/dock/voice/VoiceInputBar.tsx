/** The bar under the composer while the microphone listens. The composer stays visible and can be reached with Tab. */
import { memo, useEffect, useRef, useState } from 'react';
import { useSetup } from '../panel/DockContext.tsx';
import { IconButton } from '../panel/IconButton.tsx';
import type { ShellStrings } from '../../options/strings.ts';
import { addStyles } from '../style-sheets.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useDockVoice, type DockVoiceOptions } from './use-dock-voice.ts';
import type { VoiceFailure } from './voice-error.ts';
import css from './voice-input-bar.css?inline';

const SENTENCES: Record<VoiceFailure, keyof ShellStrings> = {
  refused: 'voiceRefused',
  'no-microphone': 'voiceNoMicrophone',
  network: 'voiceNetwork',
  language: 'voiceLanguage',
  silence: 'voiceSilence',
  failed: 'voiceFailed',
};

interface VoiceInputBarProps extends DockVoiceOptions {
  /** Called when the bar can close: the words were used, or the visitor cancelled or dismissed an error. */
  onDone(): void;
}

/** Starts listening on mount. Unmounting discards the words. */
export const VoiceInputBar = memo(function VoiceInputBar({ onDone, ...parts }: VoiceInputBarProps) {
  const { shell, strings } = useSetup();
  useLayoutEffect(() => addStyles(shell.root, css), [shell]);
  const voice = useDockVoice(parts);
  const { state, interim, failure, start, levelRef } = voice;
  const hasStarted = useRef(false);
  useEffect(() => start(), [start]);
  useEffect(() => {
    if (state !== 'off') hasStarted.current = true;
    else if (hasStarted.current && !failure) onDone();
  }, [state, failure, onDone]);
  const bar = useRef<HTMLElement>(null);
  const isOn = state !== 'off';

  useEffect(() => {
    if (isOn) bar.current?.querySelector<HTMLElement>('.stop')?.focus();
  }, [isOn]);
  // The buttons of the listening bar are gone: if one of them had the focus, move it here.
  useEffect(() => {
    if (failure && document.activeElement === document.body) bar.current?.querySelector('button')?.focus();
  }, [failure]);

  if (failure) {
    return (
      // The key stops React from reusing a button of the other bar, which a visitor may be pressing right now.
      <div key="failed" className="voice failed" ref={(element) => void (bar.current = element)}>
        <p role="alert">{strings[SENTENCES[failure]]}</p>
        {failure !== 'language' && (
          <button type="button" className="retry" onClick={start}>
            {strings.tryAgain}
          </button>
        )}
        <IconButton label={strings.dismiss} icon="close" onPress={onDone} />
      </div>
    );
  }
  if (!isOn) return null;
  return (
    <div key="on" className="voice" data-state={state} ref={(element) => void (bar.current = element)}>
      <span className="level" ref={(element) => void (levelRef.current = element)} aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
        <i />
      </span>
      <p aria-live="polite" dir="auto">
        {interim || (state === 'transcribing' ? strings.transcribing : strings.listening)}
      </p>
      {state === 'listening' && <ListeningTime />}
      <IconButton label={strings.cancel} icon="close" onPress={onDone} />
      {state !== 'transcribing' && (
        <IconButton label={strings.stopVoice} icon="check" onPress={voice.stop} className="stop" />
      )}
    </div>
  );
});

/** For how long the microphone has listened. Screen readers read a timer only when the visitor goes there. */
function ListeningTime() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const started = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - started) / 1000)), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="time" role="timer" dir="ltr">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
    </span>
  );
}
