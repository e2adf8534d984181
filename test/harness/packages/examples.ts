/** The projects in examples/, copied out of the repository, installed by npm and started as their own scripts say. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { freePort } from '../servers/free-port.ts';
import { npmInstall, plainEnvironment } from './npm.ts';
import { copyPackages } from './packed.ts';

/** The address of the chat server in the examples. */
const WRITTEN = 'http://127.0.0.1:8787';
const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Copies these examples, with the address of this chat server, and installs what they need in one go. */
export function installExamples(names: readonly string[], serverUrl: string, timeoutMs?: number) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chatdock-examples-')));
  const folderOf = (name: string) => join(folder, 'examples', name);
  for (const name of names) {
    cpSync(join('examples', name), folderOf(name), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
    for (const file of readdirSync(folderOf(name), { recursive: true, encoding: 'utf8' })) {
      const path = join(folderOf(name), file);
      if (!statSync(path).isFile()) continue;
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(WRITTEN, serverUrl.replace(/\/$/, '')));
    }
  }
  copyPackages(join(folder, 'packages'));
  const workspaces = names
    .filter((name) => existsSync(join(folderOf(name), 'package.json')))
    .map((name) => `examples/${name}`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'examples', private: true, workspaces }));
  npmInstall(folder, ['--ignore-scripts'], timeoutMs === undefined ? {} : { timeoutMs });
  return {
    folderOf,
    /** Runs a script of an example's package.json to its end. Throws with what it printed. */
    async build(name: string): Promise<void> {
      const child = start(folderOf(name), 'build');
      const timer = setTimeout(() => void stop(child), 170_000);
      const [code] = await once(child, 'exit');
      clearTimeout(timer);
      if (code !== 0) throw new Error(`npm run build of ${name} ended with ${code}:\n${child.printed()}`);
    },
    /** Starts a script that serves, on a free port. Resolves when it answers. */
    async serve(name: string, script: string, more: readonly string[] = []) {
      const port = await freePort();
      const child = start(
        folderOf(name),
        script,
        port,
        more.map((word) => word.replace('PORT', String(port))),
      );
      const url = `http://127.0.0.1:${port}`;
      for (let tries = 0; !(await isAnswering(url)); tries += 1) {
        if (child.exitCode !== null || tries > 1500) {
          await stop(child);
          throw new Error(`${name} does not serve:\n${child.printed()}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return { url, stop: () => stop(child) };
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const isAnswering = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

function start(cwd: string, script: string, port?: number, more: readonly string[] = []) {
  const env = {
    ...plainEnvironment(),
    ...(port !== undefined && { PORT: String(port) }),
    ASTRO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const child = spawn('npm', ['run', script, '--', ...more], { cwd, env, detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return Object.assign(child, { printed: () => output });
}

async function stop(child: ChildProcess): Promise<void> {
  if (!child.pid || child.exitCode !== null) return;
  const { pid } = child;
  const gone = once(child, 'exit');
  // A killed dev server leaves a file that marks it as running.
  process.kill(-pid, 'SIGTERM');
  const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

/** Serves a folder. Requests for `/chatkit` go to another server, as through a proxy of the site. */
export async function serveFolder(folder: string, chatServer?: string) {
  const http = createServer(async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    if (chatServer && pathname === '/chatkit') {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const answer = await fetch(`${chatServer}/chatkit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: String(req.headers.accept) },
        body: Buffer.concat(chunks),
      });
      res.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      for await (const piece of answer.body ?? []) res.write(piece);
      return res.end();
    }
    const file = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!existsSync(file)) return res.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    res.writeHead(200, { 'content-type': KINDS[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  }).listen(0, 'localhost');
  await once(http, 'listening');
  return {
    url: `http://localhost:${(http.address() as AddressInfo).port}/`,
    async stop() {
      http.closeAllConnections();
      http.close();
    },
  };
}
