/** Translates the calls of other chats to commands of the page's dock, before and after its script has loaded. */
import type { DockEventName, DockEvents } from '../../dock/dock-events.ts';
import type { BootOptions } from '../../dock/dock-handle.ts';
import { warnOnce } from '../../options/warn-once.ts';
import type { QueuedCommand } from '../chat-dock-api.ts';
import type { ChatDockApi, RunCommand } from '../page-global.ts';

/** A function of the page. Its arguments depend on the chat that it was written for. */
export type Callback = (...details: unknown[]) => unknown;

export interface OurDock {
  /** Runs a command now, or once the dock's script has loaded. */
  run: RunCommand;
  /** Shows the dock, or hides it with its launcher. */
  hide(isHidden: boolean): void;
  /** Listens for an event of the dock. Returns a function that ends it. */
  listen<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): () => void;
  /** Changes options; values that are undefined change nothing. */
  update(options: BootOptions): void;
  /** Logs once that a call does nothing, and what to do instead. */
  ignore(call: string, advice?: string): void;
  /** Calls a function of the page. The browser reports its errors, and our code continues. */
  call(callback: unknown, ...details: unknown[]): void;
  /** Whether the panel is open. */
  isOpen(): boolean;
  /** Whether the page has hidden the dock by one of these calls. */
  readonly isHidden: boolean;
  /** The number of unread answers. */
  readonly unread: number;
  /** The conversation that the chat shows; null for a new one. */
  readonly threadId: string | null;
}

const run: RunCommand = (...command: QueuedCommand) => ensureStub()(...command);

export function createOurDock(): OurDock {
  let isHidden = false;
  let unread = 0;
  let threadId: string | null = null;
  run('on', 'unread', ({ count }) => void (unread = count));
  run('on', 'thread-change', (detail) => void ({ threadId } = detail));
  run('on', 'message-sent', (detail) => void ({ threadId } = detail));
  return {
    run,
    hide(hidden) {
      isHidden = hidden;
      run(hidden ? 'hide' : 'show');
    },
    listen(name, handler) {
      run('on', name, handler);
      return () => run('off', name, handler);
    },
    update(options) {
      const given = Object.entries(options).filter(([, value]) => value !== undefined);
      if (given.length > 0) run('update', Object.fromEntries(given));
    },
    ignore: (call, advice = 'ChatDock has no equivalent.') =>
      warnOnce(`${call} does nothing: ${advice} See docs/switching.md.`),
    call: (callback, ...details) => isCallback(callback) && report(callback, details),
    isOpen() {
      const dock: Partial<ChatDockApi> = window.ChatDock; // the stub has no `get`
      return dock.get?.()?.isOpen ?? false;
    },
    get isHidden() {
      return isHidden;
    },
    get unread() {
      return unread;
    },
    get threadId() {
      return threadId;
    },
  };
}

/** Before the dock's script has run, its two-line stub of docs/script-tag.md. */
function ensureStub(): (...command: QueuedCommand) => unknown {
  if (typeof window.ChatDock === 'function') return window.ChatDock;
  const q: QueuedCommand[] = [];
  const stub = Object.assign((...command: QueuedCommand) => q.push(command), { q });
  // The stub has only the queue, which is not part of the type on the page.
  Reflect.set(window, 'ChatDock', stub);
  return stub;
}

const isCallback = (value: unknown): value is Callback => typeof value === 'function';

function report(callback: Callback, details: readonly unknown[]): void {
  try {
    callback(...details);
  } catch (error) {
    reportError(error);
  }
}

/**
 * Defines the global of another chat, and replays the calls that the page has made before. A later assignment, for
 * example by the other chat's own snippet, is replayed too, but does not replace the global.
 */
export function replaceGlobal(name: string, ours: unknown, replay: (before: unknown) => void): void {
  const before: unknown = Reflect.get(window, name);
  const isFixed = Object.getOwnPropertyDescriptor(window, name)?.configurable === false;
  // A `var` of the page cannot get a setter.
  if (isFixed) Reflect.set(window, name, ours);
  else Object.defineProperty(window, name, { configurable: true, get: () => ours, set: replay });
  replay(before);
}

/** Uses the settings that a page keeps in a global, now and whenever it assigns them. */
export function useSettings(name: string, use: (settings: Record<string, unknown>) => void): void {
  let settings: unknown = Reflect.get(window, name);
  // `Object()` converts null and undefined to an empty object.
  const apply = () => use(Object(settings));
  if (Object.getOwnPropertyDescriptor(window, name)?.configurable !== false)
    Object.defineProperty(window, name, {
      configurable: true,
      get: () => settings,
      set(value: unknown) {
        settings = value;
        apply();
      },
    });
  apply();
}

/** An entry of a table by a name from outside, which may be a name that all objects have. */
export const entryOf = <Entry>(table: Record<string, Entry>, name: unknown): Entry | undefined =>
  Object.hasOwn(table, String(name)) ? table[String(name)] : undefined;

/** The calls that a snippet has queued in `stub.q`, each a list of arguments. */
export function queuedIn(stub: unknown): unknown[][] {
  const queue: unknown = Object(stub).q;
  return Array.isArray(queue) ? queue.map((call: ArrayLike<unknown>) => Array.from(call)) : [];
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
/** A length, from a number of pixels. */
export const pixels = (value: unknown): string | undefined =>
  Number.isFinite(Number(textOf(value) ?? value ?? NaN)) ? `${Number(value)}px` : undefined;
export const sideOf = (value: unknown): BootOptions['position'] =>
  value === 'left' ? 'bottom-left' : value === 'right' ? 'bottom-right' : undefined;
