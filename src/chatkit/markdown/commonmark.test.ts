import { describe, expect, it } from 'vitest';
import { specExamples } from '../../../test/harness/commonmark-spec.ts';
import { markdownToHtml } from '../../../test/harness/tree-to-html.ts';

describe('CommonMark 0.31.2', () => {
  for (const { number, section, markdown, html } of specExamples) {
    it(`example ${number} (${section})`, () => {
      expect(markdownToHtml(markdown)).toBe(html);
    });
  }
});
