/** What is shown while the microphone listens: under the composer, which stays in sight and in reach of Tab. */
import { memo, useEffect, useRef } from 'react';
import { useSetup } from '../panel/DockContext.tsx';
import { IconButton } from '../panel/IconButton.tsx';
import type { ShellStrings } from '../../options/strings.ts';
import { adoptStyles } from '../style-sheets.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useDockVoice, type DockVoiceParts } from './use-dock-voice.ts';
import type { VoiceFailure } from './voice-error.ts';

const css = `
.voice p{flex:1;min-width:0;max-height:6em;margin:0;overflow:auto}
.voice.failed{min-height:0}
.voice .stop{width:44px;height:44px;border-radius:50%;background:var(--ck-accent);color:var(--ck-on-accent)}
.voice .stop:hover{background:var(--ck-accent-hover);color:var(--ck-on-accent)}
.level{display:flex;align-items:center;gap:3px;height:32px;color:var(--ck-accent-text,var(--ck-text));--level:.15}
.level i{width:4px;height:calc(6px + 26px*var(--level)*var(--part));border-radius:2px;background:currentColor;transition:height .1s;animation:pulse 1.2s ease-in-out infinite}
.level i:nth-child(1),.level i:nth-child(5){--part:.4}.level i:nth-child(2),.level i:nth-child(4){--part:.75}.level i:nth-child(3){--part:1}
.level i:nth-child(2){animation-delay:.1s}.level i:nth-child(3){animation-delay:.2s}.level i:nth-child(4){animation-delay:.3s}.level i:nth-child(5){animation-delay:.4s}
@keyframes pulse{50%{opacity:.35}}
`;

const sentences: Record<VoiceFailure, keyof ShellStrings> = {
  refused: 'voiceRefused',
  'no-microphone': 'voiceNoMicrophone',
  network: 'voiceNetwork',
  language: 'voiceLanguage',
  silence: 'voiceSilence',
  failed: 'voiceFailed',
};

export interface VoiceInputBarProps extends DockVoiceParts {
  /** Nothing more to show: it was said, given up, or its failure has been read. */
  onDone(): void;
}

/** Listens from the moment it is drawn; taken away, it forgets what was said. */
export const VoiceInputBar = memo(function VoiceInputBar({ onDone, ...parts }: VoiceInputBarProps) {
  const { shell, strings } = useSetup();
  useLayoutEffect(() => adoptStyles(shell.root, css), [shell]);
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
  // The buttons went with the listening; whoever was on one of them goes on here.
  useEffect(() => {
    if (failure && document.activeElement === document.body) bar.current?.querySelector('button')?.focus();
  }, [failure]);

  if (failure) {
    return (
      // Keyed: a button of one of the two bars must not become a button of the other under somebody's finger.
      <div key="failed" className="voice failed" ref={(element) => void (bar.current = element)}>
        <p role="alert">{strings[sentences[failure]]}</p>
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
      <IconButton label={strings.cancel} icon="close" onPress={onDone} />
      {state !== 'transcribing' && (
        <IconButton label={strings.stopVoice} icon="check" onPress={voice.stop} className="stop" />
      )}
    </div>
  );
});
