/** The division of the English texts: those that the chat opens with, and those of the parts that load later. */
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { later } from './en-later.ts';
import { opening } from './en-opening.ts';

/** A file and all files of ours that it imports statically. */
function importsOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:im|ex)port (?!type )[^'";]*?from '(\.[^']+)'/gm))
    importsOf(posix.join(posix.dirname(file), path), seen);
  return seen;
}

const eager = [...importsOf('src/chatkit/view.tsx')].filter((file) => !file.includes('/locales/en'));
const code = eager.map((file) => readFileSync(file, 'utf8')).join('\n');

it('every text that the opening code names is among those it opens with, and no other is', () => {
  const isNamed = (key: string) => code.includes(`'${key}'`);
  expect(Object.keys(later).filter(isNamed)).toEqual([]);
  expect(Object.keys(opening).filter((key) => !isNamed(key))).toEqual([]);
});

it('every icon that the opening code names is among those it opens with', () => {
  const names = [...code.matchAll(/<Icon name="([\w-]+)"/g)].map(([, name]) => name);
  expect(names).toContain('history');
  const later = readFileSync('src/chatkit/ui/later-strokes.ts', 'utf8');
  expect(names.filter((name) => new RegExp(`^  '?${name}'?:`, 'm').test(later))).toEqual([]);
});
