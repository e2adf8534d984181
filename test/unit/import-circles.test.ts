/** Imports in circles, dynamic ones included: code in a circle cannot be read, tested or moved alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';

const files = ['src', 'server/src']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$/.test(file));

/** The files that a file needs when it runs: imports of types alone do not count. */
function importsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const named = code.matchAll(/^(?:import|export) (?!type )(?<what>[^'";]*?)from ['"](?<path>\.[^'"]+)['"]/gm);
  const dynamic = code.matchAll(/\bimport\(\s*['"](?<path>\.[^'"]+)['"]\s*\)/g);
  const isTypes = (what = '') => /^\{\s*(type [^,}]+,?\s*)+\}\s*$/.test(what);
  return [...named, ...dynamic]
    .filter(({ groups }) => !isTypes(groups?.['what']))
    .map(({ groups }) => posix.join(posix.dirname(file), groups?.['path'] ?? ''));
}

/** Each circle once, as the way round it. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}

it('no file imports itself by way of others', () => {
  expect(circlesIn(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([]);
});

it('finds a circular import', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ]);
  expect(circlesIn(graph)).toEqual(['b → c → b']);
});
