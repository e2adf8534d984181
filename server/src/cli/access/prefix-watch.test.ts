import { afterEach, expect, it } from 'vitest';
import { openProcess, stopProcesses } from '../../../../test/harness/servers/open-process.ts';

afterEach(stopProcesses);

async function warningsAfter(prefix: string, settings: Record<string, string> = {}) {
  const { get, logged } = await openProcess(settings);
  for (let times = 0; times < 2; times += 1) await get('/', { 'x-forwarded-prefix': prefix });
  return logged()
    .split('\n')
    .filter((line) => line.includes('unknown_prefix'));
}

it('logs once that a proxy adds a path that CHATDOCK_PUBLIC_URL lacks, with what to set', async () => {
  const warnings = await warningsAfter('/support/chat/');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('Set CHATDOCK_PUBLIC_URL to the address that visitors use');
  expect(warnings[0]).toContain('/support/chat.');
});

it.each([
  ['/support/chat', { CHATDOCK_PUBLIC_URL: 'http://127.0.0.1/support/chat/' }],
  ['/', {}],
  ['', {}],
  ['" onload="x', {}],
])('%j is not logged with %o', async (prefix, settings) => {
  expect(await warningsAfter(prefix, settings)).toEqual([]);
});
