/** `npm run test:long` tries every row of the long matrices; `npm test` tries a sample of each. This module alone reads the switch. */
export const isLongRun = process.env['CHATDOCK_TEST'] === 'long';

/** What a long run tries, and what any other run tries in its place. */
export const inLongRun = <Long, Usual>(long: Long, usual: Usual): Long | Usual => (isLongRun ? long : usual);
