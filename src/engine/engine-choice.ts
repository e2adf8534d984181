/** Chooses the ChatKit element that shows the chat. */
import type { ResolvedOptions } from '../options/options.ts';

export type EngineKind = 'openai' | 'local';

/** The options that decide. */
type EngineOptions = Pick<ResolvedOptions, 'engine' | 'domainKey' | 'clientSecretUrl'>;

/** The engine to start with. Hosted mode needs the official element, because only that can talk to OpenAI's servers. */
export function chooseEngine({ engine, domainKey, clientSecretUrl }: EngineOptions): EngineKind {
  if (clientSecretUrl) return 'openai';
  if (engine !== 'auto') return engine;
  return domainKey ? 'openai' : 'local';
}

/** Whether the self-hosted engine may replace a failed official one: only with `engine: auto`, and not in hosted mode. */
export const mayFallBack = ({ engine, clientSecretUrl }: Pick<ResolvedOptions, 'engine' | 'clientSecretUrl'>) =>
  engine === 'auto' && !clientSecretUrl;
