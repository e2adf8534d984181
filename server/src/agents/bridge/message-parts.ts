/** Parts of a message, read from untrusted members. */
import { memberOf } from '@chatdock/protocol/member-of';

export const toText = (part: unknown): string => String(memberOf(part, 'text') ?? memberOf(part, 'refusal') ?? '');
