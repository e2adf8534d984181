/** The exports of `@chatdock/server/testing`: the tests that your own store must pass. */
export { type Expectations, storeContract, type TestedStore, type TestRunner } from './testing/store-contract.ts';
