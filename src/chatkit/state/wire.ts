/** The code that talks to the server. Typing a message does not need it: it is fetched once the composer is there. */
import { ProtocolError } from '@chatdock/protocol/errors';

/** Fetches all parts at once, since a turn needs them. */
export async function loadWire() {
  try {
    const [{ createClient }, { readTurn }, { createResumableTurns }] = await Promise.all([
      import('@chatdock/protocol/client'),
      import('./turn-stream.ts'),
      import('./resumable-turns.ts'),
    ]);
    return { createClient, readTurn, createResumableTurns };
  } catch (cause) {
    throw new ProtocolError(
      'network',
      'A part of the chat could not be fetched, so nothing was sent. Check the connection.',
      { cause },
    );
  }
}
