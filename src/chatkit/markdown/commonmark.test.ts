/** Runs the examples of the CommonMark specification against the syntax tree. */
import { describe, expect, it } from 'vitest';
import { specExamples } from '../../../test/harness/markdown/commonmark-spec.ts';
import { markdownToHtml } from '../../../test/harness/markdown/tree-to-html.ts';

describe('CommonMark 0.31.2', () => {
  for (const { number, section, markdown, html } of specExamples) {
    it(`example ${number} (${section})`, () => {
      expect(markdownToHtml(markdown)).toBe(html);
    });
  }
});

/** In these two examples CommonMark shows plain text, but GFM 0.29, section 6.9, makes an autolink. */
const CONTRADICTED_BY_GFM = [611, 612];

it("with GFM's autolinks on, only the examples that GFM contradicts differ [E106]", () => {
  const differing = specExamples.filter(({ markdown, html }) => markdownToHtml(markdown, true) !== html);
  expect(differing.map(({ number }) => number)).toEqual(CONTRADICTED_BY_GFM);
  expect(differing.map(({ markdown }) => markdown)).toEqual(['https://example.com\n', 'foo@bar.example.com\n']);
});
