/** Converts the dock's options to ChatKit's. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { ChatKitOptions, StartScreenPrompt, ThemeOption } from '@openai/chatkit';
import type { UseChatKitOptions } from '@openai/chatkit-react';
import type { ReadOptions, ResolvedOptions } from '../options/options.ts';

/** The options for the chat's look and features. */
type ChatOptions = Pick<
  ResolvedOptions,
  | 'apiUrl'
  | 'clientSecretUrl'
  | 'domainKey'
  | 'upload'
  | 'accent'
  | 'radius'
  | 'density'
  | 'font'
  | 'title'
  | 'greeting'
  | 'prompts'
  | 'placeholder'
  | 'disclaimer'
  | 'attachments'
  | 'feedback'
  | 'retry'
  | 'history'
>;

interface ChatKitParams {
  options: ChatOptions;
  scheme: 'light' | 'dark';
  /** The language after `auto` has been resolved. */
  locale: string;
  fetch: typeof fetch;
  initialThread: string | null;
  /** The owner's own ChatKit options. They override the dock's, member by member. */
  overrides: Partial<ChatKitOptions>;
}

/** Converts the dock's theme options to a ChatKit theme. */
export function toTheme(
  { accent, radius, density, font }: Pick<ChatOptions, 'accent' | 'radius' | 'density' | 'font'>,
  scheme: 'light' | 'dark',
): ThemeOption {
  return {
    colorScheme: scheme,
    radius,
    density,
    ...(accent && { color: { accent: { primary: accent, level: 2 } } }),
    ...(font && { typography: { fontFamily: font } }),
  };
}

export function toChatKitOptions({
  options,
  scheme,
  locale,
  fetch,
  initialThread,
  overrides,
}: ChatKitParams): ChatKitOptions {
  const {
    apiUrl,
    clientSecretUrl,
    domainKey,
    upload,
    title,
    greeting,
    prompts,
    placeholder,
    disclaimer,
    attachments,
    feedback,
    retry,
    history,
  } = options;
  const own: ChatKitOptions = {
    api: clientSecretUrl
      ? {
          getClientSecret: async (current) =>
            (await import('./client-secret.ts')).fetchClientSecret(clientSecretUrl, fetch, current),
        }
      : {
          url: new URL(apiUrl ?? '', document.baseURI).href,
          domainKey: domainKey ?? 'local-dev',
          fetch,
          ...(upload !== 'none' && {
            uploadStrategy:
              upload === 'direct'
                ? { type: 'direct', uploadUrl: `${new URL(apiUrl ?? '', document.baseURI).href}/upload` }
                : { type: 'two_phase' },
          }),
        },
    // ChatKit's type lists its locales. It falls back to English for any other.
    locale: locale as NonNullable<ChatKitOptions['locale']>,
    theme: toTheme(options, scheme),
    ...(title !== undefined && { frameTitle: title }),
    initialThread,
    header: { enabled: false }, // The dock draws the header.
    history: { enabled: history },
    startScreen: {
      ...(greeting !== undefined && { greeting }),
      ...(prompts && { prompts: prompts.flatMap(toPrompt) }),
    },
    threadItemActions: { feedback: feedback !== 'off', retry },
    composer: {
      ...(placeholder !== undefined && { placeholder }),
      ...(attachments &&
        canUpload(options, overrides) && {
          attachments: { enabled: true, ...(typeof attachments === 'object' && attachments) },
        }),
    },
    ...(disclaimer !== undefined && { disclaimer: { text: disclaimer } }),
  };
  return mergeOptions(own, overrides);
}

/** Whether files can reach a server: in hosted mode, by the `upload` option, or by the owner's ChatKit options. */
export const canUpload = (
  { clientSecretUrl, upload }: Pick<ChatOptions, 'clientSecretUrl' | 'upload'>,
  { api }: Partial<ChatKitOptions>,
) =>
  clientSecretUrl !== undefined ||
  upload !== 'none' ||
  (isRecord(api) && ('uploadStrategy' in api || 'getClientSecret' in api));

/**
 * Options of the dock that the owner's ChatKit options set: the dock chooses the server, the engine and the thread, and
 * draws the header.
 */
export function dockOptionsIn({ api, header, history, initialThread }: Partial<ChatKitOptions>): ReadOptions {
  const url = api && 'url' in api && api.url;
  const title = header?.title?.text;
  return {
    ...(typeof url === 'string' && { apiUrl: url }),
    // Only the official element can talk to OpenAI's servers.
    ...(api && 'getClientSecret' in api && { engine: 'openai' }),
    ...(typeof title === 'string' && { title }),
    ...(typeof history?.enabled === 'boolean' && { history: history.enabled }),
    ...(initialThread === null && { thread: 'new' }),
    ...(typeof initialThread === 'string' && { thread: initialThread }),
  };
}

function toPrompt(prompt: unknown): StartScreenPrompt[] {
  if (typeof prompt === 'string') return [{ label: prompt, prompt }];
  if (typeof prompt !== 'object' || prompt === null || !('label' in prompt) || typeof prompt.label !== 'string')
    return [];
  // The other members come from the owner's JSON, and ChatKit checks them.
  return [{ prompt: prompt.label, ...prompt } as StartScreenPrompt];
}

/**
 * Merges the owner's options over the dock's, two levels deep: `composer: { models }` keeps the dock's `placeholder`. Leaves
 * out the members that `dockOptionsIn` has turned into options of the dock.
 */
function mergeOptions(
  own: ChatKitOptions,
  { header: _header, initialThread: _initialThread, ...overrides }: Partial<ChatKitOptions>,
): ChatKitOptions {
  const merged: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(overrides)) {
    const ours = merged[key];
    const both = isRecord(ours) && isRecord(value);
    if (value !== undefined) merged[key] = both ? { ...ours, ...value } : value;
  }
  merged['history'] = { ...overrides.history, ...own.history };
  // Keep the dock's color scheme, or its toggle would not change the chat. Keep its `fetch` too, which calls the owner's.
  const { theme, api } = merged;
  const { colorScheme } = own.theme as ThemeOption; // as `toTheme` made it
  merged['theme'] = isRecord(theme) ? { ...theme, colorScheme } : own.theme;
  if (isRecord(overrides.api) && 'getClientSecret' in overrides.api) merged['api'] = overrides.api;
  else if (isRecord(api) && 'fetch' in own.api) merged['api'] = { ...api, fetch: own.api.fetch };
  // Each member comes from one of two objects of this type.
  return merged as ChatKitOptions;
}

/** The options and handlers of `useChatKit`, all optional, because the dock sets the required ones. */
export type ChatKitPassThrough = Partial<UseChatKitOptions>;
