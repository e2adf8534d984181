/** The code blocks of the documentation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages of the documentation, and other files that readers copy code from. */
export const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'server/README.md',
  'examples/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

export interface CodeBlock {
  /** The first word after the fence: `ts`, `sh` … */
  language: string;
  /** The rest of that line: a file name, for blocks that are whole files. */
  name: string;
  code: string;
  /** The line of the page on which the code begins. */
  line: number;
}

/** The blocks of a page, also those inside lists. */
export function codeBlocks(page: string): CodeBlock[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^(?<indent> *)```(?<language>\w+) *(?<name>[^\n]*)\n(?<code>.*?)^ *```$/gmsu)].map(
    (block) => {
      const { indent = '', language = '', name = '', code = '' } = block.groups ?? {};
      return {
        language,
        name,
        code: code.replaceAll(new RegExp(`^${indent}`, 'gmu'), ''),
        line: text.slice(0, block.index).split('\n').length + 1,
      };
    },
  );
}

/** The block that is a whole file of this name. */
export function fileInDocs(page: string, name: string): string {
  const found = codeBlocks(page).find((block) => block.name === name);
  if (!found) throw new Error(`${page} has no block named ${name}.`);
  return found.code;
}
