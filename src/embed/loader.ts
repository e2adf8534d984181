/** What both scripts of the page are: `window.ChatDock`, which shows the launcher. Everything else comes later, from beside them. */
import { createImport } from '../chatkit/import-again.ts';
import { commandNames } from '../dock/dock-commands.ts';
import type { BootOptions, PageDockHandle } from '../dock/dock-handle.ts';
import { warnOnce } from '../options/warn-once.ts';
import type { DockModule } from './dock-module.ts';
import { createPageDock } from './page-dock.ts';

/** A command as the stub queues it: a verb, or `name.verb` for one of several docks, and its arguments. */
export type QueuedCommand = readonly [verb: string, ...args: unknown[]];

/** `window.ChatDock`. The verbs speak to the first dock of the page; `get(name)` gives another one. */
export interface ChatDockGlobal extends Omit<PageDockHandle, 'name' | 'host' | 'isOpen'> {
  (...command: QueuedCommand): unknown;
  /** Puts a dock on the page; with a name that is already there, updates that one. */
  boot(options?: BootOptions): PageDockHandle;
  /** The dock of that name, or the first one. */
  get(name?: string): PageDockHandle | undefined;
  /** Takes the commands that the stub queues. */
  q: { push(command: QueuedCommand): unknown };
  readonly version: string;
}

declare global {
  interface Window {
    ChatDock?: ChatDockGlobal | { q?: QueuedCommand[]; version?: undefined };
  }
}

/** Every member of a handle that can be called by name. In the order that compresses best. */
const verbs = [
  ...commandNames,
  'logout',
  'hide',
  'destroy',
  'show',
  'ready',
  'identify',
  'update',
  'on',
  'off',
] as const;

/** Makes `window.ChatDock` what it is, or gives the one that is there. `modules/` lies beside `scriptUrl`. */
export function ensureGlobal(scriptUrl: string): ChatDockGlobal {
  const before = window.ChatDock;
  // What has a version is one of us, what has none is the stub. By name, so that it is there however the file was loaded.
  return (window.ChatDock = before?.version
    ? (before as ChatDockGlobal)
    : createGlobal(scriptUrl, (before?.q ?? []) as QueuedCommand[]));
}

/** A tag that says anything to the dock starts one; a bare tag leaves that to `ChatDock.boot()`. */
export function bootFrom(tag: HTMLOrSVGElement | null, chatDock: ChatDockGlobal): void {
  if (tag && Object.keys(tag.dataset)[0]) chatDock.boot({ nonce: tag.nonce, ...tag.dataset } as BootOptions); // Texts; read with the rest.
}

function createGlobal(scriptUrl: string, queued: readonly QueuedCommand[]): ChatDockGlobal {
  const docks = new Map<string, PageDockHandle>();
  const waiting: (() => void)[] = [];
  const loadModule = createImport((folder) => {
    const importModule = (name: string) => import(/* @vite-ignore */ new URL(`${folder}/${name}.js`, scriptUrl).href);
    // The chat's own code comes along with the dock's; whoever draws it asks again, and tells of what is missing.
    importModule('chatkit-view').catch(() => {});
    return importModule('dock') as Promise<DockModule>;
  });

  const boot = (given?: BootOptions) => {
    // A page's own script may say null.
    const options: BootOptions = Object(given);
    const { name = 'default' } = options;
    const known = docks.get(name);
    if (known) {
      known.update(options);
      return known;
    }
    const dock = createPageDock(name, { ...options, name }, loadModule, () => get() === dock);
    dock.on('destroy', () => docks.delete(name));
    docks.set(name, dock);
    waiting.splice(0).forEach((command) => command());
    return dock;
  };

  const get = (name?: string) => (name ? docks.get(name) : (docks.get('default') ?? docks.values().next().value));

  function run(...command: QueuedCommand): unknown {
    const [, name, verb] = /^(?:(.+)\.)?(.*)$/.exec(command[0]) ?? [];
    // What a page passes is its own affair; each command reads it as its type says.
    const args = command.slice(1) as never[];
    if (verb === 'boot') return boot(...(args as []));
    if (verb === 'get') return get(...(args as []));
    const known = verbs.find((word) => word === verb);
    if (!known) return warnOnce(`Unknown command "${verb}".`);
    const dock = get(name);
    if (dock) return (dock[known] as (...args: never[]) => unknown)(...args);
    // There is nothing to take away; what is put there later stays.
    if (verb === 'destroy') return;
    const later = new Promise((resolve) => waiting.push(() => resolve(run(...command))));
    // What a command gives back has one shape, before `boot` and after.
    return verb === 'on' ? () => run(name ? `${name}.off` : 'off', ...args) : later;
  }

  // The commands of the stub come after the tag's own boot. A page writes its own stub now and then: what is no list there keeps none from being heard.
  queueMicrotask(() => queued.forEach((command) => Array.isArray(command) && run(...(command as QueuedCommand))));
  const members: Record<string, unknown> = {
    boot,
    get,
    q: { push: (command: QueuedCommand) => run(...command) },
    version: CHATDOCK_VERSION,
  };
  for (const verb of verbs) members[verb] = run.bind(null, verb);
  // Every verb is among the members, each with the type that its name has in a handle.
  return Object.assign(run, members) as unknown as ChatDockGlobal;
}
