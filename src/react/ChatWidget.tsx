/** The dock as a React component. */
import {
  createElement,
  forwardRef,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { callHost } from '../dock/call-host.ts';
import { Dock, type DockCommands } from '../dock/Dock.tsx';
import { createEmit, type DockEvents, type Emit } from '../dock/dock-events.ts';
import type { PanelCommands } from '../dock/dock-handle.ts';
import type { Misread } from '../options/kinds.ts';
import { optionNames, resolveOptions, type WidgetOptions } from '../options/options.ts';
import { heedClick } from '../dock/launcher/page-clicks.ts';
import { readRemembered, remember } from '../dock/persistence.ts';
import type { ThemeName } from '../dock/theme/page-theme.ts';
import { createShell, hostTag, type Shell } from '../dock/launcher/shell.ts';
import { useGivenOptions } from './use-given-options.ts';
import { useLayoutEffect } from '../dock/hooks/use-layout-effect.ts';
import { useLatest, useStable } from '../dock/hooks/use-controlled.ts';

/** What a ref to a `<ChatWidget>` holds. */
export interface ChatWidgetHandle extends PanelCommands {
  readonly isOpen: boolean;
  /** The element that the `chat-dock:*` events are fired on. */
  readonly host: HTMLElement | null;
  /** Forgets the visitor: thread, draft and choices. */
  logout(): void;
  /** Shows the launcher. */
  show(): void;
  /** Hides the launcher; an open panel stays open. */
  hide(): void;
}

export interface ChatWidgetProps extends Omit<WidgetOptions, 'open' | 'config'> {
  /** Open or closed, when you hold that state; without it the widget does. */
  isOpen?: boolean | undefined;
  /** Starts open, when the widget holds the state. @defaultValue false */
  defaultOpen?: boolean | undefined;
  /** Fullscreen or not, when you hold that state. */
  isFullscreen?: boolean | undefined;
  /** Any option or handler of `useChatKit`, passed through over what the widget says. */
  chatkit?: ChatKitPassThrough | undefined;
  /** The visitor wants it open or closed. */
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  /** The visitor wants it fullscreen or not. */
  onFullscreenToggle?: ((isFullscreen: boolean) => void) | undefined;
  /** The visitor has chosen a theme. With it `theme` is yours to change; without it `theme` is where the widget starts. */
  onThemeChange?: ((theme: ThemeName) => void) | undefined;
  onReady?: ((detail: DockEvents['chat-ready']) => void) | undefined;
  onMessageSent?: ((detail: DockEvents['message-sent']) => void) | undefined;
  onMessageReceived?: ((detail: DockEvents['message-received']) => void) | undefined;
  onThreadChange?: ((detail: DockEvents['thread-change']) => void) | undefined;
  onUnreadChange?: ((detail: DockEvents['unread']) => void) | undefined;
  onFeedback?: ((detail: DockEvents['feedback']) => void) | undefined;
  onVoice?: ((detail: DockEvents['voice']) => void) | undefined;
  onEngineFallback?: ((detail: DockEvents['engine-fallback']) => void) | undefined;
  onError?: ((detail: DockEvents['error']) => void) | undefined;
  /** Components that use `useChatWidget` or `useTheme`; drawn where the widget stands in your tree. */
  children?: ReactNode;
}

/** Props beside the options and the handlers of events. */
const ownProps = [
  'isOpen',
  'defaultOpen',
  'isFullscreen',
  'chatkit',
  'onOpenChange',
  'onFullscreenToggle',
  'onThemeChange',
  'children',
];

/** Which prop hears which event. */
const handlerOf = {
  'chat-ready': 'onReady',
  'message-sent': 'onMessageSent',
  'message-received': 'onMessageReceived',
  'thread-change': 'onThreadChange',
  unread: 'onUnreadChange',
  feedback: 'onFeedback',
  voice: 'onVoice',
  'engine-fallback': 'onEngineFallback',
  error: 'onError',
} as const satisfies Partial<Record<keyof DockEvents, keyof ChatWidgetProps>>;

/** What `open` says to the script tag, `isOpen` and `defaultOpen` say here. */
const propNames: readonly string[] = [
  ...optionNames.filter((name) => name !== 'open' && name !== 'config'),
  ...ownProps,
  ...Object.values(handlerOf),
];

/**
 * A chat in the corner of the page: launcher, panel, fullscreen, theme, voice.
 *
 * On a server it renders its host element and your children; launcher and panel appear when the page has its script.
 *
 * @example
 * <ChatWidget apiUrl="/chatkit" title="Ask us" onFeedback={({ kind }) => count(kind)} />
 */
export const ChatWidget = forwardRef<ChatWidgetHandle, ChatWidgetProps>(function ChatWidget(props, ref) {
  const { isOpen, isFullscreen, onOpenChange, onFullscreenToggle, onThemeChange, chatkit, children } = props;
  const host = useRef<HTMLElement>(null);
  const dock = useRef<DockCommands>(null);
  const [shell, setShell] = useState<Shell | null>(null);
  const launcher = useRef<{ shell: Shell | null; isVisible: boolean }>({ shell: null, isVisible: true });
  const [isWanted, setWanted] = useState(false);

  const { defaultOpen, ...rest } = props;
  const { options, misread } = useGivenOptions({ ...rest, open: defaultOpen, config: undefined });
  const latest = useLatest({ ...props, options });
  const unknown = Object.keys(props)
    .filter((name) => !propNames.includes(name))
    .join(' ');
  useEffect(() => {
    const slips = [
      ...misread,
      ...unknown
        .split(' ')
        .filter(Boolean)
        .map((name) => ({ name, value: undefined })),
    ];
    if (slips.length > 0) void explain(slips);
  }, [misread, unknown]);

  const emit = useCallback<Emit>(
    (name, ...detail) => {
      if (host.current) createEmit(host.current)(name, ...detail);
      const prop = name in handlerOf ? handlerOf[name as keyof typeof handlerOf] : undefined;
      // The event's name picks the prop, and with it the type of the detail; the compiler cannot follow the pair.
      if (prop) callHost(latest.current[prop] as ((detail: unknown) => void) | undefined, detail[0]);
    },
    [latest],
  );

  useLayoutEffect(() => {
    if (!host.current) return;
    const listening = new AbortController();
    const { signal } = listening;
    const { load, persist, name } = resolveOptions(latest.current.options);
    const prepare = () => {
      setWanted(true);
      // Told to whoever opens it when it cannot be had.
      import('../chatkit/view.tsx').catch(() => undefined);
    };
    const wanted = launcher.current;
    const created = createShell(host.current, {
      onOpen: () => dock.current?.open(),
      onIntent: () => latest.current.options.load !== 'manual' && prepare(),
      onDismiss: () => remember(persist, name, { isOpen: false }),
    });
    created.launcher.set({
      isGreeted: readRemembered(persist, name).isOpen !== undefined,
      isVisible: wanted.isVisible,
    });
    wanted.shell = created;
    if (load === 'eager') prepare();
    if (load === 'idle') (window.requestIdleCallback ?? setTimeout)(() => signal.aborted || prepare());
    const heed = (event: Event) =>
      dock.current &&
      heedClick(
        event,
        { name, trigger: latest.current.options.trigger, isFirst: document.querySelector(hostTag) === host.current },
        dock.current,
      );
    document.addEventListener('click', heed, { signal });
    setShell(created);
    emit('ready', { name });
    return () => {
      emit('destroy');
      setShell(null);
      wanted.shell = null;
      listening.abort();
      created.destroy();
    };
  }, [latest, emit]);

  useImperativeHandle(ref, () => {
    const commands = () => dock.current;
    // A page may ask before there is a launcher.
    const setVisible = (isVisible: boolean) => {
      launcher.current.isVisible = isVisible;
      launcher.current.shell?.launcher.set({ isVisible });
    };
    return {
      open: (how) => commands()?.open(how),
      close: () => commands()?.close(),
      toggle: () => commands()?.toggle(),
      sendMessage: (message) => commands()?.sendMessage(message),
      setInput: (text) => commands()?.setInput(text),
      newThread: () => commands()?.newThread(),
      setThread: (threadId) => commands()?.setThread(threadId),
      setTheme: (theme) => commands()?.setTheme(theme),
      fullscreen: (on) => commands()?.fullscreen(on),
      logout: () => commands()?.logout(),
      show: () => setVisible(true),
      hide: () => setVisible(false),
      get isOpen() {
        return commands()?.isOpen ?? false;
      },
      get host() {
        return host.current;
      },
    };
  }, []);

  return (
    <>
      {createElement(hostTag, { ref: host })}
      <Dock
        ref={dock}
        shell={shell}
        options={options}
        chatkit={chatkit}
        emit={emit}
        isWanted={isWanted}
        isOpen={isOpen}
        isFullscreen={isFullscreen}
        theme={onThemeChange && props.theme}
        onOpenChange={useGuarded(onOpenChange)}
        onFullscreenToggle={useGuarded(onFullscreenToggle)}
        onThemeChange={useGuarded(onThemeChange)}
      >
        {children}
      </Dock>
    </>
  );
});

const explain = async (misread: Misread[]) => (await import('../options/diagnose.ts')).explain(misread, {}, propNames);

/** A stable function that may throw without harm. */
const useGuarded = <Args extends unknown[]>(callback: ((...args: Args) => void) | undefined) =>
  useStable((...args: Args) => callHost(callback, ...args));
