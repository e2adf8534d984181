import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const startUnder = (version: string) =>
  spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`,
      'server/src/cli/start.ts',
      'end-sessions',
    ],
    { encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );

it.each(['18.0.0', '20.20.2', '22.12.0'])('Node %s is refused with the version that is needed', (version) => {
  const { stderr, status } = startUnder(version);
  const [major, minor] = version.split('.');
  expect([stderr.trim(), status]).toEqual([`chatdock-server needs Node 22.13 or newer; this is ${major}.${minor}.`, 1]);
});
