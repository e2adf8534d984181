/** One id for a request: in the log of nginx, in that of the process behind it, and at the model provider. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { balancer } from '../../harness/chaos/chaos-site.ts';
import { startFakeProvider } from '../../harness/providers/fake-provider.ts';
import { freePort } from '../../harness/servers/free-port.ts';
import { nginxPath, startNginxSite } from '../../harness/servers/proxies/nginx.ts';
import { resumingVisitor } from '../../harness/chaos/resuming-visitor.ts';
import { startServer } from '../../harness/servers/server-process.ts';

if (!nginxPath) console.log('nginx is not installed, so the id of a request is not followed through it.');

const idsIn = (log: string, has: (line: Record<string, unknown>) => boolean) =>
  log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter(has)
    .map(({ requestId }) => requestId);

it.skipIf(!nginxPath)('an answer has one id from nginx to the provider, in logs without visitors’ words', async () => {
  const provider = await startFakeProvider();
  onTestFinished(() => provider.close());
  const server = await startServer({
    CHATDOCK_MODEL: 'compatible:fake',
    COMPATIBLE_BASE_URL: provider.baseURL(),
    CHATDOCK_TRUST_PROXY: '1',
  });
  onTestFinished(() => server.dispose());
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [port, log] = [await freePort(), join(folder, 'access.log')];
  const nginx = await startNginxSite(nginxPath ?? '', port, balancer([server], port, log));
  onTestFinished(() => nginx.dispose());

  const visitor = resumingVisitor(() => `${nginx.origin}/`);
  await visitor.introduce();
  await visitor.read(visitor.begin('A secret question'));
  const asked = provider.requests.at(-1)?.headers['x-client-request-id'];
  expect(asked).toMatch(/^[\da-f]{32}$/);
  await expect
    .poll(() => idsIn(server.output(), ({ msg }) => msg === 'Turn ended'), { timeout: 10_000 })
    .toEqual([asked]);
  const own = 'from-an-outer-proxy';
  await fetch(`${nginx.origin}/chatkit?token=secret`, { method: 'POST', headers: { 'x-request-id': own } });
  await expect
    .poll(() => idsIn(readFileSync(log, 'utf8'), ({ path }) => path === '/chatkit'), { timeout: 10_000 })
    .toEqual([expect.any(String), asked, own]);
  expect(readFileSync(log, 'utf8')).not.toMatch(/secret/);
});
