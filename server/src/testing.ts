/** What `import … from '@chatdock/server/testing'` gives: the tests that a store of your own must pass. */
export { type Expectations, storeContract, type TestedStore, type TestRunner } from './testing/store-contract.ts';
