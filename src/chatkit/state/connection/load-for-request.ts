import { ProtocolError } from '@chatdock/protocol/errors';

/** Loads code that a request needs. If loading fails, the request fails as if there were no connection. */
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
