/** The examples of the CommonMark specification, parsed from its text so that they also work in a browser. */
import specification from 'commonmark-spec/spec.txt?raw';

export interface SpecExample {
  number: number;
  section: string;
  markdown: string;
  html: string;
}

/** All 652 examples of CommonMark 0.31.2, with tabs restored. */
export const specExamples: readonly SpecExample[] = readExamples();

/** The two sections about raw HTML, which the chat shows as text. */
export const isRawHtml = ({ section }: SpecExample) => section === 'HTML blocks' || section === 'Raw HTML';

function readExamples(): SpecExample[] {
  const examples: SpecExample[] = [];
  let section = '';
  const text = specification.replace(/^<!-- END TESTS -->[^]*/m, '').replaceAll('→', '\t');
  for (const [, markdown = '', html = '', heading] of text.matchAll(
    /^`{32} example\n([^]*?)^\.\n([^]*?)^`{32}$|^#{1,6} *(.*)$/gm,
  )) {
    if (heading !== undefined) section = heading;
    else examples.push({ number: examples.length + 1, section, markdown, html });
  }
  return examples;
}
