/** Fills in the defaults of the element's options, and reports invalid ones. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { ChatKitOptions } from '@openai/chatkit';

/** 100 MB, the default size limit of a file. */
const DEFAULT_MAX_SIZE_BYTES = 100 * 1024 * 1024;

/** False in old browsers and on pages without HTTPS, where the button would do nothing. */
const canRecord = () => globalThis.MediaRecorder !== undefined && globalThis.navigator.mediaDevices !== undefined;

/**
 * The default of every option, defined only here. Translated texts stay `undefined`, because the view adds them in the
 * visitor's language. Functions are always called on the object that holds them (`options.entities?.onClick?.(…)`),
 * because the React wrapper's proxies look up the newest function at each call.
 */
export function resolveOptions(options: ChatKitOptions) {
  const { header, history, startScreen, composer, thread, threadItemActions } = options;
  return {
    api: options.api,
    locale: options.locale,
    theme: options.theme,
    frameTitle: options.frameTitle,
    initialThread: options.initialThread ?? null,
    header: {
      enabled: header?.enabled ?? true,
      titleEnabled: header?.title?.enabled ?? true,
      titleText: header?.title?.text,
      leftAction: header?.leftAction,
      rightAction: header?.rightAction,
    },
    history: {
      enabled: history?.enabled ?? true,
      showDelete: history?.showDelete ?? true,
      showRename: history?.showRename ?? true,
    },
    startScreen: { greeting: startScreen?.greeting, prompts: startScreen?.prompts ?? [] },
    threadItemActions: { feedback: threadItemActions?.feedback ?? false, retry: threadItemActions?.retry ?? false },
    composer: {
      placeholder: composer?.placeholder,
      attachments: {
        enabled: composer?.attachments?.enabled ?? false,
        maxSize: composer?.attachments?.maxSize ?? DEFAULT_MAX_SIZE_BYTES,
        maxCount: composer?.attachments?.maxCount,
        accept: composer?.attachments?.accept,
      },
      tools: composer?.tools ?? [],
      models: composer?.models ?? [],
      dictation: composer?.dictation?.enabled === true && canRecord(),
    },
    disclaimer: options.disclaimer,
    entities: options.entities,
    commands: options.commands?.enabled ? options.commands : undefined,
    widgets: options.widgets,
    autoScroll: thread?.autoScroll ?? false,
    /** The object as the page gave it. Functions are called through it. */
    given: options,
  };
}

export type Options = ReturnType<typeof resolveOptions>;

/** Why no request can be made with these options; null if they are usable. Unknown members are ignored. */
export function findOptionsFault(options: ChatKitOptions | null | undefined): string | null {
  const api: unknown = options?.api;
  if (typeof api !== 'object' || api === null)
    return 'setOptions() was called without `api`, so the chat has no server. Pass `api: { url, domainKey }`.';
  if ('url' in api && typeof api.url === 'string' && api.url !== '') return null;
  if ('getClientSecret' in api) {
    return '`api.getClientSecret` belongs to the backend that OpenAI hosts, which this element does not speak to. Pass `api: { url, domainKey }` of your own ChatKit server.';
  }
  return '`api.url` is missing or is not a text, so the chat has no server. Pass the address of your ChatKit endpoint.';
}

/** The limit for one file, in bytes: exact MIME type first, then `type/*`, then `*` or the empty text, then 100 MB. */
export function maxSizeFor(mimeType: string, maxSize: number | Record<string, number>): number {
  if (typeof maxSize === 'number') return maxSize;
  const keys = [mimeType, `${mimeType.split('/')[0] ?? ''}/*`, '*', '*/*', ''];
  const limits = keys.map((key) => ownEntry(maxSize, key));
  return limits.find((limit) => limit !== undefined) ?? DEFAULT_MAX_SIZE_BYTES;
}

/**
 * A file is accepted if its MIME type matches a key or its extension is in a list. Without a list, every file is
 * accepted.
 */
export function isAccepted(
  { name, type }: { name: string; type: string },
  accept: Record<string, string[]> | undefined,
): boolean {
  if (!accept || Object.keys(accept).length === 0) return true;
  const lowerName = name.toLowerCase();
  return Object.entries(accept).some(
    ([pattern, extensions]) =>
      matchesMime(type, pattern) || extensions.some((extension) => lowerName.endsWith(extension.toLowerCase())),
  );
}

function matchesMime(type: string, pattern: string): boolean {
  if (pattern === '*' || pattern === '*/*' || pattern === '') return true;
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
