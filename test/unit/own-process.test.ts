/** The example of docs/operations.md is a program: this runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { create, until } from '../harness/chat/chat-server.ts';
import { fileInDocs } from '../harness/packages/docs-code.ts';
import { freePort } from '../harness/servers/free-port.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('a custom process has log, metrics, health checks and a stop that finishes answers', async () => {
  const program = `${root}.cache/own-process-${process.pid}.ts`;
  mkdirSync(`${root}.cache`, { recursive: true });
  writeFileSync(
    program,
    fileInDocs('docs/operations.md', 'process.ts').replace(
      "'@chatdock/server'",
      `'${pathToFileURL(`${root}server/src/index.ts`).href}'`,
    ),
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  try {
    await until(() =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/chatkit`, {
      method: 'POST',
      headers,
      body: JSON.stringify(create('echo pears')),
    });
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await answer.text()).toContain('pears');
    expect((await exit)[0]).toBe(0);
    expect(output).toContain('"msg":"Request answered"');
    expect(output).toContain('"outcome":"completed"');
    expect(output).not.toContain('pears');
  } finally {
    child.kill('SIGKILL');
    rmSync(program, { force: true });
  }
}, 60_000);

it('the metrics of a custom process count its requests', async () => {
  const { createMetrics, joinTelemetry } = await import('../../server/src/index.ts');
  const metrics = createMetrics();
  const seen: number[] = [];
  const telemetry = joinTelemetry(metrics.telemetry, { requestAnswered: ({ status }) => void seen.push(status) }, {});
  telemetry.requestAnswered({
    requestId: 'r',
    threadId: undefined,
    type: 'threads.list',
    status: 200,
    code: undefined,
    ms: 3,
  });
  telemetry.modelAges({ model: 'm', state: 'missing' });
  expect(seen).toEqual([200]);
  expect(await metrics.text()).toContain('chatdock_requests_total{type="threads.list",status="200"} 1');
  expect(await metrics.text()).toContain('chatdock_models_aging{model="m"} 1');
});
