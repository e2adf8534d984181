/** Which ChatKit element draws the chat. */

export type EngineKind = 'openai' | 'local';

export interface EngineWish {
  engine: 'auto' | EngineKind;
  domainKey?: string | undefined;
  clientSecretUrl?: string | undefined;
}

/** The engine to start with. Hosted mode talks to OpenAI's servers, which only its own element can. */
export function chooseEngine({ engine, domainKey, clientSecretUrl }: EngineWish): EngineKind {
  if (clientSecretUrl) return 'openai';
  if (engine !== 'auto') return engine;
  return domainKey ? 'openai' : 'local';
}

/** Whether ours may take over when the official one fails: only when nobody asked for one of the two by name. */
export const mayFallBack = ({ engine, clientSecretUrl }: EngineWish) => engine === 'auto' && !clientSecretUrl;
