/** One dock on a page before its panel is there: shows the launcher, fetches the panel when it is wanted, passes commands on. */
import { createEmit } from '../dock/dock-events.ts';
import type { BootOptions, ChatDockHandle } from '../dock/dock-handle.ts';
import type { LauncherLook } from '../dock/launcher/launcher.ts';
import { isTypingOutside, matchesKeys } from '../dock/keys.ts';
import { launcherOptions } from '../options/launcher-options.ts';
import { readValue, resolveWith } from '../options/kinds.ts';
import { heedClick } from '../dock/launcher/page-clicks.ts';
import { resolveTheme, watchTheme } from '../dock/theme/page-theme.ts';
import { forget, readRemembered, remember } from '../dock/persistence.ts';
import { createShell, hostTag, wantedLocale } from '../dock/launcher/shell.ts';
import { launcherStrings } from '../dock/launcher/launcher-strings.ts';
import { warnOnce } from '../options/warn-once.ts';
import type { DockModule, MountDock, MountedDock } from './dock-module.ts';

export const panelVerbs = [
  'open',
  'toggle',
  'sendMessage',
  'setInput',
  'newThread',
  'setThread',
  'setTheme',
  'fullscreen',
] as const;

export interface PageDockParts {
  options: BootOptions;
  /** More options, which come later and count for less. The dock waits for them, so that it is drawn once. */
  more: Promise<BootOptions> | undefined;
  loadModule(): Promise<DockModule>;
  /** Whether the dock is meant where none is named. */
  isFirst(): boolean;
  /** Called when the dock has left the page. */
  onDestroyed(): void;
}

export function createPageDock({
  options: given,
  more,
  loadModule,
  isFirst,
  onDestroyed,
}: PageDockParts): ChatDockHandle {
  let options = given;
  const look = () =>
    resolveWith(launcherOptions, (name, option) => readValue(option, (options as Record<string, unknown>)[name]));
  let resolved: LauncherLook;
  const name = String(given.name);
  const host = document.createElement(hostTag);
  const emit = createEmit(host);
  const living = new AbortController();
  const { signal } = living;
  const listeners = new Map<unknown, EventListener>();
  const shell = createShell(host, {
    onOpen: () => handle.open(),
    onIntent: () => resolved.load !== 'manual' && fetchModule(),
    onDismiss: () => remember(resolved.persist, name, { isOpen: false }),
  });
  const { launcher } = shell;
  let dock: MountedDock | undefined;
  let fetching: Promise<MountDock> | undefined;
  let mounting: Promise<MountedDock> | undefined;
  let stopTheme: (() => void) | undefined;
  /** Takes on what the page may change without telling: its scheme and its font. */
  let adapt: () => void;

  function fetchModule() {
    fetching ??= loadModule().then(({ prepareDock }) => prepareDock(options));
    // Told to whoever opens the chat; a mere hover must not raise an unhandled rejection.
    fetching.catch(() => (fetching = undefined));
    return fetching;
  }

  async function mount() {
    await placed;
    launcher.set({ retry: undefined, isBusy: true });
    try {
      const mountDock = await fetchModule();
      signal.throwIfAborted();
      stopTheme?.();
      dock = mountDock({ shell, options, emit });
      return dock;
    } finally {
      mounting = undefined;
      launcher.set({ isBusy: false });
    }
  }

  /** Runs a command on the panel, fetching it first when it is not there; on failure offers to try again. */
  function withDock(command: (dock: MountedDock) => void) {
    if (dock) return command(dock);
    mounting ??= mount();
    mounting.then(command, (error: Error) => {
      if (signal.aborted) return;
      launcher.set({ retry: () => withDock(command) });
      emit('error', { error });
    });
  }

  function draw({ isOpen, theme = resolved.theme } = readRemembered(resolved.persist, name)) {
    launcher.set({ isGreeted: isOpen !== undefined });
    shell.update(resolved, launcherStrings(wantedLocale(resolved.locale), resolved.strings));
    adapt = () => {
      shell.setColorScheme(resolveTheme(theme));
      shell.setFont(resolved.font);
    };
    stopTheme?.();
    adapt();
    stopTheme = watchTheme(theme, adapt);
  }

  const handle = {
    name,
    host,
    get isOpen() {
      return dock?.isOpen ?? false;
    },
    // Also one that is just being fetched to be opened.
    close: () => (dock ?? mounting) && withDock((there) => there.close()),
    show: () => launcher.set({ isVisible: true }),
    hide: () => launcher.set({ isVisible: false }),
    update(changes) {
      options = { ...options, ...changes, name };
      resolved = look();
      if (dock) dock.update(options);
      else if (host.isConnected) draw();
    },
    identify: (identity) => handle.update(identity),
    logout() {
      forget(look().persist, name);
      dock?.logout();
      handle.update({ userToken: undefined });
    },
    on(eventName, handler) {
      const listener = listeners.get(handler) ?? ((event: Event) => handler((event as CustomEvent).detail));
      listeners.set(handler, listener);
      if (typeof handler === 'function') host.addEventListener(`chat-dock:${eventName}`, listener, { signal });
      else warnOnce(`on("${eventName}") needs a function.`);
      return () => handle.off(eventName, handler);
    },
    off(eventName, handler) {
      const listener = listeners.get(handler);
      if (listener) host.removeEventListener(`chat-dock:${eventName}`, listener);
    },
    async ready(callback) {
      await placed;
      callback?.(handle);
      return handle;
    },
    destroy() {
      if (signal.aborted) return;
      emit('destroy');
      living.abort();
      stopTheme?.();
      dock?.destroy();
      shell.destroy();
      host.remove();
      onDestroyed();
    },
  } as ChatDockHandle;

  // What the panel does, it does for us, too: each with the arguments it takes there.
  for (const verb of panelVerbs)
    handle[verb] = (...args: never[]) => withDock((dock) => (dock[verb] as (...args: never[]) => void)(...args));

  const handlePageClick = (event: Event) =>
    heedClick(event, { name, trigger: resolved.trigger, isFirst: isFirst() }, handle);

  /** The keys that open; once the panel is there, it listens for itself. */
  function handleKey(event: KeyboardEvent) {
    if (dock || event.defaultPrevented || !matchesKeys(event, resolved.shortcut)) return;
    // A key of the owner's own counts everywhere; the usual one is the first dock's, and not for who types.
    if (!options.shortcut && (!isFirst() || isTypingOutside(event, host))) return;
    event.preventDefault();
    handle.open();
  }

  async function place() {
    options = { ...(await more), ...options, name };
    if (!document.body) await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, { signal }));
    if (signal.aborted) return;
    resolved = look();
    const remembered = readRemembered(resolved.persist, name);
    draw(remembered);
    // Beside the body, not in it: pages that swap their body (Turbo, Astro) or transform it leave the dock alone.
    document.documentElement.append(host);
    // A style sheet of the page may still be on its way.
    addEventListener('load', () => dock || adapt(), { signal });
    document.addEventListener('click', handlePageClick, { signal });
    document.addEventListener('keydown', handleKey, { signal });
    // Whoever hears of "ready" may be a script further down; and may open at once, and opening waits for this promise.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    emit('ready', { name });
    if (resolved.load === 'eager') fetchModule();
    if (resolved.load === 'idle') (window.requestIdleCallback ?? setTimeout)(() => signal.aborted || fetchModule());
    if (remembered.isOpen ?? resolved.open) withDock(() => {});
  }
  const placed = place();
  return handle;
}
