/** Every kind of store, empty, each with its own database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type OpenStore, openStore } from '../../../server/src/stores/open-store.ts';
import { createTestDatabase, PATIENT } from './shared-postgres.ts';

export interface TestedStore {
  name: string;
  /** Opens the store; its `close` also deletes the database. */
  open: () => Promise<OpenStore>;
}

export const STORES: TestedStore[] = [
  { name: 'memory', open: async () => openStore('memory:') },
  {
    name: 'SQLite',
    open: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'chatdock-sqlite-'));
      return closing(openStore(`file:${join(folder, 'test.sqlite')}`), () => rm(folder, { recursive: true }));
    },
  },
  {
    name: 'PostgreSQL',
    open: async () => {
      const database = await createTestDatabase(inject('sharedPostgres'));
      return closing(openStore(database.url, PATIENT), () => database.drop());
    },
  },
];

const closing = (opened: OpenStore, remove: () => Promise<void>): OpenStore => ({
  ...opened,
  async close() {
    await opened.close();
    await remove();
  },
});
