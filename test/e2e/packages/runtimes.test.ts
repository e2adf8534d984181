/** The server's core without Node: turns, resumed turns and stopped ones under Deno and Bun, with the memory store. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inLongRun } from '../../harness/long-run.ts';
import { freePort } from '../../harness/servers/free-port.ts';
import {
  answerOf,
  newKey,
  type ReadTurn,
  resumingVisitor,
  runIdOf,
  textOf,
} from '../../harness/chaos/resuming-visitor.ts';
import { findRuntime } from '../../harness/packages/runtimes.ts';

const eventually = { timeout: 20_000 };
const CORE = pathToFileURL('server/dist/core.js').href;

const server = (serve: string) => `
import { ChatKitServer, createFetchHandler, MemoryStore, streamText } from '${CORE}';

async function* pieces(count) {
  for (let number = 1; number <= count; number += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield number + ' ';
  }
}

class Counting extends ChatKitServer {
  async *respond(thread, message) {
    const said = message?.content.map(({ text }) => text).join('') ?? '';
    yield* streamText(thread, pieces(Number(/\\d+/.exec(said)?.[0] ?? 3)));
  }
}

const chat = new Counting({ store: new MemoryStore() });
const handle = createFetchHandler(chat, { authenticate: () => ({ userId: 'me' }) });
${serve}
`;

const SERVE = {
  deno: "Deno.serve({ port: Number(Deno.env.get('PORT')), hostname: '127.0.0.1' }, handle);",
  bun: "Bun.serve({ port: Number(process.env.PORT), hostname: '127.0.0.1', fetch: handle });",
};
const counted = (to: number) => Array.from({ length: to }, (_, index) => `${index + 1} `).join('');

describe.each(inLongRun(['deno', 'bun'] as const, ['bun'] as const))('the core under %s', (name) => {
  const runtime = findRuntime(name);
  if (!runtime)
    console.log(`skipped: the core under ${name}, which is not installed and could not be (npm install ${name})`);
  let folder = '';
  let url = '';
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    if (!runtime) return;
    folder = mkdtempSync(join(tmpdir(), `chatdock-${name}-`));
    const file = join(folder, 'server.js');
    writeFileSync(file, server(SERVE[name]));
    // Only with it does Deno look for packages in node_modules.
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    const started = spawn(runtime.command, [...runtime.args, file], {
      env: { PATH: process.env['PATH'], HOME: folder, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let printed = '';
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text: Buffer) => (printed += text.toString()));
    const ended = once(started, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${code} before it was ready:\n${printed}`);
    });
    const ready = vi.waitUntil(async () => (await fetch(url).catch(() => null))?.status === 405, {
      timeout: 50_000,
      interval: 200,
    });
    ended.catch(() => undefined);
    await Promise.race([ready, ended]);
  }, 60_000);
  afterAll(async () => {
    if (child && child.exitCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(!runtime)('answers, stores, and continues in the same thread', async () => {
    const visitor = resumingVisitor(() => url);
    const first = await visitor.read(visitor.begin('Count to 5'));
    expect([answerOf(first.state), first.marks.outcome]).toEqual([counted(5), 'completed']);
    const threadId = first.state.thread?.id ?? '';
    await visitor.read(visitor.add(threadId, 'Count to 2'));
    const items = await visitor.items(threadId);
    expect(items.map(textOf)).toEqual(['Count to 5', counted(5), 'Count to 2', counted(2)]);
  });

  it.skipIf(!runtime)('continues without its connection, is resumed, and runs once per key', async () => {
    const visitor = resumingVisitor(() => url);
    const key = newKey();
    let begun: ReadTurn | undefined;
    const turns = [1, 2].map(() =>
      visitor.read(visitor.begin('Count to 40'), { key, onState: (turn) => (begun = turn) }),
    );
    await expect.poll(() => begun && answerOf(begun.state).length > 4, eventually).toBe(true);
    const params = {
      thread_id: begun?.state.thread?.id ?? '',
      run_id: begun ? runIdOf(begun) : '',
      after: 0,
    };
    const resumed = await visitor.read({ type: 'runs.resume', params });
    const answers = [...(await Promise.all(turns)), resumed].map(({ state }) => answerOf(state));
    expect(answers).toEqual([counted(40), counted(40), counted(40)]);
    expect((await visitor.items(params.thread_id)).length).toBe(2);
  });

  it.skipIf(!runtime)('stops a turn and keeps its text', async () => {
    const visitor = resumingVisitor(() => url);
    let begun: ReadTurn | undefined;
    const turn = visitor.read(visitor.begin('Count to 1000'), { onState: (state) => (begun = state) });
    await expect.poll(() => begun && answerOf(begun.state).length > 4, eventually).toBe(true);
    await visitor.stop(begun ? runIdOf(begun) : '');
    const { state, marks } = await turn;
    expect(marks.outcome).toBe('cancelled');
    const stored = (await visitor.items(state.thread?.id ?? '')).map(textOf).at(-1) ?? '';
    expect(stored.length).toBeGreaterThan(4);
    expect(counted(1000).startsWith(stored)).toBe(true);
  });
});
