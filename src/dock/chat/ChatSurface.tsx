/** The chat itself: the engine's element, its options, and what it tells. */
import type { ChatKitOptions } from '@openai/chatkit';
import { useChatKit, type UseChatKitOptions } from '@openai/chatkit-react';
import { createElement, memo, useEffect, useMemo, useRef, useState } from 'react';
import { canUpload, toChatKitOptions, type ChatKitPassThrough } from '../../engine/chatkit-options.ts';
import type { Chat, ChatQueue } from '../../engine/chat-queue.ts';
import { mayFallBack, type EngineKind } from '../../engine/engine-choice.ts';
import type { EngineError } from '../../engine/engine-error.ts';
import { LocalChatKit } from '../../engine/LocalChatKit.tsx';
import { callHost } from '../call-host.ts';
import { useSetup } from '../panel/DockContext.tsx';
import type { DockEvents, Emit } from '../dock-events.ts';
import { createDraftStorage } from './draft-storage.ts';
import { IconButton } from '../panel/IconButton.tsx';
import { wantedLocale } from '../launcher/shell.ts';
import { useTheme } from '../theme/ThemeProvider.tsx';
import { useLatest, useStable } from '../hooks/use-controlled.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useLazy } from '../hooks/use-lazy.ts';
import { usePageLook } from '../theme/use-page-look.ts';
import { warnOnce } from '../../options/warn-once.ts';

const loadOfficial = async () => (await import('./OfficialSurface.tsx')).OfficialSurface;

export interface ChatSurfaceProps {
  queue: ChatQueue;
  emit: Emit;
  engine: EngineKind;
  fetch: typeof fetch;
  /** The list of conversations is asked for at once where there is one, and the server then knows the visitor: not before this. */
  isTouched: boolean;
  /** What stands in the composer. */
  composed(): string;
  /** Starts voice input; absent where there is none, and while it listens. */
  onVoice: (() => void) | undefined;
  /** The owner's own ChatKit options and handlers. */
  passThrough: ChatKitPassThrough;
  onThread(threadId: string | null): void;
  onHistory(isOpen: boolean): void;
  onResponse(isRunning: boolean): void;
  onReady(): void;
  onEngineFallback(why: DockEvents['engine-fallback']): void;
}

export const ChatSurface = memo(function ChatSurface(props: ChatSurfaceProps) {
  const { queue, emit, passThrough, fetch, onVoice } = props;
  const { shell, options, strings, memory } = useSetup();
  const { scheme } = useTheme();
  const latest = useLatest(props);
  const [initialThread] = useState(() =>
    options.thread === 'new' ? null : (options.thread ?? memory.read().threadId ?? null),
  );
  const [threadId, setThreadId] = useState(initialThread);

  const { engine } = props;
  const storage = useMemo(() => createDraftStorage(memory), [memory]);

  const onOfficialFail = useStable((error: EngineError) => {
    queue.detach();
    if (mayFallBack(options)) return props.onEngineFallback(error);
    warnOnce(error.message);
    emit('error', { error });
  });

  // Asked for later than at the start, by an update.
  const { thread } = options;
  const askedFor = useRef(thread);
  useEffect(() => {
    if (askedFor.current === thread) return;
    askedFor.current = thread;
    if (thread !== undefined) queue.run((chat) => chat.setThreadId(thread === 'new' ? null : thread));
  }, [thread, queue]);

  const { handlers, overrides } = useMemo(() => splitPassThrough(passThrough), [passThrough]);
  /** What has been written meanwhile was meant for whoever answers. */
  const startAnew = async (ready: Chat) => {
    const text = latest.current.composed();
    await ready.setThreadId(null);
    if (text) await ready.setComposerValue({ text });
  };
  const hasServer = Boolean(options.apiUrl || options.clientSecretUrl || options.mock || overrides.api);
  const lacksUpload = Boolean(options.attachments) && !canUpload(options, overrides);
  useEffect(() => {
    if (lacksUpload)
      warnOnce(
        'attachments needs upload ("direct" or "two-phase"), or files have no way to your server; no file can be attached.',
      );
  }, [lacksUpload]);
  const hadServer = useRef(true);
  useEffect(() => {
    if (hasServer === hadServer.current) return;
    hadServer.current = hasServer;
    if (hasServer) return;
    const error = new Error('There is no chat server to talk to: say where it is by data-api-url (or apiUrl).');
    warnOnce(error.message);
    emit('error', { error });
  }, [emit, hasServer]);
  const look = usePageLook(options);
  const chatOptions = toChatKitOptions({
    wishes: { ...options, ...look, history: options.history && props.isTouched },
    scheme,
    locale: wantedLocale(options.locale),
    fetch,
    initialThread: threadId,
    overrides: options.voice === 'off' ? overrides : withoutDictation(overrides),
  });
  const chat = useChatKit({
    ...chatOptions,
    ...withHandlers(handlers, {
      onReady() {
        queue.attach(chat);
        latest.current.onReady();
        emit('chat-ready', { engine });
      },
      onThreadChange({ threadId: next }: { threadId: string | null }) {
        setThreadId(next);
        latest.current.onThread(next);
      },
      onHistoryOpen: () => latest.current.onHistory(true),
      onHistoryClose: () => latest.current.onHistory(false),
      onResponseStart: () => latest.current.onResponse(true),
      onResponseEnd: () => latest.current.onResponse(false),
      onError({ error }: { error: Error }) {
        if (error.name === 'InitialThreadLoadError') queue.run(startAnew);
        emit('error', { error });
      },
    }),
  });

  useLayoutEffect(
    () => () => {
      queue.detach();
      // Whoever was typing goes on typing in the chat that takes this one's place.
      if (shell.root.activeElement?.closest('.chat')) queue.run((chat) => chat.focusComposer());
    },
    [queue, shell, engine],
  );

  const { component: OfficialSurface, retry } = useLazy(engine === 'openai', loadOfficial);
  const isPartMissing = retry !== undefined;
  useEffect(() => {
    if (isPartMissing && mayFallBack(options))
      latest.current.onEngineFallback({
        reason: 'script-blocked',
        message: "Our part for OpenAI's engine could not be loaded.",
      });
  }, [isPartMissing, options, latest]);

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
      <LocalChatKit control={chat.control} storage={storage}>
        {onVoice && <IconButton label={strings.startVoice} icon="mic" onPress={onVoice} slot="composer-tools" />}
      </LocalChatKit>
    );
  return OfficialSurface && createElement(OfficialSurface, { control: chat.control, onFail: onOfficialFail });
});

/** One microphone at a time: with ours there, the element shows none. */
const withoutDictation = (overrides: Partial<ChatKitOptions>): Partial<ChatKitOptions> =>
  overrides.composer?.dictation
    ? { ...overrides, composer: { ...overrides.composer, dictation: { enabled: false } } }
    : overrides;

type Handler = (...args: never[]) => unknown;

/** Our handlers first, then the owner's; the owner's may throw. */
function withHandlers(owners: Record<string, Handler>, ours: Partial<UseChatKitOptions>): Partial<UseChatKitOptions> {
  const merged: Record<string, unknown> = { ...owners, ...ours };
  for (const [name, owner] of Object.entries(owners)) {
    const own = (ours as Record<string, Handler | undefined>)[name];
    merged[name] = (...args: never[]) => {
      own?.(...args);
      callHost(owner, ...args);
    };
  }
  return merged;
}

/** What `useChatKit` calls a handler goes one way, what it calls an option the other. */
function splitPassThrough(given: ChatKitPassThrough) {
  const handlers: Record<string, Handler> = {};
  const overrides: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (/^on[A-Z]/.test(name) && name !== 'onClientTool' && typeof value === 'function')
      handlers[name] = value as Handler;
    else overrides[name] = value;
  }
  return { handlers, overrides };
}
