/** `window.ChatDock`, which shows the launcher. All entry files use it; the other modules load later. */
import { COMMAND_NAMES } from '../../dock/commands/dock-commands.ts';
import type { PageDockHandle } from '../../dock/dock-handle.ts';
import { warnOnce } from '../../options/warn-once.ts';
import { isModern } from '../../chatkit/is-modern.ts';
import type { ChatDockMembers, QueuedCommand, RunCommand } from '../chat-dock-api.ts';
import type { PageDock, PageModules, RawOptions } from '../dock-module.ts';
import { createPageDock } from '../page-dock.ts';

/** `window.ChatDock` as the loader calls it: `boot` also takes texts, from attributes. */
interface LoadedChatDock extends ChatDockMembers, RunCommand {
  boot(options?: RawOptions): PageDockHandle;
}

/** The members of a handle that can be called by name, in the order that compresses best. */
const VERBS = [
  ...COMMAND_NAMES,
  'logout',
  'hide',
  'destroy',
  'show',
  'tool',
  'ready',
  'identify',
  'update',
  'on',
  'off',
] as const;

type Verb = (typeof VERBS)[number];

const WORDS: readonly unknown[] = VERBS;

/** A dock whose members are called with what the page passes. */
type CallableDock = Record<Verb, (...args: never[]) => unknown>;

/** Creates `window.ChatDock`, or returns the existing one. */
export function ensureGlobal(modules: PageModules): LoadedChatDock {
  // ChatDock has a version and the stub has none. The name may also belong to an element of the page: a form whose
  // `version` is a field, or a frame of another origin, where reading most members throws.
  const named: Named & { window?: Window } = Object(window.ChatDock);
  const before: Named = named.window ? {} : named;
  // Assigned to `window`, so that it is global in a module, too.
  return (window.ChatDock =
    typeof before.version === 'string'
      ? (before as LoadedChatDock) // only the real ChatDock has a string as version
      : createGlobal(modules, (before.q || []) as QueuedCommand[])); // the stub's, whose entries are looked at below
}

type Named = NonNullable<Window['ChatDock']>;

/** Starts a dock if the tag has any `data-` attribute. Without one, the page calls `ChatDock.boot()` itself. */
export function bootFrom(tag: HTMLOrSVGElement | null, chatDock: LoadedChatDock): void {
  // Attributes are strings, parsed with the other options.
  if (tag && Object.keys(tag.dataset)[0]) chatDock.boot({ nonce: tag.nonce, ...tag.dataset });
}

function createGlobal(modules: PageModules, queued: readonly QueuedCommand[]): LoadedChatDock {
  const docks = new Map<unknown, PageDock>();
  const waiting: (() => void)[] = [];

  const boot = (given?: RawOptions) => {
    // Untyped callers may pass null.
    const options: RawOptions = Object(given);
    const { name = 'default' } = options;
    if (!isModern()) {
      modules.plain(options).catch(() => {});
      // Commands wait for a dock that is never created.
      return chatDock;
    }
    const known = docks.get(name);
    if (known) {
      known.update(options);
      return known;
    }
    const dock = createPageDock(name, { ...options, name }, modules, () => get() === dock);
    dock.on('destroy', () => docks.delete(name));
    docks.set(name, dock);
    waiting.splice(0).forEach((command) => command());
    return dock;
  };

  const get = (name?: string) => (name ? docks.get(name) : docks.get('default') || [...docks.values()][0]);

  function run(...command: QueuedCommand): unknown {
    const [, name, verb] = /^(?:(.+)\.)?(.*)/.exec(command[0]) || [];
    // Untyped callers may pass anything; each command checks its arguments.
    const args = command.slice(1) as never[];
    if (verb === 'boot') return boot(args[0]);
    if (verb === 'get') return get(args[0]);
    if (!WORDS.includes(verb)) return warnOnce(`Unknown command "${verb}".`);
    const dock: CallableDock | undefined = get(name);
    if (dock) return dock[verb as Verb](...args); // it is one of the words
    // Without a dock there is nothing to destroy, and a dock that is created later must stay.
    if (verb === 'destroy') return;
    const later = new Promise((resolve) => waiting.push(() => resolve(run(...command))));
    // `on` returns a function and the other commands a promise, before `boot` as well as after it.
    return verb === 'on' ? () => run(name ? `${name}.off` : 'off', ...args) : later;
  }

  // Run the stub's commands after the tag's own boot. Host pages may define their own stub: skip entries that are not arrays,
  // so that one bad entry does not block the rest.
  // Not `queueMicrotask`, which browsers without it would report.
  void Promise.resolve().then(() =>
    Array.from(queued, (command) => Array.isArray(command) && run(...(command as QueuedCommand))),
  );
  // Every verb becomes a member, each with the type that its name has in a handle.
  const chatDock = Object.assign(run, {
    boot,
    get,
    q: { push: (command: QueuedCommand) => run(...command) },
    version: CHATDOCK_VERSION,
  }) as LoadedChatDock & Record<string, unknown>;
  const members: Record<string, unknown> = chatDock;
  for (const verb of VERBS) members[verb] = run.bind(null, verb);
  return chatDock;
}
