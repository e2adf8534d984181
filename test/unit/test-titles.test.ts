/** Test titles are read in lists and logs, so each fits in one line. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

const MAX_CHARACTERS = 90;

/** The conformance rows that a title claims, in brackets at its end. They do not count as characters of the title. */
const ROWS = / \[[EPD]\d{3}( [EPD]\d{3})*\]$/;

interface Node {
  type: string;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const nodesOf = (value: unknown) => [value].flat().filter(isNode);

/** The function that a call like `it.each(table)('title')` starts from, or undefined for `it.hear('words')`. */
function calledName(callee: Node | undefined): unknown {
  if (callee?.type === 'Identifier') return callee['name'];
  if (callee?.type === 'CallExpression') return calledName(nodesOf(callee['callee'])[0]);
  const isModifier = /^(each|for|only|skip|skipIf|runIf)$/.test(String(nodesOf(callee?.['property'])[0]?.['name']));
  return isModifier ? calledName(nodesOf(callee?.['object'])[0]) : undefined;
}

/** The titles of tests and suites in source code, as they are written: placeholders are not filled in. */
function titlesIn(code: string, file: string): string[] {
  const titles: string[] = [];
  const visit = (node: Node) => {
    const [title] = nodesOf(node['arguments']);
    const isTitle = title?.type === 'TemplateLiteral' || typeof title?.['value'] === 'string';
    const name = node.type === 'CallExpression' && isTitle ? calledName(nodesOf(node['callee'])[0]) : undefined;
    if (title && (name === 'it' || name === 'describe'))
      titles.push(code.slice(Number(title['start']) + 1, Number(title['end']) - 1));
    for (const part of Object.values(node)) nodesOf(part).forEach(visit);
  };
  nodesOf(parseSync(file, code).program).forEach(visit);
  return titles;
}

const files = ['src', 'server/src', 'scripts', 'test']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  )
  .filter((file) => /\.test\.tsx?$/.test(file));

it('test titles have at most 90 characters', () => {
  const titles = files.flatMap((file) =>
    titlesIn(readFileSync(file, 'utf8'), file).map((title) => ({
      file,
      title,
      length: title.replace(ROWS, '').length,
    })),
  );
  expect(titles.length).toBeGreaterThan(1000);
  expect(titles.filter(({ length }) => length > MAX_CHARACTERS)).toEqual([]);
});

it('finds the titles of every form of test', () => {
  const code = `
    describe('a suite', () => {
      it('a test', () => page.evaluate((it) => it.hear('no title')));
      it.each(['x'])('a table, %s', () => {});
      it.skipIf(true)(\`a template, \${name}\`, () => {});
    });`;
  expect(titlesIn(code, 'example.ts')).toEqual(['a suite', 'a test', 'a table, %s', 'a template, ${name}']);
});
