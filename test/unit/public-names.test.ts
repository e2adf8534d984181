/** An editor shows a sentence for every name that the packages export. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publicNames } from '../harness/packages/public-names.ts';

/** The source of every entry that has types, and how many names it has at least: a parse that finds less is broken. */
const entries: Record<string, number> = {
  'src/index.ts': 23,
  'src/protocol.ts': 154,
  'src/mock.ts': 8,
  'src/embed/bundled.ts': 15,
  'src/chatkit/bundled.ts': 0,
  'src/chatkit/register-widget.ts': 8,
  'server/src/index.ts': 156,
  'server/src/core.ts': 72,
  'server/src/testing.ts': 4,
};

/** Whether one sentence has at least four words, starts with a capital letter, a digit, a quote or code, and ends. */
const hasSentence = (comment: string) =>
  comment
    .replaceAll(/\s+/g, ' ')
    .split(/(?<=[.!])(?: |$)/)
    .some((sentence) => /^[A-Z\d"'`].*[.!]$/.test(sentence) && sentence.split(' ').length >= 4);

it.each(Object.entries(entries))('every name of %s has a sentence on its declaration', (entry, atLeast) => {
  const names = publicNames(entry);
  expect(names.length).toBeGreaterThanOrEqual(atLeast);
  const bare = names.filter(({ comment }) => !hasSentence(comment)).map(({ name, file }) => `${name} in ${file}`);
  expect(bare).toEqual([]);
});

it('the check covers every entry that has types', () => {
  const typedEntries = ['.', 'server'].flatMap((folder) => {
    const { exports }: { exports: Record<string, string | { types: string }> } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    return Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target.types]));
  });
  const sources = typedEntries.map((types) => types.replace('./dist/types/', '').replace('.d.ts', '.ts'));
  expect([...new Set(sources)].toSorted()).toEqual(Object.keys(entries).toSorted());
});
