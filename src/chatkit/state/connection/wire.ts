/** The code that talks to the server. Typing a message does not need it: it is fetched once the composer is there. */
import { ProtocolError } from '@chatdock/protocol/errors';

export async function loadWire() {
  try {
    return await import('./wire-parts.ts');
  } catch (cause) {
    throw new ProtocolError(
      'network',
      'A part of the chat could not be fetched, so nothing was sent. Check the connection.',
      { cause },
    );
  }
}
