/** Both packages, packed and installed by npm in an empty folder outside this repository. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../harness/servers/free-port.ts';
import { createProject } from '../../harness/packages/installed.ts';
import { plainEnvironment } from '../../harness/packages/npm.ts';
import { inLongRun, isLongRun } from '../../harness/long-run.ts';

let project: ReturnType<typeof createProject>;
beforeAll(() => {
  project = createProject('react', 'react-dom', '@types/react', '@types/node');
}, 180_000);
afterAll(() => project?.dispose());

const page = `
import { ChatWidget, type DockOptions } from 'chatdock';
import { ChatDock, type PageDockHandle } from 'chatdock/chatdock.js';
import 'chatdock/chatkit.js';
import { createClient } from 'chatdock/protocol';

export const options: DockOptions = { apiUrl: '/chatkit', prompts: ['One', { label: 'Two', prompt: '2' }] };
export const Page = () => <ChatWidget {...options} title="Ask us" onFeedback={({ kind }) => kind satisfies 'positive' | 'negative'} />;
// @ts-expect-error: no such option
export const misspelt: DockOptions = { apiUlr: '/chatkit' };
// @ts-expect-error: an option that is not set is left out
export const unset: DockOptions = { prompts: [{ label: 'Two', prompt: 2 }] };
export const dock: PageDockHandle = ChatDock.boot({ apiUrl: '/chatkit' });
export const client = createClient;
`;
const server = `
import { ChatKitServer, chatkitRouter, MemoryStore, streamText, type ThreadMetadata, type UserMessageItem } from '@chatdock/server';
import { createFetchHandler } from '@chatdock/server/core';

class Echo extends ChatKitServer {
  override async *respond(thread: ThreadMetadata, message: UserMessageItem | null) {
    yield* streamText(thread, message?.content.map(({ text }) => text).join('') ?? '');
    // @ts-expect-error: a thread has an id
    thread.identifier;
  }
}
const echo = new Echo({ store: new MemoryStore() });
export const router = chatkitRouter(echo, { authenticate: () => ({ userId: 'me' }) });
export const POST = createFetchHandler(echo, { authenticate: async () => ({ userId: 'me' }) });
`;

/** Compiles as strictly as can be, declarations of packages included. @returns the first line of each mistake */
function compile(moduleResolution: string): string[] {
  const config = {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      skipLibCheck: false,
      noEmit: true,
      jsx: 'react-jsx',
      target: 'ES2022',
      lib: ['ES2022', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      module: moduleResolution === 'bundler' ? 'ESNext' : moduleResolution,
      moduleResolution,
    },
    files: ['page.tsx', 'server.ts'],
  };
  writeFileSync(join(project.folder, 'page.tsx'), page);
  writeFileSync(join(project.folder, 'server.ts'), server);
  writeFileSync(join(project.folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: project.folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => /^\S/.test(line));
}

// In a usual run, imports.test.ts compiles against the same files.
it.each(inLongRun(['bundler', 'node16', 'nodenext'], []))(
  'a strict consumer compiles with moduleResolution %s',
  (resolution) => {
    const mistakes = compile(resolution);
    // OpenAI's own declarations do not pass this check.
    expect(mistakes.filter((line) => !line.startsWith('node_modules/@openai/'))).toEqual([]);
  },
);

describe.each(['.', 'server'])('the package in %s', (folder) => {
  it('has no fault that publint or "Are the types wrong?" finds', () => {
    const run = (name: string, args: string[]) =>
      spawnSync(name, args, { cwd: folder, encoding: 'utf8', shell: false });
    const published = run(resolve('node_modules/.bin/publint'), ['--strict']);
    expect([published.stdout, published.status]).toEqual([expect.stringContaining('All good!'), 0]);
    // The server has one entry for each of its two names; ours has one for each way in.
    if (folder === 'server' && !isLongRun) return;
    const file = project.packed[folder === '.' ? '.' : 'server'];
    // Both packages are ES modules only, which old resolutions do not find.
    const typed = run(resolve('node_modules/.bin/attw'), [file, '--profile', 'esm-only', '--no-color', '--quiet']);
    expect([typed.stdout + typed.stderr, typed.status]).toEqual(['', 0]);
  });

  it('has a licence, the files that its README links, and the pictures of all its pages', () => {
    const name = folder === '.' ? 'chatdock' : '@chatdock/server';
    const installed = join(project.folder, 'node_modules', name);
    expect(existsSync(join(installed, 'LICENSE'))).toBe(true);
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    const missing = files
      .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
      .flatMap((file) => {
        const page = readFileSync(join(installed, file), 'utf8');
        const pictures = /\b(?:src|srcset)="(?<target>[^":]+\.(?:webp|png|svg|gif))"/g;
        const all = /(?:\]\(|\b(?:src|srcset)=")(?<target>[^)\s"]+)[)"]/g;
        return [...page.matchAll(file === 'README.md' ? all : pictures)]
          .map(({ groups }) => groups?.['target'] ?? '')
          .filter((target) => !/^(https:|#)/.test(target))
          .map((target) => join(dirname(file), target.split('#')[0] ?? ''));
      })
      .filter((target) => !existsSync(join(installed, target)));
    expect(missing).toEqual([]);
    expect(files.filter((file) => file.endsWith('.tsbuildinfo'))).toEqual([]);
  });
});

it.each([
  'chatdock',
  'chatdock/chatdock.js',
  'chatdock/chatdock.umd.js',
  'chatdock/chatkit.js',
  'chatdock/register-widget.js',
  'chatdock/protocol',
])('%s can be imported and required on a server', (name) => {
  const use = (load: string) => project.run(process.execPath, ['--input-type=module', '-e', load]);
  const touch = "globalThis.ChatDock = loaded.ChatDock; loaded.ChatDock?.boot({ apiUrl: '/chatkit' }).open();";
  expect(use(`const loaded = await import('${name}'); ${touch}`)).toEqual({ status: 0, stdout: '', stderr: '' });
  const required = `import { createRequire } from 'node:module'; const loaded = createRequire(import.meta.url)('${name}'); ${touch}`;
  expect(use(required)).toEqual({ status: 0, stdout: '', stderr: '' });
});

describe('npx --no-install chatdock-server', () => {
  const npx = (...args: string[]) => project.run('npx', ['--no-install', 'chatdock-server', ...args]);

  it('prints its version, its help and its settings', () => {
    const { version } = JSON.parse(readFileSync('server/package.json', 'utf8')) as { version: string };
    expect(npx('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    expect(npx('--help')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Usage:\n {2}chatdock-server \[start\]\n/),
      stderr: '',
    });
    expect(npx('settings').stdout).toBe(readFileSync('.env.example', 'utf8'));
  });

  it('refuses what it does not know, and starts nothing', () => {
    const { status, stdout, stderr } = npx('sttart');
    expect([status, stdout, stderr.trim()]).toEqual([
      2,
      '',
      expect.stringMatching(/^"sttart" is not a command.*Did you mean start\?/),
    ]);
  });

  it('serves the chat, the dock and a page with the script tag', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const child = spawn('npx', ['--no-install', 'chatdock-server'], {
      cwd: project.folder,
      env: { ...plainEnvironment(), PORT: String(port) },
      detached: true,
    });
    let output = '';
    const started = new Promise<void>((done, fail) => {
      child.stdout.on('data', (text: Buffer) => (output += text.toString()).includes('Listening') && done());
      child.stderr.on('data', (text: Buffer) => (output += text.toString()));
      child.once('exit', (code) => fail(new Error(`chatdock-server ended with ${code}:\n${output}`)));
    });
    const url = `http://127.0.0.1:${port}`;
    try {
      await started;
      const front = await (await fetch(url)).text();
      expect(front).toContain(`src=&quot;${url}/dist/chatdock.umd.js&quot; data-api-url=&quot;${url}/chatkit&quot;`);
      for (const file of [
        'chatdock.umd.js',
        'chatdock.js',
        'chatkit.js',
        'register-widget.js',
        'switching.js',
        'modules/dock.js',
        'modules/chatkit-view.js',
      ]) {
        const served = await fetch(`${url}/dist/${file}`);
        expect([file, served.status, served.headers.get('access-control-allow-origin')]).toEqual([file, 200, '*']);
        expect(await served.text()).toBe(readFileSync(join('dist', file), 'utf8'));
      }
      const pages = ['/gallery', '/demo/', '/configure', '/demo/react.html'];
      expect(await Promise.all(pages.map(async (path) => (await fetch(url + path)).status))).toEqual([
        404, 404, 404, 404,
      ]);
      const thread = {
        input: {
          content: [{ type: 'input_text', text: 'What can you do?' }],
          attachments: [],
          quoted_text: '',
          inference_options: {},
        },
      };
      const answer = await fetch(`${url}/chatkit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'threads.create', params: thread }),
      });
      expect(await answer.text()).toContain('"type":"thread.item.done"');
    } finally {
      const gone = once(child, 'exit');
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      await gone;
    }
  });

  it('started by its file, it ends on SIGTERM', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, ['node_modules/@chatdock/server/dist/cli.js'], {
      cwd: project.folder,
      env: { ...plainEnvironment(), PORT: String(await freePort()), CHATDOCK_GRACE_SECONDS: '0' },
    });
    const ended = once(child, 'exit');
    await new Promise<void>((done) => {
      let output = '';
      child.stdout.on('data', (text: Buffer) => (output += text.toString()).includes('Listening') && done());
      child.once('exit', () => done());
    });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
