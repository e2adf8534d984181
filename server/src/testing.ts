/** The exports of `@chatdock/server/testing`: the tests that your own store must pass. */
export type { Expectations, TestRunner } from './testing/kit.ts';
export { storeContract, type TestedStore } from './testing/store-contract.ts';
