/** The division of the English texts of the dock: those that the panel opens with, and those of the parts that load later. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importsOf } from '../../../test/harness/imports-of.ts';
import { LATER_ENGLISH } from '../../options/later-strings.ts';
import { englishStrings } from '../../options/strings.ts';

const opening = [...importsOf('src/embed/dock.ts')].map((file) => readFileSync(file, 'utf8')).join('\n');

it('the panel opens with every text that its code names', () => {
  const named = [...opening.matchAll(/\bstrings\.([a-z]\w+)\b(?!')/g)].map(([, key = '']) => key);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((key) => Object.hasOwn(LATER_ENGLISH, key))).toEqual([]);
});

it('no text is in both parts', () => {
  expect(Object.keys(LATER_ENGLISH).filter((key) => Object.hasOwn(englishStrings, key))).toEqual([]);
});
