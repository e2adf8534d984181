/**
 * `window.$chatwoot`, as https://www.chatwoot.com/docs/product/channels/live-chat/sdk/setup and
 * https://github.com/chatwoot/chatwoot/blob/develop/app/javascript/entrypoints/sdk.js describe it.
 */
import type { BootOptions } from '../../dock/dock-handle.ts';
import { type OurDock, sideOf, replaceGlobal, textOf, useSettings } from './our-dock.ts';

const fire = (name: string, detail?: unknown) => dispatchEvent(new CustomEvent(`chatwoot:${name}`, { detail }));

const IDENTIFY = 'pass a signed token to ChatDock.identify().';

export function replaceChatwoot(dock: OurDock): void {
  const { run } = dock;
  let isReady = false;
  let launcher: BootOptions['launcher'];
  const ignored = (name: string, advice?: string) => () => dock.ignore(`$chatwoot.${name}()`, advice);
  const $chatwoot = {
    get hasLoaded() {
      return isReady;
    },
    get isOpen() {
      return dock.isOpen();
    },
    toggle: (state?: unknown) => run(state === 'open' || state === 'close' ? state : 'toggle'),
    toggleBubbleVisibility: (state?: unknown) =>
      dock.update({ launcher: state === 'hide' ? 'none' : (launcher ?? 'icon') }),
    popoutChatWindow: () => run('setFullscreen', true),
    setLocale: (locale?: unknown) => dock.update({ locale: textOf(locale)?.replaceAll('_', '-') }),
    setColorScheme: (scheme?: unknown) => dock.update({ theme: schemeOf(scheme) }),
    reset: () => run('logout'),
    setUser: ignored('setUser', IDENTIFY),
    setCustomAttributes: ignored('setCustomAttributes', IDENTIFY),
    deleteCustomAttribute: ignored('deleteCustomAttribute'),
    setConversationCustomAttributes: ignored('setConversationCustomAttributes'),
    deleteConversationCustomAttribute: ignored('deleteConversationCustomAttribute'),
    setLabel: ignored('setLabel'),
    removeLabel: ignored('removeLabel'),
  };
  // The page's value is another chat's object, which has no calls to replay.
  replaceGlobal('$chatwoot', $chatwoot, () => undefined);
  replaceGlobal('chatwootSDK', { run: () => undefined }, () => undefined);
  useSettings('chatwootSettings', (settings) => {
    const options = toOptions(settings);
    launcher = options.launcher === 'label' ? 'label' : 'icon';
    dock.update(options);
  });
  run('ready', () => {
    isReady = true;
    fire('ready');
  });
  run('on', 'open', () => fire('opened'));
  run('on', 'close', () => fire('closed'));
  run('on', 'message-sent', ({ text }) => fire('on-message', { content: text, message_type: 0 }));
  run('on', 'response-end', ({ outcome }) => outcome === 'completed' && fire('on-message', { message_type: 1 }));
  run('on', 'unread', ({ count }) => fire('on-unread-message-count-changed', { unreadMessageCount: count }));
  run('on', 'error', ({ error }) => fire('error', error));
}

const launcherOf = ({ type, hideMessageBubble }: Record<string, unknown>): BootOptions['launcher'] =>
  hideMessageBubble === true ? 'none' : type === 'expanded_bubble' ? 'label' : undefined;

const toOptions = (settings: Record<string, unknown>): BootOptions => ({
  launcher: launcherOf(settings),
  launcherLabel: textOf(settings['launcherTitle']),
  position: sideOf(settings['position']),
  locale: settings['useBrowserLanguage'] === true ? 'auto' : textOf(settings['locale'])?.replaceAll('_', '-'),
  theme: schemeOf(settings['darkMode']),
  greeting: textOf(settings['welcomeTitle']),
  introduction: textOf(settings['welcomeDescription']),
});

/** Chatwoot's `auto` follows the visitor's system; ours follows the page's own switch. */
const schemeOf = (scheme: unknown): BootOptions['theme'] =>
  scheme === 'auto' ? 'system' : scheme === 'light' || scheme === 'dark' ? scheme : undefined;
