/** The props of `<ChatWidget>`, and what the dock takes from them. */
import { useEffect, type ReactNode } from 'react';
import type { DockEvents } from '../dock/dock-events.ts';
import type { DockInput } from '../dock/dock-store.ts';
import type { PageTools } from '../dock/page-tools/page-tool.ts';
import type { ThemeName } from '../dock/theme/page-theme.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { isPageOption, optionNames, type DockOptions, type PageOptionName } from '../options/options.ts';
import { useReadOptions } from './use-read-options.ts';

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
  /** Called when the visitor can type into the chat: the event `chat-ready`. ChatKit's `onReady` means the same. */
  onReady?: ((detail: DockEvents['chat-ready']) => void) | undefined;
  /** Called when the server has accepted the visitor's message. */
  onMessageSent?: ((detail: DockEvents['message-sent']) => void) | undefined;
  /** Called when an answer has ended. `outcome` says how. */
  onResponseEnd?: ((detail: DockEvents['response-end']) => void) | undefined;
  /** Called when another thread is shown. `threadId` is null for a new chat. */
  onThreadChange?: ((detail: DockEvents['thread-change']) => void) | undefined;
  /** Called when the number of completed answers that arrived while the panel was closed has changed: the event `unread`. */
  onUnreadChange?: ((detail: DockEvents['unread']) => void) | undefined;
  /** Called when the visitor has rated an answer. */
  onFeedback?: ((detail: DockEvents['feedback']) => void) | undefined;
  /** Called when voice input starts, recognises words, stops or fails. */
  onVoice?: ((detail: DockEvents['voice']) => void) | undefined;
  /** Called when the official engine failed and the self-hosted one replaced it. */
  onEngineFallback?: ((detail: DockEvents['engine-fallback']) => void) | undefined;
  /** Called on an error that the visitor may have noticed. */
  onError?: ((detail: DockEvents['error']) => void) | undefined;
}

/** The handler prop of each event. */
export const HANDLER_OF: Partial<Record<keyof DockEvents, keyof EventHandlers>> = {
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

/** The dock's input from the props. */
export function useInput(props: ChatWidgetProps): DockInput {
  const options = useOptions(props);
  const { chatkit, tools, ...handlers } = props;
  // Without `onThemeChange`, `theme` is only the initial value.
  return { options, chatkit, tools, control: { ...handlers, theme: props.onThemeChange && props.theme } };
}

/** Extracts the options from the props. Unusable props are explained in the console; only then the module for that loads. */
function useOptions({ defaultOpen, ...props }: ChatWidgetProps) {
  const { options, invalid } = useReadOptions({
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
