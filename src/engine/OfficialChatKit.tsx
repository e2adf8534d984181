/** Loads OpenAI's element from the configured URL, renders it, and watches it for failures. */
import type { OpenAIChatKit } from '@openai/chatkit';
import type { ChatKitControl } from '@openai/chatkit-react';
import { createElement, useEffect, useLayoutEffect, useState } from 'react';
import { EngineError } from './engine-error.ts';
import { loadOfficialScript, OFFICIAL_TAG } from './official-script.ts';
import { useChatKitElement } from './use-chatkit-element.ts';
import { watchOfficial } from './watch-official.ts';

interface OfficialChatKitProps {
  control: ChatKitControl;
  src: string;
  timeoutMs: number;
  nonce?: string | undefined;
  /** `onReady` and `onFail` must not change while the component is mounted. */
  onReady(): void;
  /** Called at most once per mount. */
  onFail(error: EngineError): void;
}

export function OfficialChatKit({ control, src, timeoutMs, nonce, onReady, onFail }: OfficialChatKitProps) {
  const [isLoaded, setLoaded] = useState(false);
  // The timeout covers both script and frame, because the visitor waits for both.
  const [startedAt] = useState(() => performance.now());
  const [element, setElement] = useState<OpenAIChatKit | null>(null);

  useEffect(() => {
    const mounted = new AbortController();
    const { signal } = mounted;
    loadOfficialScript({ src, timeoutMs, nonce, signal })
      .then(() => signal.aborted || setLoaded(true))
      .catch((error: unknown) => {
        if (!signal.aborted)
          onFail(
            error instanceof EngineError ? error : new EngineError('script-blocked', String(error), { cause: error }),
          );
      });
    return () => mounted.abort();
  }, [src, timeoutMs, nonce, onFail]);

  // The element may fail as soon as it has its options, so everything listens before.
  useChatKitElement(element, control);
  useLayoutEffect(
    () => (element ? watchOfficial(element, { timeoutMs, startedAt, onReady, onFail }) : undefined),
    [element, timeoutMs, startedAt, onReady, onFail],
  );
  useLayoutEffect(() => element?.setOptions(control.options), [element, control.options]);

  return isLoaded ? createElement(OFFICIAL_TAG, { ref: setElement }) : null;
}
