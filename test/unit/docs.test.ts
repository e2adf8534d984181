/** What the documentation points at exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const pages = [
  'README.md',
  'server/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => join('docs', name)),
];

it.each(pages)('%s links only to files that exist', (page) => {
  const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
  const links = [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.['target'] ?? '');
  const broken = links.filter((link) => !/^([a-z]+:|#)/i.test(link) && !existsSync(join(dirname(page), link.split('#')[0] ?? '')));
  expect(broken).toEqual([]);
});

it('every page can be found from the index', () => {
  const index = readFileSync('docs/README.md', 'utf8');
  const lost = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md') && name !== 'README.md' && !index.includes(`(${name.replaceAll('\\', '/')})`));
  expect(lost).toEqual([]);
});
