/** The rules for files in the repository. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('no tracked file is in a folder that .gitignore leaves out', () => {
  const { status, stdout } = spawnSync('git', ['ls-files', '--cached', '--ignored', '--exclude-standard'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

it('each page of the demo and of the examples that starts a dock follows the theme of the page', () => {
  const { stdout } = spawnSync('git', ['ls-files', 'demo', 'examples'], { encoding: 'utf8' });
  const pages = stdout.split('\n').flatMap((path) => {
    // The configurator sets whatever its visitor chooses.
    if (!/\.(?:html|[jt]sx?|vue|svelte|astro)$/.test(path) || /configurator|preview/.test(path)) return [];
    const page = readFileSync(path, 'utf8');
    return /ChatDock\.boot\(|<ChatWidget|src="[^"]*chatdock\.umd\.js"/.test(page) ? [{ path, page }] : [];
  });
  expect(pages.length).toBeGreaterThan(12);
  expect(pages.filter(({ page }) => !/theme(?:=|: ?)["']auto["']/.test(page)).map(({ path }) => path)).toEqual([]);
});
