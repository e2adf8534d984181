/** The check of the build finds newer features in scripts and style sheets. */
import { describe, expect, it } from 'vitest';
import { ALLOWED } from './allowed.ts';
import { scanStyles, styleSheetsIn } from './css-features.ts';
import { scanScript } from './js-features.ts';
import { findNewSyntax } from './old-syntax.ts';

const inScript = (code: string) => scanScript('file.js', code).findings.map(({ feature }) => feature);
const inStyles = (css: string) => scanStyles(css).map(({ feature }) => feature);

describe('in a script', () => {
  it.each([
    ['Promise.withResolvers()', 'javascript.builtins.Promise.withResolvers'],
    ['AbortSignal.any([one, other])', 'api.AbortSignal.any_static'],
    ['Map.groupBy(items, keyOf)', 'javascript.builtins.Map.groupBy'],
    ['URL.canParse(text)', 'api.URL.canParse_static'],
    ['box.showPopover()', 'api.HTMLElement.showPopover'],
    ['box?.showPopover?.()', 'api.HTMLElement.showPopover'],
    ['one.isSubsetOf(other)', 'javascript.builtins.Set.isSubsetOf'],
    ['selection.getComposedRanges()', 'api.Selection.getComposedRanges'],
    ['window.requestIdleCallback(work)', 'api.Window.requestIdleCallback'],
    ['requestIdleCallback(work)', 'api.Window.requestIdleCallback'],
    ['new CloseWatcher()', 'api.CloseWatcher'],
    ['/[\\p{L}--[a-z]]/v', 'javascript.builtins.RegExp.unicodeSets'],
    ['/(?i:a)b/', 'javascript.regular_expressions.modifier'],
  ])('finds %s', (code, feature) => {
    expect(inScript(code)).toContain(feature);
  });

  it('finds an option that is newer than its method', () => {
    expect(inScript('element.checkVisibility({ visibilityProperty: true })')).toContain(
      'api.Element.checkVisibility.options_visibilityProperty_parameter',
    );
  });

  it.each([
    'list.at(-1)',
    'list.toSorted()',
    'Object.hasOwn(record, name)',
    'structuredClone(value)',
    'AbortSignal.abort()',
    'element.replaceChildren()',
    'new ResizeObserver(look)',
    'text.replaceAll(/(?<=a)b/g, "")',
    'view.level.run()',
  ])('accepts %s', (code) => {
    expect(inScript(code)).toEqual([]);
  });
});

describe('in an inline script', () => {
  it.each([
    ['one?.other', 'ChainExpression'],
    ['one ?? other', '??'],
    ['one ||= other', '||='],
    ['try { run() } catch {}', 'catch without a parameter'],
    ['class One { two = 2 }', 'PropertyDefinition'],
    ['/(?<!\\S)a/.test(text)', 'the regular expression /(?<!\\S)a/'],
    ['/(?<name>a)/.test(text)', 'the regular expression /(?<name>a)/'],
    ['/./s.test(text)', 'a regular expression with the flags s'],
  ])('finds the syntax of %s', (code, found) => {
    expect(findNewSyntax('file.js', code)).toEqual([found]);
  });

  it('accepts the syntax of 2018', () => {
    const code = `const { one, ...rest } = { ...given };
      export const load = async (file = \`\${one}.js\`) => { try { await import(file); } catch (error) { for (const part of rest) part(error); } };
      export const at = import.meta.url; /(?:a|(?=b))c/giy.test(at);`;
    expect(findNewSyntax('file.js', code)).toEqual([]);
  });
});

describe('in a style sheet', () => {
  it.each([
    ['a { color: oklch(from red l c h) }', 'css.types.color.oklch.relative_syntax'],
    ['a { --accent: oklch(from var(--own) l c h) }', 'css.types.color.oklch.relative_syntax'],
    ['a:has(b) { color: red }', 'css.selectors.has'],
    ['a { & b { color: red } }', 'css.selectors.nesting'],
    ['textarea { field-sizing: content }', 'css.properties.field-sizing'],
    ['a { height: 2lh }', 'css.types.length.lh'],
    ['@starting-style { a { opacity: 0 } }', 'css.at-rules.starting-style'],
    ['a { height: 1em; height: calc(var(--b) + 1lh) }', 'css.types.length.lh'],
  ])('finds what the oldest supported browser lacks in %s', (css, feature) => {
    expect(inStyles(css)).toContain(feature);
  });

  it.each([
    'a { color: color-mix(in oklab, red, blue); height: 100dvh; inset: 0; translate: 1px; overflow: clip }',
    '@container (min-width: 1px) { a:focus-visible { width: 1cqw } }',
    'a { color: red; color: oklch(from red l c h) }',
    '@supports (height: 1lh) { a { height: 1lh } }',
    'a { -webkit-background-clip: text; background-clip: text }',
  ])('accepts %s', (css) => {
    expect(inStyles(css)).toEqual([]);
  });

  it('reads only style sheets from the strings of a script', () => {
    const css = '.a{color:red}.b:has(c){top:0}';
    expect(styleSheetsIn(['a sentence: {name}', '{"a": 1}', css, 'x => { y: 1 }'])).toEqual([css]);
  });
});

it('every allowed feature has a reason', () => {
  expect(Object.entries(ALLOWED).filter(([, reason]) => reason.split(' ').length < 2)).toEqual([]);
});
