/** The launcher fetches the rules of a page by parts of the options' names, which the compiler does not compare with them. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { optionNames } from '../../options/options.ts';
import { pageOptions } from '../../options/page-options.ts';

/** Each only changes what another option does. */
const withAnother = ['target', 'proactive'];

it('the pattern in page-dock.ts matches the options that are rules of a page, and no other', () => {
  const [, pattern = '^'] =
    /PARTS_OF_RULE_NAMES = \/(.+)\/;/.exec(readFileSync('src/embed/page-dock.ts', 'utf8')) ?? [];
  const rules = Object.keys(pageOptions).filter((name) => !withAnother.includes(name));
  expect(optionNames.filter((name) => new RegExp(pattern).test(name)).toSorted()).toEqual(
    [...rules, 'layout', 'pageContext'].toSorted(),
  );
});
