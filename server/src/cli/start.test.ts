import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { devNull } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';

const startUnder = (version: string, file = 'server/src/cli/start.ts') =>
  spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`,
      file,
      'end-sessions',
    ],
    { encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );

it.each(['18.0.0', '20.20.2', '22.12.0'])('Node %s is refused with the version that is needed', (version) => {
  const { stderr, status } = startUnder(version);
  const [major, minor] = version.split('.');
  expect([stderr.trim(), status]).toEqual([`chatdock-server needs Node 22.13 or newer; this is ${major}.${minor}.`, 1]);
});

it('`npm start` reports a Node that is too old before it installs anything', () => {
  const { stdout, stderr, status } = startUnder('18.20.8', 'scripts/install-if-needed.mjs');
  expect([stdout, stderr.trim(), status]).toEqual([
    '',
    'ChatDock needs Node 20 or newer to install its packages; this is 18.20.8. Get one from https://nodejs.org and run the command again.',
    1,
  ]);
});

const quiet = {
  PATH: process.env['PATH'],
  CHATDOCK_CONFIG: devNull,
  PORT: '0',
  DATABASE_URL: 'memory:',
  CHATDOCK_GRACE_SECONDS: '0',
};
/** A module that sends the process a signal as soon as it looks for the server's modules. */
const whileLoading = (signal: string) => `data:text/javascript,
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (name.endsWith('/main.ts')) process.kill(process.pid, '${signal}');
      return next(name, context);
    },
  });`;

it.each(['SIGTERM', 'SIGINT'])('%s while the server loads ends the process with 0, a command as usual', (signal) => {
  const startWith = (...words: string[]) => {
    const args = ['--import', whileLoading(signal), 'server/src/cli/start.ts', ...words];
    const { status, signal: killedBy, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: quiet });
    return [status, killedBy, stderr];
  };
  expect(startWith()).toEqual([0, null, '']);
  expect(startWith('start', '--demo')).toEqual([0, null, '']);
  expect(startWith('settings')).toEqual([null, signal, '']);
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s while the server waits for a database ends the process with 0',
  async (signal) => {
    const silent = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const child = spawn(process.execPath, ['server/src/cli/start.ts'], {
      env: { ...quiet, CHATDOCK_SECRET: 's'.repeat(32), DATABASE_URL: `postgres://me@127.0.0.1:${port}/chat` },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (printed += text.toString()));
    const ended = once(child, 'exit');
    await Promise.race([once(silent, 'connection'), ended]);
    child.kill(signal);
    expect([...(await ended), printed]).toEqual([0, null, '']);
  },
);
