import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

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

it('`npm start` under a Node that is too old says so before it installs anything', () => {
  const { stdout, stderr, status } = startUnder('18.20.8', 'scripts/install-if-needed.mjs');
  expect([stdout, stderr.trim(), status]).toEqual([
    '',
    'ChatDock needs Node 20 or newer to install its packages; this is 18.20.8. Get one from https://nodejs.org and run the command again.',
    1,
  ]);
});
