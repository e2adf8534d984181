/** Recognises one utterance with the browser's speech recognition, and reports the words as they arrive. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { ListenOptions } from './listen.ts';
import { speechRecogniser } from './speech-api.ts';
import { VoiceError, type VoiceFailure } from './voice-error.ts';

/** The browser's error codes, as the dock's own. */
const FAILURES: Record<string, VoiceFailure> = {
  'not-allowed': 'refused',
  'service-not-allowed': 'refused',
  'audio-capture': 'no-microphone',
  network: 'network',
  'language-not-supported': 'language',
  'no-speech': 'silence',
};

export function recognise({
  locale,
  onStart,
  onInterim,
  onLevel,
  finish,
  cancel,
}: Pick<ListenOptions, 'locale' | 'onStart' | 'onInterim' | 'onLevel' | 'finish' | 'cancel'>): Promise<string> {
  const Recognition = speechRecogniser();
  return new Promise((resolve, reject) => {
    if (!Recognition) {
      reject(new VoiceError('failed'));
      return;
    }
    const recognition = new Recognition();
    recognition.lang = locale;
    recognition.continuous = false;
    recognition.interimResults = true;
    let heard = '';
    recognition.addEventListener('start', onStart);
    recognition.addEventListener('speechstart', () => onLevel(0.7));
    recognition.addEventListener('speechend', () => onLevel(0.1));
    recognition.addEventListener('result', ({ results }) => {
      heard = Array.from(results, (result) => result[0]?.transcript ?? '')
        .join('')
        .trim();
      onInterim(heard);
    });
    recognition.addEventListener('error', ({ error }) =>
      reject(cancel.aborted ? cancel.reason : new VoiceError(ownEntry(FAILURES, error) ?? 'failed', { cause: error })),
    );
    recognition.addEventListener('end', () =>
      heard && !cancel.aborted ? resolve(heard) : reject(cancel.aborted ? cancel.reason : new VoiceError('silence')),
    );
    finish.addEventListener('abort', () => recognition.stop());
    cancel.addEventListener('abort', () => {
      recognition.abort();
      reject(cancel.reason);
    });
    recognition.start();
  });
}
