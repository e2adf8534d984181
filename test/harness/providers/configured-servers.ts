/** Servers that settings configure, with a fake provider and a folder for their files. Each closes after its test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  createConfiguredServer,
  type ConfiguredServerOptions,
} from '../../../server/src/agents/configured/configured-server.ts';
import type { RequestContext } from '../../../server/src/core/context.ts';
import { silentLog } from '../../../server/src/core/telemetry/log.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';
import { ANSWER, startFakeProvider, type FakeProvider } from './fake-provider.ts';

/** Call it at the top of a test file. */
export function configuredServers() {
  let provider: FakeProvider;
  let folder: string;
  const toClose: (() => Promise<void>)[] = [];

  beforeAll(async () => void (provider = await startFakeProvider()));
  afterAll(() => provider.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'configured-'));
    provider.requests.length = 0;
    provider.reply = () => ({ text: ANSWER });
  });
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close();
    rmSync(folder, { recursive: true });
  });

  return {
    provider: () => provider,
    folder: () => folder,
    toClose,
    /** The settings of a model at the fake provider. */
    compatible: () => ({ CHATDOCK_MODEL: 'compatible:fake', COMPATIBLE_BASE_URL: provider.baseURL() }),
    async configure(env: Record<string, string>, parts: Partial<ConfiguredServerOptions<RequestContext>> = {}) {
      const configured = await createConfiguredServer({ env, store: new MemoryStore(), log: silentLog, ...parts });
      toClose.push(() => configured.close());
      return configured;
    },
    /** Writes a file into the folder. Returns its path. */
    file(name: string, content: unknown): string {
      const path = join(folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    },
  };
}
