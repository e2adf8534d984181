/** What the built package asks of whoever installs it: a bundler looks for every import, also behind one that is never made. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

/** Every file reached from one, and every package that those name. */
function packagesOf(file: string, seen = new Set<string>(), packages = new Set<string>()): Set<string> {
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, wanted = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)[^"'\n]*["']([^"'\n]+)["'];?$|\bimport\(["']([^"']+)["']\)/gm)) {
    if (wanted.startsWith('.')) packagesOf(join(dirname(file), wanted), seen, packages);
    else if (wanted) packages.add(wanted.split('/').slice(0, wanted.startsWith('@') ? 2 : 1).join('/'));
  }
  for (const [, wanted = ''] of readFileSync(file, 'utf8').matchAll(/\bimport\(["'`](\.[^"'`]+)["'`]\)/g)) packagesOf(join(dirname(file), wanted), seen, packages);
  return packages;
}

it.each(['index', 'protocol'])('dist/%s.js imports only what comes with it or must be there', (entry) => {
  const optional = Object.keys(manifest.peerDependenciesMeta);
  const there = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name))];
  const packages = [...packagesOf(`dist/${entry}.js`)];
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter((name) => !there.includes(name))).toEqual([]);
});
