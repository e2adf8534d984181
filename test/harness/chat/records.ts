/** Threads, items and callers for store tests. */
export * from '../../../server/src/testing/records.ts';
