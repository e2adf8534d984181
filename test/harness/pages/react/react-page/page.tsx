/** A React page with `<ChatWidget>`, as a site would write it. Tests control it through `window.host`. */
import {
  ChatWidget,
  useDock,
  useTheme,
  useVoiceInput,
  type DockHandle,
  type ChatWidgetProps,
  type UseDockReturn,
  type UseThemeReturn,
  type VoiceInput,
} from 'chatdock';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** How often each of three components rendered. */
export const drawn = { widget: 0, theme: 0, neither: 0 };

function UsesWidget() {
  // Counting renders is the purpose here, even though it is impure.
  // oxlint-disable-next-line react/immutability
  drawn.widget++;
  const widget = useDock();
  useEffect(() => void Object.assign(window, { widget }));
  return <button onClick={widget.toggle}>{widget.isOpen ? 'Hide it' : 'Show it'}</button>;
}

function UsesTheme() {
  // oxlint-disable-next-line react/immutability
  drawn.theme++;
  const theme = useTheme();
  useEffect(() => void Object.assign(window, { theme }));
  return <button onClick={theme.toggleTheme}>The page knows it is {theme.scheme}</button>;
}

function UsesNeither() {
  // oxlint-disable-next-line react/immutability
  drawn.neither++;
  return <p>A shop</p>;
}

/** The page's own microphone button, outside of the widget. */
function Dictation() {
  const printed = useRef<string[]>([]);
  const levels = useRef<number[]>([]);
  const voice = useVoiceInput({
    locale: 'de',
    onTranscript: (text) => printed.current.push(text),
    onLevel: (level) => levels.current.push(level),
  });
  useEffect(() => void Object.assign(window, { voice, printed: printed.current, levels: levels.current }));
  return <p>Voice: {voice.state}</p>;
}

// Created once, as a page should: React skips an identical element.
const inside = (
  <>
    <UsesWidget />
    <UsesTheme />
    <UsesNeither />
  </>
);

/** The state that a page may control, and the handler that requests a change. */
const held = { onOpenChange: 'isOpen', onFullscreenToggle: 'isFullscreen', onThemeChange: 'theme' } as const;
const handlerNames = [
  'onOpenChange',
  'onFullscreenToggle',
  'onThemeChange',
  'onReady',
  'onMessageSent',
  'onResponseEnd',
  'onThreadChange',
  'onUnreadChange',
  'onFeedback',
  'onVoice',
  'onEngineFallback',
  'onError',
] as const satisfies (keyof ChatWidgetProps)[];

export interface HostSettings {
  /** Ignores all requested changes of controlled state. */
  refuses?: boolean;
  /** Has a theme handler, which makes the theme controlled. */
  holdsTheme?: boolean;
  /** The command that its own effect calls on mount. */
  atOnce?: 'hide' | 'open';
}

/** A handler's name and its argument. */
export type Heard = [name: string, detail: unknown];

export interface HostWindow extends Window {
  host: {
    handle: DockHandle | null;
    setProps(props: Partial<ChatWidgetProps>): void;
    heard: Heard[];
    setMounted(isMounted: boolean): void;
  };
  widget: UseDockReturn;
  theme: UseThemeReturn;
  voice: VoiceInput;
  /** The transcripts from `useVoiceInput`. */
  printed: string[];
  levels: number[];
}

/** Props as in inline JSX: each list and object is a new one per render. */
const asWritten = (props: ChatWidgetProps) =>
  Object.fromEntries(
    Object.entries(props).map(([name, value]) => [
      name,
      typeof value === 'object' && name !== 'chatkit' ? structuredClone(value) : value,
    ]),
  ) as ChatWidgetProps;

export function Page({ props: initial, settings }: { props: ChatWidgetProps; settings: HostSettings }) {
  const [props, setProps] = useState(initial);
  const [isMounted, setMounted] = useState(true);
  const [, drawAgain] = useState(0);
  const handle = useRef<DockHandle>(null);
  const heard = useRef<Heard[]>([]);
  useEffect(() => {
    (window as unknown as HostWindow).host = {
      get handle() {
        return handle.current;
      },
      // Renders synchronously, because a test presses keys faster than a person.
      setProps: (next) => flushSync(() => setProps((before) => ({ ...before, ...next }))),
      heard: heard.current,
      setMounted,
    };
    if (settings.atOnce) handle.current?.[settings.atOnce]();
  }, [settings]);

  const wanted = handlerNames.filter((name) => name !== 'onThemeChange' || settings.holdsTheme || props.onThemeChange);
  const handlers = wanted.map((name) => [
    name,
    (detail: never) => {
      heard.current.push([name, detail]);
      drawAgain((count) => count + 1);
      if (name in held && !settings.refuses) {
        const state = held[name as keyof typeof held];
        if (props[state] !== undefined) setProps((before) => ({ ...before, [state]: detail }));
      }
      (props[name] as ((detail: never) => void) | undefined)?.(detail);
    },
  ]);
  return (
    <main>
      <Dictation />
      {isMounted && (
        <ChatWidget ref={handle} {...asWritten(props)} {...Object.fromEntries(handlers)}>
          {inside}
        </ChatWidget>
      )}
    </main>
  );
}
