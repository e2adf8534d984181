/** The chat: the element of the chosen engine, or a message if it cannot be shown. */
import { createElement, memo, useEffect, useMemo, useState, type ReactNode } from 'react';
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

const loadOfficial = async () => (await import('./official/OfficialSurface.tsx')).OfficialSurface;

export interface ChatSurfaceProps {
  engine: EngineKind;
  fetch: typeof fetch;
  /**
   * Whether the visitor has used the dock. Until then no history is requested, because the request would create a
   * visitor on the server.
   */
  isTouched: boolean;
  /** Returns the text in the composer. */
  composed(): string;
  /** Starts voice input. Undefined if it is not available, and while it listens. */
  onVoice: (() => void) | undefined;
  onThread(threadId: string | null): void;
  onHistory(isOpen: boolean): void;
  onEngineFallback(why: DockEvents['engine-fallback']): void;
  /** The content that the chat shows under the thumbs of an answer. */
  children?: ReactNode;
}

export const ChatSurface = memo(function ChatSurface(props: ChatSurfaceProps) {
  const { engine, onVoice, children } = props;
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
      // If the visitor was typing here, move the focus into the chat that replaces this one.
      if (shell.root.activeElement?.closest('.chat')) queue.run((chat) => chat.focusComposer());
    },
    [queue, shell, engine],
  );

  const { component: OfficialSurface, retry } = useLazy(engine === 'openai', loadOfficial);
  const isPartMissing = retry !== undefined;
  const onPartMissing = useStable(() =>
    fallBack({
      reason: 'script-blocked',
      message: "The file that shows OpenAI's chat could not be loaded from this server.",
    }),
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
      <LocalChatKit
        control={control}
        storage={storage}
        onTurnEnd={dock.reports.turnEnded}
        messageActions={options.messageActions.join(' ')}
      >
        {options.logo && <Logo key={options.logo} src={options.logo} />}
        {options.introduction && (
          <p slot="start-introduction" className="introduction" dir="auto">
            {options.introduction}
          </p>
        )}
        {onVoice && <IconButton label={strings.startVoice} icon="mic" onPress={onVoice} slot="composer-tools" />}
        {children}
      </LocalChatKit>
    );
  return OfficialSurface && createElement(OfficialSurface, { control, onFail: onOfficialFail });
});

/** Hide a picture that fails to load, without a gap. */
function Logo({ src }: { src: string }) {
  const [isMissing, setMissing] = useState(false);
  return isMissing ? null : (
    <img slot="start-logo" className="logo" src={src} alt="" onError={() => setMissing(true)} />
  );
}
