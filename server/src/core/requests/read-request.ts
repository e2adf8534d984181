/** Parses the body of a request by the protocol. */
import { ProtocolError } from '@chatdock/protocol/errors';
import { parseRequest } from '@chatdock/protocol/requests/parse-request';
import type { ChatKitRequest } from '@chatdock/protocol/requests/requests';
import { HttpError } from '../errors.ts';
import { decodeUtf8, parseJsonText, requireShallow } from './json-text.ts';

/** @throws HttpError 400 with a readable message */
export function readRequest(body: unknown): ChatKitRequest {
  const text = body instanceof Uint8Array ? decodeUtf8(body) : body;
  const json = typeof text === 'string' ? parseJsonText(text) : requireShallow(text);
  try {
    return parseRequest(json);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new HttpError(400, 'invalid_request', cause.message, { cause });
    throw cause;
  }
}
