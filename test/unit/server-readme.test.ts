/** The first example of the server's README is a program: this runs it, as it stands there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { freePort } from '../harness/servers/free-port.ts';
import { create, toEvents, until } from '../harness/chat/chat-server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(`${root}server/README.md`, 'utf8')) ?? [];
const program = `${root}.cache/readme-example-${process.pid}.ts`;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(program, { force: true });
});

it("the README's first example is a working server of fifteen lines", async () => {
  expect(
    example
      .trim()
      .split('\n')
      .filter((line) => line.trim() !== '').length,
  ).toBeLessThanOrEqual(15);
  mkdirSync(`${root}.cache`, { recursive: true });
  writeFileSync(
    program,
    example.replace("'@chatdock/server'", `'${pathToFileURL(`${root}server/src/index.ts`).href}'`),
  );
  const port = await freePort();
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  closing.push(async () => {
    child.kill();
    await once(child, 'exit');
  });
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(create('hello')),
    }).catch(() => {
      if (child.exitCode !== null) throw new Error(`The example ended with ${child.exitCode}.`);
      return null;
    });
  const response = await until(ask);
  expect(toEvents(await response.text()).at(-1)).toMatchObject({
    type: 'thread.item.done',
    item: { content: [{ text: 'You said: **hello**' }] },
  });
}, 60_000);
