/** A real nginx in front of a server, configured by a block of the documentation. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const paths = [process.env['NGINX_PATH'], '/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'];

/** The path of nginx; undefined if it is not installed. */
export const nginxPath = paths.find((path) => path !== undefined && existsSync(path));

export interface Nginx {
  /** Without a final slash. */
  readonly origin: string;
  dispose(): Promise<void>;
}

/** Starts nginx with these `location` blocks. `port` must be free. */
export const startNginx = (binary: string, port: number, locations: string): Promise<Nginx> =>
  startNginxSite(binary, port, `server { listen 127.0.0.1:${port}; ${locations} }`);

/** Starts nginx with this file of a site, which listens on `port`. */
export async function startNginxSite(binary: string, port: number, site: string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-nginx-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join(' ');
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(
    configuration,
    `daemon off; worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log stderr;
events {}
http {
  access_log off; ${temporary}
  ${site}
}
`,
  );
  const args = ['-c', configuration, '-p', folder, '-e', 'stderr'];
  const check = spawnSync(binary, ['-t', ...args], { encoding: 'utf8', timeout: 20_000 });
  if (check.status !== 0) throw new Error(`nginx refused the configuration:\n${check.stderr}`);
  const child = spawn(binary, args, { stdio: 'ignore' });
  await accepting(child, port);
  return {
    origin: `http://127.0.0.1:${port}`,
    async dispose() {
      const gone = once(child, 'exit');
      child.kill('SIGQUIT');
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function accepting(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}.`);
    const socket = createConnection(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx does not accept connections.');
}
