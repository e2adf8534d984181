/** Saves the blocks that a further line can change, and restores them after a look-ahead. */
import type { Block } from './tree.ts';

/** The state of an open block. */
interface Saved {
  block: Block;
  children: number;
  lastChild: Block | undefined;
  fields: Pick<Block, 'open' | 'settled' | 'endLine' | 'text' | 'loose' | 'note' | 'level' | 'lineStarts'>;
  rows: number;
  lines: number;
}

export function saveOpenBlocks(root: Block): Saved[] {
  const saved: Saved[] = [];
  for (let block: Block | undefined = root; block?.open; block = block.children.at(-1)) {
    const { open, settled, endLine, text, loose, note, level, lineStarts, children, rows } = block;
    const fields = { open, settled, endLine, text, loose, note, level, lineStarts };
    saved.push({
      block,
      children: children.length,
      lastChild: children.at(-1),
      fields,
      rows: rows.length,
      lines: lineStarts.length,
    });
  }
  return saved;
}

export function restoreBlock({ block, children, lastChild, fields, rows, lines }: Saved): void {
  block.children.length = Math.max(0, children - 1);
  if (lastChild) block.children.push(lastChild);
  block.rows.length = rows;
  Object.assign(block, fields);
  block.lineStarts.length = lines;
}
