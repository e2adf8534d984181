/** `useVoiceInput` in a page whose callbacks fail: the utterance ends as it should, and each error is reported once. */
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { useVoiceInput, type VoiceInputOptions } from '../../src/dock/voice/use-voice-input.ts';
import { createBox, onCleanup } from '../harness/chat/render-chat.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser that hears "hello" at once. */
class Recogniser extends EventTarget {
  start() {
    queueMicrotask(() => {
      for (const name of ['start', 'speechstart']) this.dispatchEvent(new Event(name));
      this.dispatchEvent(Object.assign(new Event('result'), { results: [[{ transcript: 'hello' }]] }));
      this.dispatchEvent(new Event('end'));
    });
  }
  stop() {}
  abort() {}
}

function Speaker(options: VoiceInputOptions) {
  const { state, failure, start } = useVoiceInput(options);
  return <button onClick={start}>{`Speak: ${state} ${failure ?? 'well'}`}</button>;
}

const ways: [way: string, fail: (message: string) => () => never | Promise<never>][] = [
  [
    'throw',
    (message) => () => {
      throw new Error(message);
    },
  ],
  ['reject', (message) => () => Promise.reject(new Error(message))],
];

it.each(ways)("voice input continues when the page's callbacks %s", async (_, fail) => {
  const errors: string[] = [];
  vi.stubGlobal('SpeechRecognition', Recogniser);
  vi.stubGlobal('reportError', (error: Error) => errors.push(error.message));
  const box = createBox();
  const root = createRoot(box);
  onCleanup(() => {
    root.unmount();
    box.remove();
  });
  const transcripts: string[] = [];
  const failWith = fail('no transcript');
  root.render(
    <Speaker
      onTranscript={(text) => {
        transcripts.push(text);
        return failWith();
      }}
      onLevel={fail('no level')}
    />,
  );
  const speak = page.getByRole('button', { name: /^Speak/ });
  for (const times of [1, 2]) {
    await speak.click();
    await expect.poll(() => transcripts).toHaveLength(times);
    await expect.element(speak).toHaveTextContent('Speak: off well');
    await expect.poll(() => errors).toEqual(Array.from({ length: times }, () => ['no level', 'no transcript']).flat());
  }
});
