/** Prototype, which Magento shops carry, takes `entries` away from arrays: nothing of ours that runs in a page uses it. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('no client module calls entries() of an array', () => {
  const modules = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !/\.(?:test|bench)\.|\.d\.ts$/.test(path),
  );
  expect(modules.length).toBeGreaterThan(100);
  const found = modules.filter((path) => /\.entries\(\)/.test(readFileSync(`src/${path}`, 'utf8')));
  expect(found).toEqual([]);
});
