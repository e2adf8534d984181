/** Renders blocks as elements. A settled block is rendered one last time and never visited again. */
import { DirectionOf, firstLeaf, setDirection } from './direction.ts';
import { setText } from './draw-inlines.ts';
import { element } from './elements.ts';
import { InlineView } from './inline-view.ts';
import { rareSyntax } from '../lazy-syntax.ts';
import type { DrawContext } from '../context.ts';
import type { Block } from '../parsing/tree.ts';

export interface BlockView {
  /** The kind of block it renders. A block of another kind needs another view. */
  readonly kind: string;
  /** Null for blocks rendered elsewhere, such as footnotes. */
  readonly element: HTMLElement | null;
  update(block: Block): void;
}

/** Returns the parent for the block at `index`; `before` is the last block that has an element. */
type Place = (index: number, before: BlockView | undefined) => HTMLElement;

/** Renders the children of a block into `host`. */
export class ChildViews {
  readonly #place: Place;
  readonly #context: DrawContext;
  readonly #views: BlockView[] = [];
  /** The number of leading children that are settled and rendered. */
  #finished = 0;

  constructor(host: HTMLElement, context: DrawContext, place: Place = () => host) {
    this.#place = place;
    this.#context = context;
  }

  update(blocks: readonly Block[]): void {
    for (let index = this.#finished; index < blocks.length; index++) {
      const block = blocks[index];
      if (!block) break;
      const kind = kindOf(block, this.#context);
      let view = this.#views[index];
      if (view?.kind !== kind) {
        this.#removeFrom(index);
        view = createView(kind, this.#context);
        this.#views.push(view);
        if (view.element) this.#insert(index, view.element);
      }
      view.update(block);
      if (block.settled && index === this.#finished) this.#finished++;
    }
    this.#removeFrom(blocks.length);
  }

  #insert(index: number, node: HTMLElement): void {
    const before = this.#views.findLast((other) => other.element && other.element !== node);
    const host = this.#place(index, before);
    const { rest } = this.#context;
    host.insertBefore(node, rest?.parentNode === host ? rest : null);
  }

  #removeFrom(index: number): void {
    for (const view of this.#views.splice(index)) {
      const parent = view.element?.parentElement;
      view.element?.remove();
      if (parent?.className === PART && !parent.hasChildNodes()) parent.remove();
    }
  }
}

const PART = 'ck-part';
/** The first blocks of a text are not grouped. */
const LONE_BLOCKS = 24;
/** The minimum number of blocks in a part. */
const PART_BLOCKS = 16;
/** The maximum number, even where headings would keep more together. */
const MAX_PART_BLOCKS = 64;

/**
 * Renders the blocks of a whole text. From the 25th on they are grouped into parts, so that `content-visibility` can
 * skip a whole part that is out of view. Skipping single blocks costs more than the layout of a short text.
 */
export function createRootViews(host: HTMLElement, context: DrawContext): ChildViews {
  return new ChildViews(host, context, (index, before) => {
    if (index < LONE_BLOCKS) return host;
    const part = before?.element?.parentElement;
    // Keeps a heading or rule in one part with the block after it, because their margins collapse.
    const count = part && part !== host ? part.childElementCount : MAX_PART_BLOCKS;
    if (part && (count < PART_BLOCKS || (count < MAX_PART_BLOCKS && /^h[r\d]$/.test(before.kind)))) return part;
    const next = element('div', PART, '');
    host.insertBefore(next, context.rest);
    return next;
  });
}

function kindOf(block: Block, context: DrawContext): string {
  switch (block.type) {
    case 'heading':
      return `h${block.level}`;
    case 'list':
      return block.list?.ordered ? 'ol' : 'ul';
    case 'item':
      return 'li';
    case 'quote':
      return 'blockquote';
    case 'rule':
      return 'hr';
    // Math that was never closed is a plain paragraph.
    case 'math':
      return block.level === 1 || !(block.settled || context.done) ? 'math' : 'p';
    case 'paragraph':
      return 'p';
    case 'html':
      return rareSyntax.now()?.kindOfHtml(block, context.done) ?? 'source';
    default:
      return block.type;
  }
}

function createView(kind: string, context: DrawContext): BlockView {
  switch (kind) {
    case 'code':
    case 'table': {
      const rich = context.richBlocks();
      if (!rich) return createSourceView(kind); // could not be loaded
      const view = kind === 'code' ? new rich.CodeView(context) : new rich.TableView(context);
      return { kind, element: view.element, update: (block) => view.update(block) };
    }
    case 'math':
      return rareSyntax.now()?.createMathView(context) ?? createSourceView(kind);
    case 'source':
      return createSourceView(kind);
    case 'html':
      return createTextView(kind, context);
    case 'footnote':
    case 'comment':
      return { kind, element: null, update: () => {} };
    case 'hr':
      return { kind, element: document.createElement('hr'), update: () => {} };
    case 'ul':
    case 'ol':
    case 'blockquote':
    case 'details':
      return createContainerView(kind, context);
    case 'li':
      return createItemView(context);
    default:
      return createTextView(kind, context);
  }
}

function createContainerView(kind: 'ul' | 'ol' | 'blockquote' | 'details', context: DrawContext): BlockView {
  const node = document.createElement(kind);
  const direction = new DirectionOf(node);
  let isShown = false;
  const children = new ChildViews(node, context);
  return {
    kind,
    element: node,
    update(block) {
      if (node instanceof HTMLOListElement && block.list && node.start !== block.list.start)
        node.start = block.list.start;
      const leaf = firstLeaf(block);
      const open = isOpen(leaf, context);
      const written = leaf.rows[0] ?? leaf.text;
      // The letters of a definition do not count for the direction, because it is not shown.
      const text = open && written.startsWith('[') ? context.withoutDefinitions(written) : written;
      const mayShow = direction.update(text, { open, turns: context.turns });
      isShown ||= mayShow;
      node.classList.toggle('ck-loose', block.loose);
      if (node.className === '') node.removeAttribute('class');
      children.update(block.children);
      // Otherwise its marks could move to the other side, and details that have no summary yet would show the browser's
      // default one.
      const isEmpty = kind === 'details' && !node.hasChildNodes() && !block.settled;
      node.hidden = !isShown || isEmpty;
    },
  };
}

const TASK = /^\[([ xX])\](?:[ \t]|$)/;

/** A list item. `[ ]` or `[x]` at its start makes it a task. Source: GFM 0.29, section 5.3. */
function createItemView(context: DrawContext): BlockView {
  const node = document.createElement('li');
  const body = element('div', 'ck-item', '');
  const children = new ChildViews(body, context);
  let box: HTMLInputElement | null = null;
  node.append(body);
  return {
    kind: 'li',
    element: node,
    update(block) {
      const first = block.children[0];
      const mark = first?.type === 'paragraph' ? TASK.exec(first.text)?.[1] : undefined;
      if (mark !== undefined && !box) {
        box = document.createElement('input');
        box.type = 'checkbox';
        box.disabled = true;
        node.className = 'ck-task';
        node.prepend(box);
      } else if (mark === undefined && box) {
        box.remove();
        box = null;
        node.removeAttribute('class');
      }
      children.update(block.children);
      if (!box) return;
      box.toggleAttribute('checked', mark !== ' ');
      const label =
        first?.text
          .replace(TASK, '')
          .replaceAll(/[*_`~]/g, '')
          .trim() ?? '';
      if (box.getAttribute('aria-label') !== label) box.setAttribute('aria-label', label);
    },
  };
}

/** The level of the heading that names the speaker of a message. */
const SPEAKER_LEVEL = 2;

/** The level of a heading below the speaker's and those of its own text, without a gap, whatever level the text begins with. */
function levelOf({ start, level, settled }: Block, context: DrawContext): number {
  const before = context.headings.filter((heading) => heading.start < start);
  if (settled) context.headings = [...before, { start, level }];
  const above: number[] = [];
  for (const { level: next } of [...before, { level }]) {
    while ((above.at(-1) ?? 0) >= next) above.pop();
    above.push(next);
  }
  return SPEAKER_LEVEL + above.length;
}

function createTextView(kind: string, context: DrawContext): BlockView {
  const isRaw = kind === 'html';
  const node = isRaw ? element('div', 'ck-raw', '') : document.createElement(kind);
  const direction = new DirectionOf(node);
  const inline = new InlineView(node, context);
  return {
    kind,
    element: node,
    update(block) {
      if (block.type === 'heading') node.setAttribute('aria-level', String(levelOf(block, context)));
      const open = isOpen(block, context);
      const shown = kind === 'p' ? paragraphText(block, open, context) : { text: block.text, skipped: 0 };
      const mayShow = direction.update(shown.text, { open, turns: context.turns }) || node.hasChildNodes();
      inline.update({
        text: mayShow ? shown.text : '',
        open,
        lineStarts:
          shown.skipped === 0
            ? block.lineStarts
            : block.lineStarts.map((offset, index) =>
                index % 2 === 0 ? Math.max(0, offset - shown.skipped) : offset + (index === 1 ? shown.skipped : 0),
              ),
        from: block.start,
        tagsOnly: isRaw,
      });
      // A paragraph that so far holds only reference definitions is hidden, so that it takes no space.
      node.hidden = open && !node.hasChildNodes();
    },
  };
}

/** Whether a leaf's text may still grow. */
const isOpen = (block: Block, context: DrawContext) => !context.done && context.parser.isGrowing(block);

/**
 * The visible text of a paragraph: without the task's check box, and without text that may turn out to belong to
 * another block.
 */
function paragraphText(block: Block, open: boolean, context: DrawContext): { text: string; skipped: number } {
  const isFirst = block.parent?.type === 'item' && block.parent.children[0] === block;
  const task = isFirst ? TASK.exec(block.text) : null;
  const skipped = task?.[0].length ?? 0;
  let text = block.text.slice(skipped);
  if (!open) return { text, skipped };
  if (isFirst && skipped === 0 && /^\[[ xX]?\]?$/.test(text)) return { text: '', skipped };
  if (text.startsWith('[')) text = context.withoutDefinitions(text);
  if (block.note.startsWith('|') && text.endsWith(block.note)) text = text.slice(0, -block.note.length);
  return { text, skipped };
}

/**
 * Scripts, styles and declarations, shown as source text without reading tags in them. Also used for blocks whose code
 * failed to load.
 */
function createSourceView(kind: string): BlockView {
  const node = element('div', 'ck-raw', '');
  const text = document.createTextNode('');
  let drawn = '';
  node.append(text);
  return {
    kind,
    element: node,
    update(block) {
      const shown = [...block.rows, block.text].join('\n').trimEnd();
      setDirection(node, shown);
      setText(text, drawn, shown);
      drawn = shown;
    },
  };
}
