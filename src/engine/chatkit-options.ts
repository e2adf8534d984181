/** The dock's options in ChatKit's words. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { ChatKitOptions, HostedApiConfig, StartScreenPrompt, ThemeOption } from '@openai/chatkit';
import type { UseChatKitOptions } from '@openai/chatkit-react';
import type { ResolvedOptions } from '../options/options.ts';

/** The options that decide how the chat looks and what it can do. */
export type ChatOptions = Pick<
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

export interface ChatKitParams {
  options: ChatOptions;
  scheme: 'light' | 'dark';
  /** The language after `auto` has been resolved. */
  locale: string;
  fetch: typeof fetch;
  initialThread: string | null;
  /** The owner's own ChatKit options; they win, member by member. */
  overrides: Partial<ChatKitOptions>;
}

/** ChatKit's theme for the dock's look. */
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
      ? hostedApi(clientSecretUrl, fetch)
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
    // An unknown tag falls back to English, which is what ChatKit does with it, too.
    locale: locale as NonNullable<ChatKitOptions['locale']>,
    theme: toTheme(options, scheme),
    ...(title !== undefined && { frameTitle: title }),
    initialThread,
    header: { enabled: false }, // The dock has one of its own.
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

/** Whether there is a way for files to reach the server: OpenAI's own, the owner's option, or what they have told ChatKit. */
export const canUpload = (
  { clientSecretUrl, upload }: Pick<ChatOptions, 'clientSecretUrl' | 'upload'>,
  { api }: Partial<ChatKitOptions>,
) => clientSecretUrl !== undefined || upload !== 'none' || (isRecord(api) && 'uploadStrategy' in api);

/** Where the owner's own ChatKit options say the server is: what the dock itself sends goes there, too. */
export const apiUrlIn = ({ api }: Partial<ChatKitOptions> = {}): string | undefined =>
  api && 'url' in api ? api.url : undefined;

function toPrompt(prompt: unknown): StartScreenPrompt[] {
  if (typeof prompt === 'string') return [{ label: prompt, prompt }];
  if (typeof prompt !== 'object' || prompt === null || !('label' in prompt) || typeof prompt.label !== 'string')
    return [];
  // From here on it is the owner's own JSON, in the shape ChatKit documents.
  return [{ prompt: prompt.label, ...prompt } as StartScreenPrompt];
}

/** The owner's members go over ours, two levels deep: `composer: { models }` leaves our `placeholder` in place. */
function mergeOptions(own: ChatKitOptions, overrides: Partial<ChatKitOptions>): ChatKitOptions {
  const merged: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(overrides)) {
    const ours = merged[key];
    const both = isRecord(ours) && isRecord(value);
    if (value !== undefined) merged[key] = both ? { ...ours, ...value } : value;
  }
  // The scheme stays the dock's, or its toggle would change the shell and not the chat; and so does `fetch`, which calls the owner's.
  const { theme, api } = merged;
  if (isRecord(theme))
    merged['theme'] = { ...theme, colorScheme: isRecord(own.theme) ? own.theme['colorScheme'] : own.theme };
  if (isRecord(api) && 'fetch' in own.api && !('getClientSecret' in api))
    merged['api'] = { ...api, fetch: own.api.fetch };
  // Each member came from one of two objects of this type.
  return merged as ChatKitOptions;
}

/** Hosted mode: a POST to the owner's URL answers the secret, as OpenAI's samples do it. */
const hostedApi = (url: string, fetch: UseChatKitFetch): HostedApiConfig => ({
  async getClientSecret(current) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ currentClientSecret: current }),
    });
    if (!response.ok)
      throw new Error(`${url} answered ${response.status} instead of a client secret. Check clientSecretUrl.`);
    const answer: unknown = await response.json();
    if (
      typeof answer === 'object' &&
      answer !== null &&
      'client_secret' in answer &&
      typeof answer.client_secret === 'string'
    )
      return answer.client_secret;
    throw new Error(`${url} answered without a "client_secret". Check what it returns.`);
  },
});

type UseChatKitFetch = typeof fetch;
/** Everything `useChatKit` takes, handlers included; all of it optional, since the dock fills in the rest. */
export type ChatKitPassThrough = Partial<UseChatKitOptions>;
