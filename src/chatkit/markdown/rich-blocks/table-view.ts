/** A table with its own horizontal scrolling. Each row above the last is rendered once. */
import { copyButton, textOf } from './copy-button.ts';
import { DirectionOf } from '../drawing/direction.ts';
import { element } from '../drawing/elements.ts';
import { InlineView } from '../drawing/inline-view.ts';
import { splitRow } from '../parsing/table.ts';
import { cellsOf, toCsv, toTsv } from './table-text.ts';
import type { DrawContext } from '../context.ts';
import type { Block } from '../parsing/tree.ts';

/**
 * The maximum number of padding cells for short rows in total: a hostile table could demand far more cells than it has
 * text.
 */
const MAX_PADDING = 2000;

/** Longer code may break anywhere: about the width of a column, in letters. */
const MAX_PATH = 40;

interface RowView {
  element: HTMLTableRowElement;
  cells: InlineView[];
}

export class TableView {
  readonly element = element('div', 'ck-table', '');
  private readonly context: DrawContext;
  private readonly table = document.createElement('table');
  private readonly head = document.createElement('thead');
  private readonly body = document.createElement('tbody');
  private readonly rows: RowView[] = [];
  /** The number of rows that are final. */
  private finished = 0;
  private padding = MAX_PADDING;
  /** The direction of the box that scrolls, so that it shows the first column first. */
  private readonly direction = new DirectionOf(this.element);

  constructor(context: DrawContext) {
    this.context = context;
    this.element.tabIndex = 0;
    this.table.append(this.head);
    this.element.append(this.bar(), this.table);
  }

  private bar(): HTMLElement {
    const text = textOf(this.context);
    const bar = element('div', 'ck-table-bar', '');
    bar.dir = this.context.options.direction ?? 'ltr'; // the direction of the button labels
    bar.append(
      copyButton(this.context, text('thread.table.csv'), () => toCsv(cellsOf(this.table))),
      copyButton(this.context, text('thread.table.sheet'), () => toTsv(cellsOf(this.table))),
    );
    return bar;
  }

  update(block: Block): void {
    this.direction.update(block.rows[0] ?? '', { open: false, turns: false });
    for (let index = this.finished; index < block.rows.length; index++) {
      const last = index === block.rows.length - 1;
      const open = last && index > 0 && !this.context.done && this.context.parser.isGrowing(block);
      this.drawRow(block, index, open && this.context.peeking);
      if ((!last || block.settled) && index === this.finished) {
        keepPathsWhole(this.rows[index]);
        this.finished++;
      }
    }
    for (const row of this.rows.splice(block.rows.length)) row.element.remove();
    if (this.rows.length < 2) this.body.remove();
    else if (!this.body.parentNode) this.table.append(this.body);
  }

  private drawRow(block: Block, index: number, writing: boolean): void {
    const row = this.rows[index] ?? this.addRow(index);
    const start = block.lineStarts[index * 2 + 1] ?? block.start;
    const cells = splitRow(block.rows[index] ?? '').slice(0, block.columns.length);
    const padded = Math.min(block.columns.length, cells.length + this.padding);
    if (index === this.finished && !writing) this.padding -= Math.max(0, padded - cells.length);
    for (let column = 0; column < padded; column++) {
      const cell = cells[column] ?? { text: '', at: 0 };
      const view = row.cells[column] ?? this.addCell(row, index === 0, block.columns[column] ?? null);
      view.update({
        text: cell.text,
        open: writing && column === cells.length - 1,
        lineStarts: [0, start + cell.at],
        from: cells[column] ? start + cell.at : -1,
      });
    }
    for (const view of row.cells.splice(padded)) view.element.remove();
  }

  private addRow(index: number): RowView {
    const row = { element: document.createElement('tr'), cells: [] };
    (index === 0 ? this.head : this.body).append(row.element);
    this.rows.push(row);
    return row;
  }

  private addCell(row: RowView, header: boolean, align: string | null): InlineView {
    const cell = document.createElement(header ? 'th' : 'td');
    if (header) cell.setAttribute('scope', 'col');
    if (align) cell.dataset['align'] = align;
    row.element.append(cell);
    const view = new InlineView(cell, this.context);
    row.cells.push(view);
    return view;
  }
}

/**
 * Firefox breaks lines after each slash in code, which squeezes the columns. Marks the words with a slash in a final row;
 * lines still break between words, as in other browsers.
 */
function keepPathsWhole(row: RowView | undefined): void {
  for (const code of row?.element.querySelectorAll('code') ?? []) {
    const text = code.textContent ?? '';
    if (!text.includes('/') || code.childElementCount > 0) continue;
    const words = text.split(/(\s+)|(?<=[?-])/).filter(Boolean);
    code.replaceChildren(
      ...words.map((word) => (word.includes('/') && word.length <= MAX_PATH ? element('span', 'ck-path', word) : word)),
    );
  }
}
