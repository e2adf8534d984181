/** What the repository holds. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('no tracked file is in a folder that .gitignore leaves out', () => {
  const { status, stdout } = spawnSync('git', ['ls-files', '--cached', '--ignored', '--exclude-standard'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
