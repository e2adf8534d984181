/** The README's first promise: a fresh clone starts with one command. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { freePort } from '../../harness/servers/free-port.ts';
import { isLongRun } from '../../harness/long-run.ts';
import { plainEnvironment } from '../../harness/packages/npm.ts';

const clone = mkdtempSync(join(tmpdir(), 'chatdock-clone-'));
afterAll(() => rmSync(clone, { recursive: true, force: true }));

const commandsInReadme = () =>
  [...readFileSync('README.md', 'utf8').matchAll(/```sh\n([^`]*)```/g)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  );

it('the README has one command each to run it, to pack, install and use it, and to test it', () => {
  expect(commandsInReadme()).toEqual([
    'npm start',
    'npm run pack',
    'npm install ../chatdock/packages/chatdock.tgz ../chatdock/packages/chatdock-server.tgz',
    'npx --no-install chatdock-server',
    'npm test',
  ]);
});

// CI itself runs `npm test` in a fresh clone, which installs and builds in the same way.
it.runIf(isLongRun)(
  '`npm start` in a fresh clone installs, builds, ends with the address to open, and answers',
  { timeout: 400_000 },
  async () => {
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', process.cwd(), clone]);
    const port = await freePort();
    // No NODE_ENV, no npm_config_* of the surrounding run: the environment of a person's shell.
    const env = plainEnvironment();
    const path = (env['PATH'] ?? '')
      .split(':')
      .filter((folder) => !folder.includes('node_modules'))
      .join(':');
    const child = spawn('npm', ['start'], {
      cwd: clone,
      env: { ...env, PATH: path, PORT: String(port) },
      detached: true,
    });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    const started = new Promise<void>((resolve, reject) => {
      child.stdout.on('data', () => output.endsWith(`\nOpen http://127.0.0.1:${port}\n`) && resolve());
      child.once('exit', (code) => reject(new Error(`\`npm start\` ended with ${code}:\n${output}`)));
    });
    try {
      await started;
      const home = await fetch(`http://127.0.0.1:${port}/`);
      expect(home.status).toBe(200);
      expect(await home.text()).toContain('src="dist/chatdock.umd.js"');
      const answer = await fetch(`http://127.0.0.1:${port}/chatkit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'threads.create',
          params: {
            input: {
              content: [{ type: 'input_text', text: 'What can you do?' }],
              attachments: [],
              quoted_text: '',
              inference_options: {},
            },
          },
        }),
      });
      expect(answer.headers.get('content-type')).toContain('text/event-stream');
      expect(await answer.text()).toContain('"type":"thread.item.done"');
    } finally {
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    }
  },
);
