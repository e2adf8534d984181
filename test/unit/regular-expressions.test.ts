/** No regular expression takes exponential time, whatever text it reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { analyse } from 'scslre';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';

interface Literal {
  place: string;
  source: string;
  flags: string;
}

/** The regular expressions of a module. */
function literalsIn(path: string): Literal[] {
  const found: Literal[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string }; // as ESTree has it
      found.push({ place: path, source: pattern, flags });
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(readFileSync(path, 'utf8'), { lang: path.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

const literals = ['src', 'server/src'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.d|\.test)\.tsx?$/.test(path) && !path.includes('node_modules'))
    .flatMap((path) => literalsIn(`${folder}/${path}`)),
);

const isExponential = ({ source, flags }: Literal) =>
  analyse({ source, flags: flags.replace('v', 'u') }, { assumeRejectingSuffix: true }).reports.some(
    ({ exponential }) => exponential,
  );

it('reads all expressions, and detects an exponential one', () => {
  expect(literals.length).toBeGreaterThan(400);
  expect(isExponential({ place: '', source: String.raw`^(?:\s*-+\s*)+$`, flags: 'u' })).toBe(true);
});

it('no expression takes exponential time', { timeout: 60_000 }, () => {
  expect(literals.filter(isExponential).map(({ place, source }) => `${place}: /${source}/`)).toEqual([]);
});
