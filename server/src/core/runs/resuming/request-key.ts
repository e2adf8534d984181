/**
 * The key of a request, and the ids derived from it, so that a request that arrives twice refers to the same records.
 */
import type { ChatKitRequest, StreamRequest } from '@chatdock/protocol/requests/requests';
import { memberOf } from '@chatdock/protocol/member-of';
import { HttpError } from '../../errors.ts';

/** `metadata.chatdock` of a request. */
interface ResumeOptions {
  /** A random key from the client. It stays the same when the client repeats the request. */
  readonly key: string | null;
}

/** The client's abilities beyond the protocol; null for every client except ours. @throws HttpError 400 */
export function resumeOptions({ metadata }: Pick<ChatKitRequest, 'metadata'>): ResumeOptions | null {
  const options = memberOf(metadata, 'chatdock');
  // Browsers have no `crypto.subtle` on pages without HTTPS, but a server that runs in such a page must work, too.
  if (memberOf(options, 'resume') !== true || !('subtle' in crypto)) return null;
  const key = memberOf(options, 'key');
  if (key === undefined) return { key: null };
  if (typeof key === 'string' && /^[\w-]{16,64}$/.test(key)) return { key };
  throw new HttpError(400, 'invalid_request', 'metadata.chatdock.key must be 16 to 64 letters, digits, "-" or "_".');
}

interface IdsOfRequest {
  readonly run: string;
  readonly thread: string;
  readonly message: string;
}

/** Prefixes and 32 hex digits each, derived from the key and unguessable without it. */
export async function deriveIds(userId: string, key: string): Promise<IdsOfRequest> {
  const digits = await hash('SHA-512', [userId, key]);
  return {
    run: `run_${digits.slice(0, 32)}`,
    thread: `thr_${digits.slice(32, 64)}`,
    message: `msg_${digits.slice(64, 96)}`,
  };
}

/** A fingerprint that distinguishes requests. It ignores what the client says about itself in `metadata`. */
export const hashRequest = ({ type, params }: StreamRequest): Promise<string> => hash('SHA-256', [type, params]);

async function hash(algorithm: 'SHA-256' | 'SHA-512', value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
  let digits = '';
  for (const byte of digest) digits += byte.toString(16).padStart(2, '0');
  return digits;
}
