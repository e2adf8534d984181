/** Validates what a client sends. Code behind this point trusts the types and checks nothing again. */
import { ProtocolError } from '../errors.ts';
import { describe } from '../parse.ts';
import { type ChatKitRequest, chatKitRequestSchema } from './requests.ts';

/**
 * One request, validated.
 *
 * Errors: throws ProtocolError 'invalid-request'; its message names the first wrong member and may be shown to the
 * developer of a client.
 */
export function parseRequest(json: unknown): ChatKitRequest {
  const result = chatKitRequestSchema.safeParse(json);
  if (result.success) return result.data;
  const why = result.error.issues[0]?.code === 'too_big' ? 'is too large' : 'cannot be understood';
  throw new ProtocolError('invalid-request', `The request ${why}: ${describe(result.error)}.`, {
    cause: result.error,
  });
}
