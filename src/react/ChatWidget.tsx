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
import { callHost } from '../dock/call-host.ts';
import { createDock } from '../dock/create-dock.ts';
import { createEmit, type DockEvents, type Emit } from '../dock/dock-events.ts';
import type { DockHandle } from '../dock/dock-handle.ts';
import type { DockControl } from '../dock/dock-store.ts';
import { DockPanel } from '../dock/DockPanel.tsx';
import { useLatest } from '../dock/hooks/use-latest.ts';
import { useLayoutEffect } from '../dock/hooks/use-layout-effect.ts';
import { createShell, hostTag, type Shell } from '../dock/launcher/shell.ts';
import { readRemembered } from '../dock/persistence.ts';
import type { ThemeName } from '../dock/theme/page-theme.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { optionNames, resolveOptions, type DockOptions } from '../options/options.ts';
import { useGivenOptions } from './use-given-options.ts';

/** The props of `<ChatWidget>`: the dock's options, its state where you hold that, and handlers of its events. */
export interface ChatWidgetProps extends Omit<DockOptions, 'open' | 'config'>, EventHandlers {
  /** Open or closed, if you hold that state; without it the widget does. */
  isOpen?: boolean | undefined;
  /** Starts open, if the widget holds the state. @defaultValue false */
  defaultOpen?: boolean | undefined;
  /** Fullscreen or not, if you hold that state. */
  isFullscreen?: boolean | undefined;
  /** Any option or handler of `useChatKit`; wins over the widget's own. */
  chatkit?: ChatKitPassThrough | undefined;
  /** Called when the visitor wants the panel open or closed. */
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  /** Called when the visitor wants fullscreen or no longer. */
  onFullscreenToggle?: ((isFullscreen: boolean) => void) | undefined;
  /** Called when the visitor has chosen a theme. With this handler `theme` is yours to change; without it `theme` is where the widget starts. */
  onThemeChange?: ((theme: ThemeName) => void) | undefined;
  /** Components that use `useDock` or `useTheme`; drawn where the widget stands in your tree. */
  children?: ReactNode;
}

/** Each is called with the detail of the event it is named after. */
export interface EventHandlers {
  onReady?: ((detail: DockEvents['chat-ready']) => void) | undefined;
  onMessageSent?: ((detail: DockEvents['message-sent']) => void) | undefined;
  onResponseEnd?: ((detail: DockEvents['response-end']) => void) | undefined;
  onThreadChange?: ((detail: DockEvents['thread-change']) => void) | undefined;
  onUnreadChange?: ((detail: DockEvents['unread']) => void) | undefined;
  onFeedback?: ((detail: DockEvents['feedback']) => void) | undefined;
  onVoice?: ((detail: DockEvents['voice']) => void) | undefined;
  onEngineFallback?: ((detail: DockEvents['engine-fallback']) => void) | undefined;
  onError?: ((detail: DockEvents['error']) => void) | undefined;
}

/** Which prop handles which event. */
const handlerOf: Partial<Record<keyof DockEvents, keyof EventHandlers>> = {
  'chat-ready': 'onReady',
  'message-sent': 'onMessageSent',
  'response-end': 'onResponseEnd',
  'thread-change': 'onThreadChange',
  unread: 'onUnreadChange',
  feedback: 'onFeedback',
  voice: 'onVoice',
  'engine-fallback': 'onEngineFallback',
  error: 'onError',
};

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

/** `isOpen` and `defaultOpen` take the place of the script tag's `open`. */
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
export const ChatWidget = forwardRef<DockHandle, ChatWidgetProps>(function ChatWidget(props, ref) {
  const host = useRef<HTMLElement>(null);
  const [shell, setShell] = useState<Shell | null>(null);
  const isLauncherShown = useRef(true);
  const options = useOptions(props);
  const { chatkit, ...handlers } = props;
  // A caller without a handler for the theme says where it starts, and leaves the rest to the visitor.
  const control: DockControl = { ...handlers, theme: props.onThemeChange && props.theme };
  const input = { options, chatkit, control };
  const latest = useLatest(props);

  const emit = useCallback<Emit>(
    (name, ...detail) => {
      if (host.current) createEmit(host.current)(name, ...detail);
      const prop = handlerOf[name];
      // The event's name picks the prop, and with it the type of the detail; the compiler cannot follow the pair.
      if (prop) callHost(latest.current[prop] as ((detail: unknown) => void) | undefined, detail[0]);
    },
    [latest],
  );
  // Creating a dock emits nothing, so no reference is read here.
  // oxlint-disable-next-line react/refs
  const [dock] = useState(() => createDock({ name: resolveOptions(options).name, input, emit }));
  useLayoutEffect(() => dock.update(input));

  useLayoutEffect(() => {
    const { current } = host;
    if (!current) return;
    const leaving = new AbortController();
    const created = createShell(current, dock.get().options, {
      ...dock.commands,
      isFirst: () => document.querySelector(hostTag) === current,
      signal: leaving.signal,
      prepare() {
        dock.prepare();
        // Opening the panel reports a file that cannot be fetched.
        import('../chatkit/view.tsx').catch(() => undefined);
      },
    });
    const { name, persist } = dock.get().options;
    const isGreeted = readRemembered(persist, name).isOpen !== undefined;
    created.launcher.set({ isGreeted, isVisible: isLauncherShown.current });
    setShell(created);
    emit('ready', { name });
    return () => {
      emit('destroy');
      leaving.abort();
      setShell(null);
      created.destroy();
    };
  }, [dock, emit]);
  useEffect(() => shell?.prefetch(), [shell]);

  useImperativeHandle(ref, () => {
    // A page may ask before there is a launcher.
    const show = (isVisible: boolean) => {
      isLauncherShown.current = isVisible;
      shell?.launcher.set({ isVisible });
    };
    return {
      ...dock.commands,
      logout: dock.logout,
      show: () => show(true),
      hide: () => show(false),
      get isOpen() {
        return dock.get().isOpen;
      },
      get host() {
        return host.current;
      },
    };
  }, [dock, shell]);

  return (
    <>
      {createElement(hostTag, { ref: host })}
      <DockPanel dock={dock} shell={shell}>
        {props.children}
      </DockPanel>
    </>
  );
});

/** The options among the props. What cannot be used is explained in the console, by a module that only such a page fetches. */
function useOptions({ defaultOpen, ...props }: ChatWidgetProps) {
  const { options, misread } = useGivenOptions({ ...props, open: defaultOpen, config: undefined });
  const unknown = Object.keys(props)
    .filter((name) => !propNames.includes(name))
    .join(' ');
  useEffect(() => {
    const names = unknown.split(' ').filter(Boolean);
    const slips = [...misread, ...names.map((name) => ({ name, value: undefined }))];
    if (slips.length > 0)
      import('../options/diagnose.ts').then(({ explain }) => explain(slips, {}, propNames)).catch(() => undefined);
  }, [misread, unknown]);
  return options;
}
