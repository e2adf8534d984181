/** OpenAI's element: fetched from where the owner says, drawn through `@openai/chatkit-react`, and watched. A module of its own, for pages that use it. */
import type { OpenAIChatKit } from '@openai/chatkit';
import { ChatKit, type ChatKitControl } from '@openai/chatkit-react';
import { useEffect, useState } from 'react';
import { EngineError } from './engine-error.ts';
import type { ResolvedOptions } from '../widget/options.ts';
import { warnOnce } from '../widget/warn-once.ts';
import { limitsOf } from './official-limits.ts';
import { loadOfficialScript } from './official-script.ts';
import { watchOfficial } from './watch-official.ts';

export interface OfficialChatKitProps {
  control: ChatKitControl;
  options: ResolvedOptions;
  /** Called at most once for each time this is drawn. Must not change while it is drawn. */
  onFail(error: EngineError): void;
}

export function OfficialChatKit({ control, options, onFail }: OfficialChatKitProps) {
  const { engineSrc: src, engineTimeout: timeoutMs, nonce } = options;
  const [isLoaded, setLoaded] = useState(false);
  const [element, setElement] = useState<OpenAIChatKit | null>(null);

  useEffect(() => {
    const mounted = new AbortController();
    const { signal } = mounted;
    loadOfficialScript({ src, timeoutMs, nonce, signal })
      .then(() => signal.aborted || setLoaded(true))
      .catch((error: unknown) => {
        if (!signal.aborted) onFail(error instanceof EngineError ? error : new EngineError('script-blocked', String(error), { cause: error }));
      });
    return () => mounted.abort();
  }, [src, timeoutMs, nonce, onFail]);

  useEffect(() => limitsOf(options).forEach(warnOnce), [options]);

  useEffect(() => (element ? watchOfficial(element, { timeoutMs, onFail }) : undefined), [element, timeoutMs, onFail]);

  return isLoaded ? <ChatKit control={control} ref={setElement} /> : null;
}
