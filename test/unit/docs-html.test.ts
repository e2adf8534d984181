/**
 * The HTML blocks of the documentation: options that exist, scripts that parse.
 * @vitest-environment jsdom
 */
import { expect, it } from 'vitest';
import { parseSync } from 'vite';
import { toAttribute } from '../../src/options/diagnose.ts';
import { optionNames } from '../../src/options/options.ts';
import { codeBlocks, pages } from '../harness/packages/docs-code.ts';

const tags = pages
  .flatMap((page) =>
    codeBlocks(page)
      .filter(({ language }) => language === 'html')
      .map((block) => ({ page, ...block })),
  )
  .flatMap((block) => {
    // Without an address, no script is fetched.
    const document = new DOMParser().parseFromString(block.code, 'text/html');
    return [...document.querySelectorAll('*')].map((element) => ({ at: `${block.page}:${block.line}`, element }));
  });

it('have only options of the dock in its script tags', () => {
  const ours = tags.filter(({ element }) => element.localName === 'script' && element.outerHTML.includes('chatdock'));
  expect(ours.length).toBeGreaterThan(8);
  const unknown = ours.flatMap(({ at, element }) =>
    element
      .getAttributeNames()
      .filter((name) => name.startsWith('data-') && !['data-', 'data-…'].includes(name))
      .filter((name) => !optionNames.some((option) => toAttribute(option) === name))
      .map((name) => `${at}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

it('have inline scripts that parse', () => {
  const scripts = tags.filter(
    ({ element }) => element.localName === 'script' && element.getAttribute('type') !== 'application/json',
  );
  for (const { at, element } of scripts)
    expect(parseSync('page.js', element.textContent ?? '', { sourceType: 'module' }).errors, at).toEqual([]);
});
