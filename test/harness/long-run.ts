/** `npm run test:long` tries every row of the long matrices; `npm test` tries a sample of each. Only this module reads the switch. */
export const isLongRun = process.env['CHATDOCK_TEST'] === 'long';

/** The rows that a long run tries, and those that any other run tries instead. */
export const inLongRun = <Long, Usual>(long: Long, usual: Usual): Long | Usual => (isLongRun ? long : usual);
