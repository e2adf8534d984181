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
import { fillPlatform } from '../dock/host/fill-platform.ts';
import { callHost } from '../dock/host/call-host.ts';
import { createDock } from '../dock/create-dock.ts';
import { createEmit, type DockEvents, type Emit } from '../dock/dock-events.ts';
import type { DockHandle } from '../dock/dock-handle.ts';
import type { DockControl } from '../dock/dock-store.ts';
import { DockPanel } from '../dock/DockPanel.tsx';
import { useLatest } from '../dock/hooks/use-latest.ts';
import { useLayoutEffect } from '../dock/hooks/use-layout-effect.ts';
import { isModern } from '../chatkit/is-modern.ts';
import { showLink } from '../dock/launcher/plain-link.ts';
import { createShell, HOST_TAG, type Shell } from '../dock/launcher/shell.ts';
import { readRemembered } from '../dock/persistence.ts';
import type { PageTools } from '../dock/page-tools/page-tool.ts';
import type { ThemeName } from '../dock/theme/page-theme.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import {
  isPageOption,
  optionNames,
  resolveOptions,
  type DockOptions,
  type PageOptionName,
} from '../options/options.ts';
import { useGivenOptions } from './use-given-options.ts';

/** The props of `<ChatWidget>`: the dock's options, state that you control, and event handlers. */
export interface ChatWidgetProps extends Omit<DockOptions, 'open' | PageOptionName>, EventHandlers {
  /** Whether the panel is open, if you control that state. */
  isOpen?: boolean | undefined;
  /** Whether the panel starts open, if you do not control that state. @defaultValue false */
  defaultOpen?: boolean | undefined;
  /** Whether the panel is fullscreen, if you control that state. */
  isFullscreen?: boolean | undefined;
  /** Any option or handler of `useChatKit`. Overrides the widget's own. */
  chatkit?: ChatKitPassThrough | undefined;
  /** Functions of the page that the model may call, by name. Only those that your server's setting names reach it. */
  tools?: PageTools | undefined;
  /** Called when the visitor opens or closes the panel. */
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  /** Called when the visitor enters or leaves fullscreen. */
  onFullscreenToggle?: ((isFullscreen: boolean) => void) | undefined;
  /** Called when the visitor chooses a theme. With this handler you control `theme`; without it, `theme` is the initial value. */
  onThemeChange?: ((theme: ThemeName) => void) | undefined;
  /** Components that use `useDock` or `useTheme`. They render where the widget is in your tree. */
  children?: ReactNode;
}

/** Event handlers. Each is called with the detail of its event. */
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

/** The handler prop of each event. */
const HANDLER_OF: Partial<Record<keyof DockEvents, keyof EventHandlers>> = {
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

/** Props that are neither options nor event handlers. */
const OWN_PROPS = [
  'isOpen',
  'defaultOpen',
  'isFullscreen',
  'chatkit',
  'tools',
  'onOpenChange',
  'onFullscreenToggle',
  'onThemeChange',
  'children',
];

/** `isOpen` and `defaultOpen` replace the script tag's `open`. */
const propNames: readonly string[] = [
  ...optionNames.filter((name) => name !== 'open' && !isPageOption(name)),
  ...OWN_PROPS,
  ...Object.values(HANDLER_OF),
];

/**
 * A chat in the corner of the page: launcher, panel, fullscreen, theme, voice.
 *
 * On a server it renders its host element and your children. Launcher and panel appear after hydration.
 *
 * @example
 * <ChatWidget apiUrl="/chatkit" title="Ask us" onFeedback={({ kind }) => count(kind)} />
 */
export const ChatWidget = forwardRef<DockHandle, ChatWidgetProps>(function ChatWidget(props, ref) {
  const host = useRef<HTMLElement>(null);
  const [shell, setShell] = useState<Shell | null>(null);
  const isHidden = useRef(false);
  const options = useOptions(props);
  const { chatkit, tools, ...handlers } = props;
  // Without `onThemeChange`, `theme` is only the initial value.
  const control: DockControl = { ...handlers, theme: props.onThemeChange && props.theme };
  const input = { options, chatkit, tools, control };
  const latest = useLatest(props);

  const emit = useCallback<Emit>(
    (name, ...detail) => {
      if (host.current) createEmit(host.current)(name, ...detail);
      const prop = HANDLER_OF[name];
      // The prop for this event takes this event's detail; TypeScript cannot connect the two.
      if (prop) callHost(latest.current[prop] as ((detail: unknown) => void) | undefined, detail[0]);
    },
    [latest],
  );
  // Creating a dock emits no event, so the ref is not read during rendering.
  // oxlint-disable-next-line react/refs
  const [dock] = useState(() => createDock({ name: resolveOptions(options).name, input, emit }));
  useLayoutEffect(() => dock.update(input));

  useLayoutEffect(() => {
    const { current } = host;
    if (!current) return;
    fillPlatform();
    if (!isModern()) return showLink(dock.get().options);
    const leaving = new AbortController();
    const created = createShell(current, dock.get().options, {
      ...dock.commands,
      isFirst: () => document.querySelector(HOST_TAG) === current,
      signal: leaving.signal,
      prepare() {
        dock.prepare();
        // Ignore a failure here: opening the panel reports it.
        import('../chatkit/view.tsx').catch(() => undefined);
      },
    });
    const { name, persist } = dock.get().options;
    const isGreeted = readRemembered(persist, name).isOpen !== undefined;
    created.launcher.set({ isGreeted });
    created.frame.hidden = isHidden.current;
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
    // The page may call this before the launcher exists.
    const setHidden = (hidden: boolean) => {
      isHidden.current = hidden;
      if (hidden) dock.commands.close();
      if (shell) shell.frame.hidden = hidden;
    };
    return {
      ...dock.commands,
      logout: () => dock.logout(),
      show: () => setHidden(false),
      hide: () => setHidden(true),
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
      {createElement(HOST_TAG, { ref: host })}
      <DockPanel dock={dock} shell={shell}>
        {props.children}
      </DockPanel>
    </>
  );
});

/** Extracts the options from the props. Unusable props are explained in the console; only then the module for that loads. */
function useOptions({ defaultOpen, ...props }: ChatWidgetProps) {
  const { options, invalid } = useGivenOptions({
    ...Object.fromEntries(Object.entries(props).filter(([name]) => !isPageOption(name))),
    open: defaultOpen,
  });
  const unknown = Object.keys(props)
    .filter((name) => !propNames.includes(name))
    .join(' ');
  useEffect(() => {
    const names = unknown.split(' ').filter(Boolean);
    const slips = [...invalid, ...names.map((name) => ({ name, value: undefined }))];
    if (slips.length > 0)
      import('../options/diagnose.ts').then(({ explain }) => explain(slips, {}, propNames)).catch(() => undefined);
  }, [invalid, unknown]);
  return options;
}
