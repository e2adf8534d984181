/** Which ChatKit element draws the chat. */
import type { ResolvedOptions } from '../options/options.ts';

export type EngineKind = 'openai' | 'local';

/** The options that choose. */
type EngineOptions = Pick<ResolvedOptions, 'engine' | 'domainKey' | 'clientSecretUrl'>;

/** The engine to start with. Hosted mode talks to OpenAI's servers, which only its own element can. */
export function chooseEngine({ engine, domainKey, clientSecretUrl }: EngineOptions): EngineKind {
  if (clientSecretUrl) return 'openai';
  if (engine !== 'auto') return engine;
  return domainKey ? 'openai' : 'local';
}

/** Whether ours may take over when the official one fails: only when nobody asked for one of the two by name. */
export const mayFallBack = ({ engine, clientSecretUrl }: Pick<ResolvedOptions, 'engine' | 'clientSecretUrl'>) =>
  engine === 'auto' && !clientSecretUrl;
