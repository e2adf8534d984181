/** The contract of every store, as tests for any runner with `describe`, `it` and `expect`: Vitest, Jest, Bun. */
import type { Store } from '../core/store.ts';
import { attachments } from './attachment-cases.ts';
import { items } from './item-cases.ts';
import { createKit, type Kit, type TestRunner } from './kit.ts';
import { ids, threads } from './thread-cases.ts';

/** A store to test, with its own empty database. */
export interface TestedStore {
  store: Store;
  close?(): Promise<void>;
}

/**
 * Declares the tests that every store must pass, with the functions of your test runner.
 *
 * @example
 * import { afterAll, beforeAll, describe, expect, it } from 'vitest';
 * storeContract({ afterAll, beforeAll, describe, expect, it }, 'my store', async () => ({ store: new MyStore() }));
 */
export function storeContract(
  { describe, it, expect, beforeAll, afterAll }: TestRunner,
  name: string,
  open: () => Promise<TestedStore> | TestedStore,
): void {
  describe(name, () => {
    let opened: TestedStore;
    let kit: Kit;
    beforeAll(async () => {
      opened = await open();
      kit = createKit(opened.store, expect);
    });
    afterAll(() => opened.close?.());
    for (const [group, cases] of Object.entries({ threads, items, attachments, ids }))
      describe(group, () => {
        for (const [title, run] of Object.entries(cases)) it(title, () => run(kit));
      });
  });
}
