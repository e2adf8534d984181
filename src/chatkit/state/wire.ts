/** The code that talks to the server. Typing a message does not need it: it is fetched once the composer is there. */
import { ProtocolError } from '../../protocol/errors.ts';

/** Both parts at once, so that a client tool never waits for a further request. */
export async function loadWire() {
  try {
    const [{ createClient }, { runClientTools }] = await Promise.all([
      import('../../protocol/client.ts'),
      import('./client-tools.ts'),
    ]);
    return { createClient, runClientTools };
  } catch (cause) {
    throw new ProtocolError(
      'network',
      'A part of the chat could not be fetched, so nothing was sent. Check the connection.',
      { cause },
    );
  }
}
