/** `npm run test:long` tries every row of the long matrices; `npm test` tries a sample of each. Only this module reads the switch. */
export const isLongRun = environment()['CHATDOCK_TEST'] === 'long';

/** The rows that a long run tries, and those that any other run tries instead. */
export const inLongRun = <Long, Usual>(long: Long, usual: Usual): Long | Usual => (isLongRun ? long : usual);

/** In a page there is no process, but what vitest.config.ts gives to it. */
function environment(): Record<string, unknown> {
  return typeof process === 'undefined' ? import.meta.env : process.env;
}
