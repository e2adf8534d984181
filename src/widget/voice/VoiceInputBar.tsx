/** The microphone, and what is shown while it listens: over the composer, so that there is one of them at a time. */
import { Mic, MicOff, X } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useSetup } from '../DockContext.tsx';
import { IconButton } from '../IconButton.tsx';
import type { ShellStrings } from '../strings.ts';
import type { VoiceInput } from './use-voice-input.ts';
import type { VoiceFailure } from './voice-error.ts';

const sentences: Record<VoiceFailure, keyof ShellStrings> = {
  refused: 'voiceRefused',
  'no-microphone': 'voiceNoMicrophone',
  network: 'voiceNetwork',
  language: 'voiceLanguage',
  silence: 'voiceSilence',
  failed: 'voiceFailed',
};

export interface VoiceInputBarProps {
  voice: VoiceInput;
  /** Carries the loudness as `--level`. */
  levelRef: { current: HTMLElement | null };
}

export const VoiceInputBar = memo(function VoiceInputBar({ voice, levelRef }: VoiceInputBarProps) {
  const { strings } = useSetup();
  const { state, interim, failure } = voice;
  const stop = useRef<HTMLElement>(null);
  const isOn = state !== 'off';

  useEffect(() => {
    if (isOn) stop.current?.querySelector('button')?.focus();
  }, [isOn]);

  if (failure) {
    return (
      <div className="voice failed">
        <p role="alert">{strings[sentences[failure]]}</p>
        <IconButton label={strings.dismiss} icon={X} onPress={voice.dismissFailure} />
      </div>
    );
  }
  if (!isOn) return null;
  return (
    <div className="voice" data-state={state} ref={(element) => void (stop.current = element)}>
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
      <IconButton label={strings.cancel} icon={X} onPress={voice.cancel} />
      {state !== 'transcribing' && <IconButton label={strings.stopVoice} icon={MicOff} onPress={voice.stop} className="stop" />}
    </div>
  );
});

/** Stands in the composer of our element, or in the header beside the official one. */
export const VoiceButton = memo(function VoiceButton({ start, slot }: { start(): void; slot?: string }) {
  const { strings } = useSetup();
  return <IconButton label={strings.startVoice} icon={Mic} onPress={start} slot={slot} />;
});
