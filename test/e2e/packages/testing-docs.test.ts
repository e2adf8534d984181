/** docs/testing.md: its tests pass as they are written there, in a site that has installed the packed package. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformWithOxc } from 'vite';
import { afterAll, expect, it } from 'vitest';
import { createProject } from '../../harness/packages/installed.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { site, unpackPackage } from '../../harness/packages/packed.ts';

/** The code of the page, by the file name in its first line. */
const files = new Map(
  [...readFileSync('docs/testing.md', 'utf8').matchAll(/```\w+\n\/\/ (\S+\.\w+)\n([\s\S]*?)```/g)].map(
    ([, name = '', code = '']) => [name, code],
  ),
);
const codeOf = (name: string) => {
  const code = files.get(name);
  if (!code) throw new Error(`docs/testing.md has no ${name}.`);
  return code;
};

const folder = join(site, 'testing');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runVitest(more: Record<string, string> = {}) {
  unpackPackage();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['inside.ts', 'app.test.tsx']) writeFileSync(join(folder, name), codeOf(name));
  writeFileSync(
    join(folder, 'vitest.config.js'),
    "export default { test: { environment: 'jsdom', setupFiles: ['./setup.js'] } };",
  );
  writeFileSync(join(folder, 'setup.js'), more['setup.js'] ?? '');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$)/.test(name)));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('node_modules/vitest/vitest.mjs'), 'run', '--root', folder],
    { encoding: 'utf8', env },
  );
  return { status, printed: stdout + stderr };
}

it('the test for Vitest passes in jsdom', () => {
  const { status, printed } = runVitest();
  expect(printed).toContain('1 passed');
  expect([printed.includes('Error'), status]).toEqual([false, 0]);
});

it('the test for Vitest passes on an older platform with fewer APIs', () => {
  // The globals that Node 20 lacks, and jsdom before version 27.
  const setup = `
    for (const [owner, name] of [[Promise, 'withResolvers'], [URL, 'parse'], [globalThis, 'CSS'], [globalThis, 'matchMedia']]) delete owner[name];
    for (const [owner, name] of [[CSSStyleSheet.prototype, 'replaceSync'], [Document.prototype, 'adoptedStyleSheets'], [ShadowRoot.prototype, 'adoptedStyleSheets']]) delete owner[name];`;
  expect(runVitest({ 'setup.js': setup }).printed).toContain('1 passed');
});

// Jest alone is two hundred packages to install.
it.each(inLongRun(['Jest'], []))('the test for %s passes', { timeout: 300_000 }, async () => {
  const project = createProject(
    'react',
    'react-dom',
    '@testing-library/react',
    '@testing-library/dom',
    'jest',
    'jest-environment-jsdom',
  );
  try {
    const { code } = await transformWithOxc(codeOf('inside.ts'), 'inside.ts');
    writeFileSync(join(project.folder, 'inside.js'), code);
    writeFileSync(join(project.folder, 'app.test.js'), codeOf('app.test.js'));
    writeFileSync(
      join(project.folder, 'jest.config.json'),
      JSON.stringify({ testEnvironment: 'jsdom', transform: {} }),
    );
    const { status, stderr } = project.run(process.execPath, [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
    ]);
    expect(stderr).toContain('1 passed');
    expect(status).toBe(0);
  } finally {
    project.dispose();
  }
});
