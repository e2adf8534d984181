import type { Mutation } from './run-mutations.ts';

export type Fault = readonly [harm: string, text: string, replacement: string];

/** Faults of one file, with the test file that must fail. */
export const inFile = (file: string, test: string, ...faults: Fault[]): Mutation[] =>
  faults.map(([harm, text, replacement]) => ({ file, test, harm, text, replacement }));
