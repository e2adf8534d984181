/** Reads a text as a Markdown view does, without rendering: whole lines once, the unfinished line by look-ahead. */
import { rareSyntax } from '../../../src/chatkit/markdown/lazy-syntax.ts';
import { BlockParser } from '../../../src/chatkit/markdown/parsing/blocks.ts';
import { LeafReader } from '../../../src/chatkit/markdown/parsing/inlines/leaf-reader.ts';
import { splitRow } from '../../../src/chatkit/markdown/parsing/table.ts';
import type { Block } from '../../../src/chatkit/markdown/parsing/tree.ts';

/** State for the block at one place of the tree, because look-ahead creates new block objects each time. */
interface Place {
  reader: LeafReader;
  /** The number of children or rows that are final. */
  finished: number;
  children: Place[];
}

await rareSyntax.load();

const createPlace = (): Place => ({ reader: new LeafReader(), finished: 0, children: [] });

const LEAVES: ReadonlySet<string> = new Set(['paragraph', 'heading', 'summary', 'html']);

export class MarkdownReader {
  private readonly parser = new BlockParser();
  private readonly root = createPlace();
  private fed = 0;

  read(text: string, done: boolean): void {
    const lineEnd = /\r\n|\n|\r/g;
    for (lineEnd.lastIndex = this.fed; ; lineEnd.lastIndex = this.fed) {
      const found = lineEnd.exec(text);
      if (!found) break;
      this.parser.feed(text.slice(this.fed, found.index), this.fed);
      this.fed = found.index + found[0].length;
    }
    const line = text.slice(this.fed);
    if (done) {
      if (line !== '') this.parser.feed(line, this.fed);
      this.parser.finish();
      this.visit(this.parser.root, this.root, true);
    } else if (line !== '') this.parser.peek(line, this.fed, () => this.visit(this.parser.root, this.root, false));
    else this.visit(this.parser.root, this.root, false);
  }

  private visit(block: Block, place: Place, done: boolean): void {
    if (LEAVES.has(block.type))
      this.inlines(place.reader, block.text, !done && this.parser.isGrowing(block), block.type === 'html');
    if (block.type === 'table') {
      for (let index = place.finished; index < block.rows.length; index++) {
        this.row(block, index);
        if (index < block.rows.length - 1 || block.settled) place.finished++;
      }
      return;
    }
    place.children.length = Math.min(place.children.length, block.children.length);
    for (let index = place.finished; index < block.children.length; index++) {
      const child = block.children[index];
      if (!child) break;
      this.visit(child, (place.children[index] ??= createPlace()), done);
      if (child.settled && index === place.finished) place.finished++;
    }
  }

  private row(table: Block, index: number): void {
    for (const { text } of splitRow(table.rows[index] ?? '').slice(0, table.columns.length))
      this.inlines(new LeafReader(), text, false);
  }

  private inlines(reader: LeafReader, text: string, open: boolean, tagsOnly = false): void {
    if (!reader.continues(text)) reader.forget();
    reader.read(text, () => ({
      definition: (label) => this.parser.definitions.get(label),
      hasFootnote: (label) => this.parser.footnotes.has(label),
      onMissing: () => {},
      open,
      documentOpen: open,
      breaks: false,
      autolinks: true,
      tagsOnly,
      markers: [],
    }));
  }
}
