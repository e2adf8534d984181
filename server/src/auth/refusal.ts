import { HttpError } from '../core/errors.ts';

/** A refusal that says after how many seconds to try again. */
export const refusal = (status: number, code: string, message: string, retryAfter: number) =>
  new HttpError(status, code, message, { headers: { 'retry-after': String(retryAfter) } });
