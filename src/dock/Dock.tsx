/** The dock: its state, its commands, and the panel drawn into a shell. The script tag and the React component both end here. */
import {
  forwardRef,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';
import { createChatQueue } from '../engine/chat-queue.ts';
import { apiUrlIn, type ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { SetupContext, WidgetContext, type ChatWidgetValue } from './panel/DockContext.tsx';
import type { DockEvents, Emit } from './dock-events.ts';
import type { OpenOptions, OutgoingMessage, PanelCommands } from './dock-handle.ts';
import { resolveOptions, widgetOptions, type ReadOptions } from '../options/options.ts';
import type { ColorScheme, ThemeName } from './theme/page-theme.ts';
import { Panel } from './panel/Panel.tsx';
import { createMemory } from './persistence.ts';
import { wantedLocale, type Shell } from './launcher/shell.ts';
import { launcherStrings } from './launcher/launcher-strings.ts';
import { ThemeProvider, type ThemeValue } from './theme/ThemeProvider.tsx';
import { useControlled, useLatest, useStable } from './hooks/use-controlled.ts';
import { deepActiveElement } from './panel/use-focus-travel.ts';
import { useLayoutEffect } from './hooks/use-layout-effect.ts';
import { useToggleKeys } from './panel/use-panel-keys.ts';
import type { Traffic } from './chat/use-chat-fetch.ts';
import { usePageLook } from './theme/use-page-look.ts';
import { usePerson } from './use-person.ts';
import { useStrings } from './hooks/use-strings.ts';
import { warnOnce } from '../options/warn-once.ts';

export interface DockProps {
  /** Where to draw; null before there is a document, as on a server. */
  shell: Shell | null;
  /** As they were read; defaults are put in here. */
  options: ReadOptions;
  /** The owner's own ChatKit options and handlers. */
  chatkit?: ChatKitPassThrough | undefined;
  emit: Emit;
  /** Whether the visitor has reached for the dock: until then it fetches nothing. @defaultValue true */
  isWanted?: boolean | undefined;
  /** The caller's own state, where they hold it. */
  isOpen?: boolean | undefined;
  isFullscreen?: boolean | undefined;
  theme?: ThemeName | undefined;
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  onFullscreenToggle?: ((isFullscreen: boolean) => void) | undefined;
  onThemeChange?: ((theme: ThemeName) => void) | undefined;
  children?: ReactNode;
}

export interface DockCommands extends PanelCommands {
  readonly isOpen: boolean;
  logout(): void;
}

export const Dock = forwardRef<DockCommands, DockProps>(function Dock(props, ref) {
  const { shell, options: given, emit: emitOut, isWanted = true, children } = props;
  const traffic = useRef<Traffic>({ wasAnswered: false, wasRefused: false });
  const { visit, userToken, leave } = usePerson(
    given.userToken,
    () => traffic.current.wasRefused && !traffic.current.wasAnswered,
  );
  const { identity, person } = visit;
  const apiUrl = apiUrlIn(props.chatkit) ?? given.apiUrl;
  const options = useMemo(() => ({ ...resolveOptions(given), apiUrl, userToken }), [given, apiUrl, userToken]);
  const { font } = usePageLook(options);
  const emit = useMemo<Emit>(() => (options.debug ? withLog(emitOut) : emitOut), [options.debug, emitOut]);
  const memory = useMemo(
    () => createMemory(options.persist, options.name, identity),
    [options.persist, options.name, identity],
  );
  const [isOpen, changeOpen, openNext] = useControlled({
    value: props.isOpen,
    initial: false,
    onChange: props.onOpenChange,
  });
  // A message goes out without the panel being opened: the chat has to be there all the same.
  const [isAwake, setAwake] = useState(false);
  const strings = useStrings(options, isWanted || isOpen || isAwake);
  const [isFullscreen, changeFullscreen, fullscreenNext] = useControlled({
    value: props.isFullscreen,
    initial: false,
    onChange: props.onFullscreenToggle,
  });
  const [unread, setUnread] = useState(0);
  const [threadId, setThreadId] = useState<string | null>(null);
  const [shownTo, setShownTo] = useState(person);
  if (shownTo !== person) {
    setShownTo(person);
    setThreadId(null);
    setUnread(0);
  }
  const theme = useRef<ThemeValue>(null);
  const latest = useLatest({ isOpen, isFullscreen, options });
  const queue = useMemo(
    () =>
      createChatQueue((error) => emit('error', { error: error instanceof Error ? error : new Error(String(error)) })),
    [emit],
  );

  const wantsFocus = useRef(false);
  /** Undefined until there was something to restore. */
  const isRestoring = useRef<boolean>(undefined);
  const focusComposer = useStable(() => {
    wantsFocus.current = false;
    if (options.focus === 'auto') queue.run((chat) => chat.focusComposer());
  });

  const commands = useMemo(() => {
    const setOpen = (next: boolean) => {
      memory.write({ isOpen: next });
      changeOpen(next);
    };
    const sendMessage = (given: string | OutgoingMessage) => {
      const message = readMessage(given);
      if (!message) return misuse('sendMessage', given);
      setAwake(true);
      queue.run((chat) => chat.sendUserMessage(message));
    };
    const setInput = (text: string) =>
      typeof text === 'string' ? queue.run((chat) => chat.setComposerValue({ text })) : misuse('setInput', text);
    return {
      open(how?: OpenOptions) {
        if (openNext.current && mayTakeFocus()) focusComposer();
        else wantsFocus.current = mayTakeFocus();
        setOpen(true);
        if (typeof how === 'string') return misuse('open', how);
        // The event of whatever was clicked says nothing.
        const { text, send = false }: OpenOptions = Object(how);
        if (text !== undefined) (send ? sendMessage : setInput)(text);
      },
      close: () => setOpen(false),
      toggle: () => (openNext.current ? setOpen(false) : commands.open()),
      sendMessage,
      setInput,
      newThread: () => queue.run((chat) => chat.setThreadId(null)),
      setThread: (id: string | null) =>
        typeof id === 'string' || id === null ? queue.run((chat) => chat.setThreadId(id)) : misuse('setThread', id),
      setTheme: (next: ThemeName | null) =>
        next === null || isThemeName(next) ? theme.current?.setTheme(next) : misuse('setTheme', next),
      fullscreen(given?: boolean) {
        const on = typeof given === 'boolean' ? given : !fullscreenNext.current;
        if (given !== undefined && on !== given && !(Object(given) instanceof Event)) misuse('fullscreen', given);
        if (on && !openNext.current) commands.open();
        changeFullscreen(on);
      },
    } satisfies PanelCommands;
  }, [memory, queue, changeOpen, changeFullscreen, focusComposer, openNext, fullscreenNext]);

  useImperativeHandle(
    ref,
    () => ({
      ...commands,
      get isOpen() {
        return openNext.current;
      },
      logout() {
        commands.setTheme(null);
        memory.clear();
        leave();
      },
    }),
    [commands, openNext, memory, leave],
  );
  useToggleKeys(shell, options.shortcut, commands.toggle);
  useEffect(() => memory.watch(leave), [memory, leave]);

  const lastVisit = useRef(visit);
  useLayoutEffect(() => {
    const before = lastVisit.current;
    if (before === visit) return;
    lastVisit.current = visit;
    // Whoever stayed on signing in has other conversations now.
    if (before.person === visit.person) return queue.run((chat) => chat.fetchUpdates());
    traffic.current = { wasAnswered: false, wasRefused: false };
    if (before.identity !== undefined) memory.write({ threadId: undefined, draft: undefined, drafts: undefined });
    // What was still to be said, somebody who signs in meant to say; anybody else did not.
    if (before.identity !== undefined || visit.identity === undefined) queue.clear();
    emit('thread-change', { threadId: null });
  }, [visit, memory, queue, emit]);

  const isSpoken = strings !== null;
  useLayoutEffect(
    () => shell?.update(options, strings ?? launcherStrings(wantedLocale(options.locale), options.strings)),
    [shell, options, strings],
  );
  useLayoutEffect(() => shell?.setFont(font), [shell, font]);
  // The launcher stays until there is a panel to take its place.
  useLayoutEffect(() => shell?.setOpen(isOpen && isSpoken), [shell, isOpen, isSpoken]);
  useLayoutEffect(() => shell?.launcher.set({ unread }), [shell, unread]);
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    // Whoever closed it, visitor or page: before it is painted, so that it does not shrink first.
    if (wasOpen.current && !isOpen) changeFullscreen(false);
    wasOpen.current = isOpen;
  }, [isOpen, changeFullscreen]);
  useChangeEffect(isOpen, () => {
    // What the visitor left is corrected by what the page has made of it; a page alone leaves nothing.
    if (memory.read().isOpen !== undefined) memory.write({ isOpen });
    // Now that it can be seen: what is hidden takes no focus. A page that opens it by its own state does so for its visitor, or not.
    if (isOpen && (wantsFocus.current || (!isRestoring.current && navigator.userActivation?.isActive))) focusComposer();
    isRestoring.current = false;
    emit(isOpen ? 'open' : 'close');
  });
  useChangeEffect(isFullscreen, () => emit('fullscreen', { isFullscreen }));
  useChangeEffect(unread, () => emit('unread', { count: unread }));
  useEffect(() => {
    if (isOpen) setUnread(0);
  }, [isOpen]);

  // What the visitor left open is open again; a page that starts open takes no focus.
  useEffect(() => {
    // StrictMode starts it twice, and a page that holds the state is asked once.
    if (isRestoring.current !== undefined || !(memory.read().isOpen ?? options.open)) return;
    isRestoring.current = true;
    changeOpen(true);
    // Only when the dock starts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const surface = useMemo(
    () => ({
      queue,
      emit,
      onThread(next: string | null) {
        setThreadId(next);
        memory.write({ threadId: next });
        emit('thread-change', { threadId: next });
      },
      onResponse(isRunning: boolean) {
        if (isRunning) return emit('response-start');
        if (!latest.current.isOpen) setUnread((count) => count + 1);
        emit('message-received', { threadId: memory.read().threadId ?? null });
      },
      onEngineFallback({ reason, message }: DockEvents['engine-fallback']) {
        warnOnce(`${message} The chat goes on with the self-hosted engine.`);
        emit('engine-fallback', { reason, message });
      },
    }),
    [queue, emit, memory, latest],
  );

  const onScheme = useCallback(
    (name: ThemeName, scheme: ColorScheme) => {
      shell?.setColorScheme(scheme);
      if (shell) emit('theme', { theme: name, scheme });
    },
    [shell, emit],
  );
  const value = useMemo<ChatWidgetValue>(
    () => ({ ...commands, isOpen, isFullscreen, unread, threadId }),
    [commands, isOpen, isFullscreen, unread, threadId],
  );
  const setup = useMemo(
    () => shell && strings && { shell, options, strings, memory },
    [shell, options, strings, memory],
  );
  const onThemeChange = useStable((name: ThemeName) => props.onThemeChange?.(name));

  return (
    <ThemeProvider
      option={options.theme}
      theme={props.theme}
      memory={memory}
      onChange={onThemeChange}
      onScheme={onScheme}
      handle={theme}
    >
      <WidgetContext.Provider value={value}>
        {children}
        {setup && (
          <SetupContext.Provider value={setup}>
            {createPortal(
              <Panel
                {...surface}
                isAwake={isAwake}
                passThrough={props.chatkit ?? nothing}
                visit={visit}
                traffic={traffic}
              />,
              setup.shell.mount,
            )}
          </SetupContext.Provider>
        )}
      </WidgetContext.Provider>
    </ThemeProvider>
  );
});

const nothing = {};

const isThemeName = (name: unknown): name is ThemeName =>
  widgetOptions.theme.words?.some((word) => word === name) ?? false;

/** What ChatKit takes as a message; null for what is none, or says nothing. */
function readMessage(given: unknown): OutgoingMessage | null {
  const message: OutgoingMessage = typeof given === 'string' ? { text: given } : Object(given);
  if ('content' in message) return message;
  return typeof message.text === 'string' && message.text.trim() ? message : null;
}

/** A command was given what it cannot use: said in the console, by a module that only such a page fetches. */
const misuse = (command: string, given: unknown) =>
  void import('../options/diagnose.ts').then(
    ({ explainMisuse }) => explainMisuse(command, given),
    () => {},
  );

/** The focus follows the visitor: nothing takes it from a field they type in, nor before they have done anything on the page. */
function mayTakeFocus(): boolean {
  const { userActivation } = navigator;
  return (
    !userActivation ||
    userActivation.isActive ||
    (userActivation.hasBeenActive && !deepActiveElement()?.matches(':read-write, select'))
  );
}

/** `debug`: every event in the console, too. */
function withLog(emit: Emit): Emit {
  return (name, ...detail) => {
    // The owner has asked to be told.
    // oxlint-disable-next-line no-console
    console.debug('ChatDock:', name, ...detail);
    emit(name, ...detail);
  };
}

/** Runs after a value has changed, not after the first render. */
function useChangeEffect(value: unknown, effect: () => void) {
  const before = useRef(value);
  const run = useLatest(effect);
  useEffect(() => {
    if (Object.is(before.current, value)) return;
    before.current = value;
    run.current();
  }, [value, run]);
}
