/**
 * Tokens in addresses: its bearer may do the one thing it names, until it expires. Addresses end up in logs and in
 * browsers' histories, so a token names a file by its id and never its owner or its name.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

const grantSchema = z.discriminatedUnion('for', [
  /** Send the bytes of this attachment, of exactly this size and type, once. */
  z.object({
    for: z.literal('upload'),
    id: z.string(),
    size: z.number(),
    type: z.string(),
    expires: z.number(),
  }),
  /** Get the bytes of this attachment. */
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

/** The grant of a token for this use of this attachment; null when it is anything else, altered or expired. */
export function readGrant<Use extends Grant['for']>(
  token: string,
  { secret, use, id, now }: { secret: string; use: Use; id: string; now: number },
): Extract<Grant, { for: Use }> | null {
  const [payload, given, ...rest] = token.split('.');
  if (!payload || !given || rest.length > 0 || !isSame(Buffer.from(given, 'base64url'), signature(payload, secret)))
    return null;
  const grant = grantSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return isFor(grant, use) && grant.id === id && grant.expires > now ? grant : null;
}

const isFor = <Use extends Grant['for']>(grant: Grant, use: Use): grant is Extract<Grant, { for: Use }> =>
  grant.for === use;

const signature = (payload: string, secret: string) =>
  createHmac('sha256', secret).update(`chatdock attachment ${payload}`).digest();

const isSame = (given: Buffer, expected: Buffer) =>
  given.length === expected.length && timingSafeEqual(given, expected);
