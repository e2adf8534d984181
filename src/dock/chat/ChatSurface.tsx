/** The chat itself: the engine's element, or why there is none. */
import { createElement, memo, useEffect, useMemo } from 'react';
import { mayFallBack, type EngineKind } from '../../engine/engine-choice.ts';
import type { EngineError } from '../../engine/engine-error.ts';
import { LocalChatKit } from '../../engine/LocalChatKit.tsx';
import { warnOnce } from '../../options/warn-once.ts';
import type { DockEvents } from '../dock-events.ts';
import { useLatest, useStable } from '../hooks/use-latest.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useLazy } from '../hooks/use-lazy.ts';
import { useSetup } from '../panel/DockContext.tsx';
import { IconButton } from '../panel/IconButton.tsx';
import { createDraftStorage } from './draft-storage.ts';
import { useChatControl } from './use-chat-control.ts';
import { useServerCheck } from './use-server-check.ts';

const loadOfficial = async () => (await import('./OfficialSurface.tsx')).OfficialSurface;

export interface ChatSurfaceProps {
  engine: EngineKind;
  fetch: typeof fetch;
  /** The list of conversations is asked for at once where there is one, and the server then knows the visitor: not before this. */
  isTouched: boolean;
  /** What stands in the composer. */
  composed(): string;
  /** Starts voice input; absent where there is none, and while it listens. */
  onVoice: (() => void) | undefined;
  onThread(threadId: string | null): void;
  onHistory(isOpen: boolean): void;
  onEngineFallback(why: DockEvents['engine-fallback']): void;
}

export const ChatSurface = memo(function ChatSurface(props: ChatSurfaceProps) {
  const { engine, onVoice } = props;
  const { dock, shell, options, strings, memory } = useSetup();
  const { queue } = dock;
  const latest = useLatest(props);
  const storage = useMemo(() => createDraftStorage(memory), [memory]);
  const control = useChatControl(props);
  const hasServer = useServerCheck();

  const fallBack = (why: DockEvents['engine-fallback']) => {
    latest.current.onHistory(false);
    latest.current.onEngineFallback(why);
  };
  const onOfficialFail = useStable((error: EngineError) => {
    queue.detach();
    if (mayFallBack(options)) return fallBack(error);
    warnOnce(error.message);
    dock.emit('error', { error });
  });

  useLayoutEffect(
    () => () => {
      queue.detach();
      // A visitor who is typing goes on typing in the chat that takes this one's place.
      if (shell.root.activeElement?.closest('.chat')) queue.run((chat) => chat.focusComposer());
    },
    [queue, shell, engine],
  );

  const { component: OfficialSurface, retry } = useLazy(engine === 'openai', loadOfficial);
  const isPartMissing = retry !== undefined;
  const onPartMissing = useStable(() =>
    fallBack({ reason: 'script-blocked', message: "Our part for OpenAI's engine could not be loaded." }),
  );
  useEffect(() => {
    if (isPartMissing && mayFallBack(options)) onPartMissing();
  }, [isPartMissing, options, onPartMissing]);

  if (!hasServer || retry) {
    return (
      <div className="notice" role="alert">
        <p>{strings.loadFailed}</p>
        {retry && (
          <button type="button" className="retry" onClick={retry}>
            {strings.tryAgain}
          </button>
        )}
      </div>
    );
  }
  if (engine === 'local')
    return (
      <LocalChatKit control={control} storage={storage}>
        {onVoice && <IconButton label={strings.startVoice} icon="mic" onPress={onVoice} slot="composer-tools" />}
      </LocalChatKit>
    );
  return OfficialSurface && createElement(OfficialSurface, { control, onFail: onOfficialFail });
});
