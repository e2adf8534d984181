/** Creates ChatKit's control object for the engine's element: converts the dock's options and handles ChatKit's events. */
import type { ChatKitOptions } from '@openai/chatkit';
import { useChatKit, type ChatKitControl, type UseChatKitOptions } from '@openai/chatkit-react';
import { useEffect, useMemo, useRef } from 'react';
import { withoutFormal } from '../../chatkit/language/resolve.ts';
import type { Chat } from '../../engine/chat-queue.ts';
import { toChatKitOptions, type ChatKitPassThrough } from '../../engine/chatkit-options.ts';
import { callHost } from '../host/call-host.ts';
import { useLatest } from '../hooks/use-latest.ts';
import { wantedLocale } from '../launcher/shell.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { usePageLook } from '../theme/use-page-look.ts';
import type { ChatSurfaceProps } from './ChatSurface.tsx';

export function useChatControl(props: ChatSurfaceProps): ChatKitControl {
  const { engine, fetch } = props;
  const { dock, options, strings } = useSetup();
  const { queue, reports } = dock;
  const scheme = useFact('scheme');
  const threadId = useFact('threadId');
  const passThrough = useFact('chatkit');
  const tools = useFact('tools');
  const latest = useLatest(props);
  const { handlers, overrides } = useMemo(() => splitPassThrough(passThrough), [passThrough]);
  useEffect(() => {
    if (Object.keys(passThrough).length > 0)
      import('./chatkit-limits.ts').then(
        ({ warnOfLimits }) => warnOfLimits(passThrough, options),
        () => undefined,
      );
  }, [passThrough, options]);
  const look = usePageLook(options);
  const placeholder = options.placeholder ?? strings.placeholder;

  // The option has changed since the chat started.
  const { thread } = options;
  const askedFor = useRef(thread);
  useEffect(() => {
    if (askedFor.current === thread) return;
    askedFor.current = thread;
    if (thread !== undefined) queue.run((chat) => chat.setThreadId(thread === 'new' ? null : thread));
  }, [thread, queue]);

  /** The initial thread does not exist: start a new chat, and move the text typed so far into it. */
  const startNewChat = async (ready: Chat) => {
    const text = latest.current.composed();
    await ready.setThreadId(null);
    if (text) await ready.setComposerValue({ text });
  };
  const chat = useChatKit({
    ...toChatKitOptions({
      options: { ...options, ...look, placeholder, history: options.history && props.isTouched },
      scheme,
      // OpenAI's frame has no formal texts, so it does not know this subtag.
      locale: engine === 'openai' ? withoutFormal(wantedLocale(options.locale)) : wantedLocale(options.locale),
      fetch,
      initialThread: threadId,
      overrides: options.voice === 'off' ? overrides : withoutDictation(overrides),
    }),
    ...(Object.keys(tools).length > 0 && {
      onClientTool: async (call: { name: string; params: Record<string, unknown> }) =>
        (await import('../page-tools/run-tool.ts')).runTool(tools, call, passThrough.onClientTool),
    }),
    ...withHandlers(handlers, {
      onReady: () => reports.ready(chat, engine),
      onThreadChange: ({ threadId }: { threadId: string | null }) => latest.current.onThread(threadId),
      onHistoryOpen: () => latest.current.onHistory(true),
      onHistoryClose: () => latest.current.onHistory(false),
      onResponseStart: reports.responseStart,
      onResponseEnd: reports.responseEnd,
      onError({ error }: { error: Error }) {
        if (error.name === 'InitialThreadLoadError') queue.run(startNewChat);
        reports.error(error);
      },
    }),
  });
  return chat.control;
}

/** Hides the element's dictation button if the dock shows its own microphone. */
const withoutDictation = (overrides: Partial<ChatKitOptions>): Partial<ChatKitOptions> =>
  overrides.composer?.dictation
    ? { ...overrides, composer: { ...overrides.composer, dictation: { enabled: false } } }
    : overrides;

type Handler = (...args: never[]) => unknown;

/** Calls the dock's handler, then the owner's, which may throw. */
function withHandlers(owners: Record<string, Handler>, ours: Partial<UseChatKitOptions>): Partial<UseChatKitOptions> {
  const merged: Record<string, unknown> = { ...owners, ...ours };
  for (const [name, owner] of Object.entries(owners)) {
    // `owners` has only names of handlers, so this is a handler, too.
    const own = (ours as Record<string, Handler | undefined>)[name];
    merged[name] = (...args: never[]) => {
      own?.(...args);
      callHost(owner, ...args);
    };
  }
  return merged;
}

/** Separates the handlers of `useChatKit` from its options. */
function splitPassThrough(given: ChatKitPassThrough) {
  const handlers: Record<string, Handler> = {};
  const overrides: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    // The page's author wrote the function for the event of its name.
    if (/^on[A-Z]/.test(name) && name !== 'onClientTool' && typeof value === 'function')
      handlers[name] = value as Handler;
    else overrides[name] = value;
  }
  return { handlers, overrides };
}
