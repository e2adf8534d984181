/** `Intercom(…)`, as https://developers.intercom.com/installing-intercom/web/methods describes it. */
import { entryOf, queuedIn, type OurDock, pixels, sideOf, replaceGlobal, textOf, useSettings } from './our-dock.ts';

type Methods = Record<string, (...args: unknown[]) => unknown>;

export function replaceIntercom(dock: OurDock): void {
  const methods = createMethods(dock);
  const Intercom = (method: unknown, ...args: unknown[]): unknown => {
    const known = entryOf(methods, method);
    return known ? known(...args) : dock.ignore(`Intercom('${String(method)}')`);
  };
  // If a messenger exists already, the snippet makes these two calls and loads nothing.
  replaceGlobal('Intercom', Intercom, (before) => queuedIn(before).forEach((call) => dock.call(Intercom, ...call)));
  useSettings('intercomSettings', (settings) => applySettings(dock, settings));
}

function createMethods(dock: OurDock): Methods {
  const { run } = dock;
  const open = () => run('open');
  return {
    boot(settings) {
      applySettings(dock, settings);
      if (dock.isHidden) dock.hide(false);
    },
    update: (settings) => applySettings(dock, settings),
    // Part of the snippet: makes the messenger search for its launchers again, which ours does automatically.
    reattach_activator: () => undefined,
    shutdown() {
      run('logout');
      dock.hide(true);
    },
    hide: () => run('close'),
    show: open,
    showMessages: open,
    showSpace: open,
    showNewMessage(text) {
      run('setThreadId', null);
      const given = textOf(text);
      if (given) run('setComposerValue', { text: given });
      open();
    },
    showConversation(id) {
      run('setThreadId', String(id));
      open();
    },
    onShow: (callback) => dock.listen('open', () => dock.call(callback)),
    onHide: (callback) => dock.listen('close', () => dock.call(callback)),
    onUnreadCountChange: (callback) => dock.listen('unread', ({ count }) => dock.call(callback, count)),
    ready: (callback) => run('ready', () => dock.call(callback)),
  };
}

/** https://developers.intercom.com/installing-intercom/web/attributes-objects: those about the messenger's look, language and identity. */
function applySettings(dock: OurDock, settings: unknown): void {
  // `Object()` converts null and undefined to an empty object.
  const given: Record<string, unknown> = Object(settings);
  dock.update({
    accent: textOf(given['action_color']) ?? textOf(given['background_color']),
    position: sideOf(given['alignment']),
    offsetX: pixels(given['horizontal_padding']),
    offsetY: pixels(given['vertical_padding']),
    trigger: textOf(given['custom_launcher_selector']),
    locale: textOf(given['language_override']),
    zIndex: typeof given['z_index'] === 'number' ? given['z_index'] : undefined,
    launcher:
      given['hide_default_launcher'] === true ? 'none' : given['hide_default_launcher'] === false ? 'icon' : undefined,
    userToken: textOf(given['intercom_user_jwt']),
  });
  if (given['user_hash'] !== undefined || given['email'] !== undefined || given['user_id'] !== undefined)
    dock.ignore('The user in the settings of Intercom', 'pass a signed token to ChatDock.identify().');
}
