/**
 * Members of the owner's ChatKit options that have no effect in a dock, or do not exist. Only pages that pass `chatkit`
 * load this module.
 */
import { isRecord } from '@chatdock/protocol/kinds';
import type { ChatKitEvents, ChatKitOptions } from '@openai/chatkit';
import type { ChatKitPassThrough } from '../../engine/chatkit-options.ts';
import { nearestOf } from '../../options/diagnose.ts';
import type { ResolvedOptions } from '../../options/options.ts';
import { warnOnce } from '../../options/warn-once.ts';

type Limit = (chatkit: ChatKitPassThrough, options: ResolvedOptions) => string | false | undefined;

/** One sentence for each member that is set and has no effect, or not the expected one. */
const limits: Record<string, Limit> = {
  'header.enabled': ({ header }) =>
    header?.enabled === false &&
    'is ignored, because the header has the button that closes the chat. Choose its buttons with `header`.',
  'theme.colorScheme': ({ theme }, options) => {
    const scheme = typeof theme === 'object' ? theme.colorScheme : theme;
    return (
      scheme !== undefined &&
      scheme !== options.theme &&
      'is ignored, because the dock gives the chat its own color scheme. Set `theme` instead.'
    );
  },
  locale: ({ locale }, options) =>
    locale !== undefined &&
    options.locale === 'auto' &&
    'changes the chat only. Set `locale` instead, which also changes the header and the launcher.',
  'composer.dictation': ({ composer }, { voice }) =>
    composer?.dictation?.enabled &&
    voice !== 'off' &&
    'is ignored, because the dock has its own microphone. Set `voice` to "off" to use the one of ChatKit.',
};

/** The members of each ChatKit option that is an object. */
const CHAT_KIT_MEMBERS: Record<keyof ChatKitOptions, readonly string[]> = {
  api: ['url', 'fetch', 'domainKey', 'uploadStrategy', 'getClientSecret'],
  locale: [],
  theme: ['colorScheme', 'typography', 'radius', 'density', 'color'],
  frameTitle: [],
  initialThread: [],
  onClientTool: [],
  header: ['enabled', 'title', 'leftAction', 'rightAction'],
  history: ['enabled', 'showDelete', 'showRename'],
  startScreen: ['greeting', 'prompts'],
  threadItemActions: ['feedback', 'retry'],
  composer: ['placeholder', 'attachments', 'tools', 'models', 'dictation'],
  disclaimer: ['text', 'highContrast'],
  entities: ['onTagSearch', 'showComposerMenu', 'onClick', 'onRequestPreview'],
  commands: ['enabled', 'onSearch', 'onSelect'],
  widgets: ['onAction'],
  thread: ['autoScroll'],
};

/** The events of ChatKit. `useChatKit` takes a handler for each: `onThreadLoadStart`. */
const EVENTS: Record<keyof ChatKitEvents, true> = {
  'chatkit.ready': true,
  'chatkit.error': true,
  'chatkit.effect': true,
  'chatkit.deeplink': true,
  'chatkit.log': true,
  'chatkit.response.start': true,
  'chatkit.response.end': true,
  'chatkit.history.open': true,
  'chatkit.history.close': true,
  'chatkit.thread.change': true,
  'chatkit.thread.load.start': true,
  'chatkit.thread.load.end': true,
  'chatkit.tool.change': true,
};
const handlers = Object.keys(EVENTS).map((name) =>
  name.replace(/^chatkit/, 'on').replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase()),
);

const topNames = [...Object.keys(CHAT_KIT_MEMBERS), ...handlers];

function unknownIn(given: object, known: readonly string[], prefix: string): string[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = nearestOf(known, name);
      return `${prefix}${name} is not an option of ChatKit.${nearest ? ` Did you mean ${prefix}${nearest}?` : ''}`;
    });
}

/** One sentence for each member that has no effect, or not the expected one. */
function limitsOf(chatkit: ChatKitPassThrough, options: ResolvedOptions): string[] {
  const unknown = [
    ...unknownIn(chatkit, topNames, 'chatkit.'),
    ...Object.entries(CHAT_KIT_MEMBERS).flatMap(([name, known]) => {
      const value: unknown = Object.hasOwn(chatkit, name) ? Reflect.get(chatkit, name) : undefined;
      return known.length > 0 && isRecord(value) ? unknownIn(value, known, `chatkit.${name}.`) : [];
    }),
  ];
  const limited = Object.entries(limits).flatMap(([name, limit]) => {
    const sentence = limit(chatkit, options);
    return sentence ? [`chatkit.${name} ${sentence}`] : [];
  });
  return [...unknown, ...limited];
}

export function warnOfLimits(chatkit: ChatKitPassThrough, options: ResolvedOptions): void {
  limitsOf(chatkit, options).forEach(warnOnce);
}
