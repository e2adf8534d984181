/** `$crisp.push([…])`, as https://docs.crisp.chat/guides/chatbox-sdks/web-sdk/dollar-crisp/ describes it. */
import type { BootOptions } from '../../dock/dock-handle.ts';
import { type Callback, entryOf, type OurDock, replaceGlobal, textOf, useSettings } from './our-dock.ts';

export function replaceCrisp(dock: OurDock): void {
  const actions = createActions(dock);
  const run = (entry: unknown) => {
    const [action, method, value]: unknown[] = Array.isArray(entry) ? entry : [];
    const known = entryOf(actions, action);
    if (known) known(String(method), value);
    else dock.ignore(`$crisp.push(["${String(action)}", …])`);
  };
  const $crisp = {
    push: (...entries: unknown[]) => entries.forEach((entry) => dock.call(run, entry)),
    get: (name: string) => entryOf(getters(dock), name)?.() ?? null,
    is: (name: string) => entryOf(states(dock), name)?.() ?? false,
    on: (name: string, callback: unknown) => run(['on', name, callback]),
    off: (name: string) => run(['off', name]),
  };
  replaceGlobal(
    '$crisp',
    $crisp,
    (before) => Array.isArray(before) && before.forEach((entry) => dock.call(run, entry)),
  );
  useSettings('CRISP_RUNTIME_CONFIG', ({ locale }) => dock.update({ locale: textOf(locale) }));
  dock.run('ready', () => dock.call(Reflect.get(window, 'CRISP_READY_TRIGGER')));
}

type Actions = Record<string, (method: string, value: unknown) => void>;

function createActions(dock: OurDock): Actions {
  const listening = new Map<string, () => void>();
  const off = (name: string) => {
    listening.get(name)?.();
    listening.delete(name);
  };
  return {
    do(method, value) {
      const known = entryOf(actionsOf(dock), method);
      if (known) known(...asList(value));
      else dock.ignore(`$crisp.push(["do", "${method}"])`);
    },
    set(method, value) {
      const [text] = asList(value);
      if (method === 'message:text') dock.run('setComposerValue', { text: String(text) });
      else if (/^user:|^session:/.test(method))
        dock.ignore(
          `$crisp.push(["set", "${method}"])`,
          'pass a signed token to ChatDock.identify() to say who a visitor is.',
        );
      else dock.ignore(`$crisp.push(["set", "${method}"])`);
    },
    config(method, value) {
      const [first] = asList(value);
      const options = toOptions(method, first);
      if (options) dock.update(options);
      else dock.ignore(`$crisp.push(["config", "${method}"])`);
    },
    on(method, callback) {
      const listen = entryOf(listeners(dock), method);
      off(method);
      if (listen)
        listening.set(
          method,
          listen((...details) => dock.call(callback, ...details)),
        );
      else dock.ignore(`$crisp.push(["on", "${method}"])`);
    },
    off,
    // Whether invalid calls throw. Ours never do.
    safe: () => undefined,
  };
}

const actionsOf = (dock: OurDock): Record<string, (...args: unknown[]) => unknown> => ({
  'chat:open': () => dock.run('open'),
  'chat:close': () => dock.run('close'),
  'chat:toggle': () => dock.run('toggle'),
  'chat:show': () => dock.hide(false),
  'chat:hide': () => dock.hide(true),
  'message:send': (type, text) =>
    type === 'text'
      ? dock.run('sendUserMessage', { text: String(text) })
      : dock.ignore(`$crisp.push(["do", "message:send", ["${String(type)}"]])`),
  'session:reset': () => dock.run('logout'),
});

/** Each starts to listen, and returns a function that ends it. */
const listeners = (dock: OurDock): Record<string, (callback: Callback) => () => void> => ({
  'session:loaded': (callback) => {
    let isOn = true;
    dock.run('ready', () => isOn && callback(dock.threadId ?? ''));
    return () => (isOn = false);
  },
  'chat:opened': (callback) => dock.listen('open', () => callback()),
  'chat:initiated': (callback) => {
    const stop = dock.listen('open', () => (stop(), callback()));
    return stop;
  },
  'chat:closed': (callback) => dock.listen('close', () => callback()),
  'message:sent': (callback) =>
    dock.listen('message-sent', ({ text }) => callback({ type: 'text', origin: 'chat', from: 'user', content: text })),
  'message:received': (callback) =>
    dock.listen(
      'response-end',
      ({ outcome }) => outcome === 'completed' && callback({ type: 'text', origin: 'chat', from: 'operator' }),
    ),
});

const states = (dock: OurDock): Record<string, () => boolean> => ({
  'chat:opened': () => dock.isOpen(),
  'chat:closed': () => !dock.isOpen(),
  'chat:visible': () => !dock.isHidden,
  'chat:hidden': () => dock.isHidden,
  'session:ongoing': () => dock.threadId !== null,
  'website:available': () => true,
});

const getters = (dock: OurDock): Record<string, () => unknown> => ({
  'chat:unread:count': () => dock.unread,
  'session:identifier': () => dock.threadId,
});

/** A value that Crisp takes alone or in a list. */
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Our options for one of Crisp's settings; undefined if there are none. */
function toOptions(method: string, value: unknown): BootOptions | undefined {
  switch (method) {
    case 'position:reverse':
      return { position: value === true ? 'bottom-left' : 'bottom-right' };
    case 'color:mode':
      return value === 'light' || value === 'dark' || value === 'auto' ? { theme: value } : undefined;
    case 'color:theme':
      return colorOf(value);
    default:
      return undefined;
  }
}

/**
 * Crisp uses Material's colour names, such as `light_blue`. Names that are also CSS colours work, and so does any CSS
 * colour.
 */
function colorOf(value: unknown): BootOptions | undefined {
  const name = String(value).replaceAll('_', '');
  return CSS.supports('color', name) ? { accent: name } : undefined;
}
