/** Code that talks to the server. Typing a message does not need it: it is fetched once the composer is there. */
import { ProtocolError } from '@chatdock/protocol/errors';

/** Loads code that a request needs. Without it the request fails as it does without a connection. */
export async function loadForRequest<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new ProtocolError(
      'network',
      'A part of the chat could not be fetched, so nothing was sent. Check the connection.',
      { cause },
    );
  }
}

export const loadWire = () => loadForRequest(() => import('./wire-parts.ts'));
