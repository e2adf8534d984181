/** A real Redis or Valkey for tests, as a separate process on a free local port that keeps nothing on disk. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { freePort } from './free-port.ts';

const folders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
const places = folders.flatMap((folder) => [`${folder}/redis-server`, `${folder}/valkey-server`]);

/** The path of Redis or Valkey; undefined if neither is installed. */
export const redisPath = [process.env['REDIS_PATH'], ...places].find((path) => path !== undefined && existsSync(path));

export interface RedisProcess {
  pid(): number;
  readonly url: string;
  /** Ends it like a crash. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** Stops answering without closing connections, until `thaw` is called. */
  freeze(): void;
  thaw(): void;
}

export async function startRedis(binary: string): Promise<RedisProcess> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const started = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child = started;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (text: Buffer) => {
        output += text.toString();
        if (output.includes('eady to accept connections')) resolve();
      });
      started.once('exit', (code) => reject(new Error(`Redis ended with ${code}:\n${output}`)));
    });
  };
  await start();
  return {
    pid: () => child?.pid ?? 0,
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  };
}
