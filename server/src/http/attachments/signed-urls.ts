/**
 * Tokens in addresses. Anyone with a token may do the one thing that it names, until it expires. Addresses appear in
 * logs and browser histories, so a token contains a file's id and never its owner or its name.
 */
import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { isSameSecret } from '../is-same-secret.ts';

const grantSchema = z.discriminatedUnion('for', [
  /** Allows one upload of this attachment's bytes, with exactly this size and type. */
  z.object({
    for: z.literal('upload'),
    id: z.string(),
    size: z.number(),
    type: z.string(),
    expires: z.number(),
  }),
  /** Allows downloading this attachment's bytes. */
  z.object({
    for: z.literal('read'),
    id: z.string(),
    type: z.string(),
    expires: z.number(),
  }),
]);

/** `expires` is in milliseconds since 1970. */
type Grant = z.infer<typeof grantSchema>;
export type UploadGrant = Extract<Grant, { for: 'upload' }>;
export type ReadGrant = Extract<Grant, { for: 'read' }>;

/** `<payload>.<signature>`, both base64url: HMAC-SHA256 over the encoded payload. */
export function signGrant(grant: Grant, secret: string): string {
  const payload = Buffer.from(JSON.stringify(grant)).toString('base64url');
  return `${payload}.${signature(payload, secret).toString('base64url')}`;
}

/** The grant of a token for this use of this attachment; null if it is for something else, altered or expired. */
export function readGrant<Use extends Grant['for']>(
  token: string,
  { secret, use, id, now }: { secret: string; use: Use; id: string; now: number },
): Extract<Grant, { for: Use }> | null {
  const [payload, given, ...rest] = token.split('.');
  if (
    !payload ||
    !given ||
    rest.length > 0 ||
    !isSameSecret(Buffer.from(given, 'base64url'), signature(payload, secret))
  )
    return null;
  const grant = grantSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return isFor(grant, use) && grant.id === id && grant.expires > now ? grant : null;
}

const isFor = <Use extends Grant['for']>(grant: Grant, use: Use): grant is Extract<Grant, { for: Use }> =>
  grant.for === use;

const signature = (payload: string, secret: string) =>
  createHmac('sha256', secret).update(`chatdock attachment ${payload}`).digest();
