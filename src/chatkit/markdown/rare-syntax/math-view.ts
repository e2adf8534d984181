/** Formulas, in a line and alone. The converter loads with the first of them. */
import type { BlockView } from '../drawing/block-view.ts';
import type { DrawContext } from '../context.ts';
import { element } from '../drawing/elements.ts';
import { toolsOf } from '../lazy-tools.ts';

/**
 * Renders a formula. Shows its TeX, hidden, until the converter has loaded; shows it visibly if it cannot be converted.
 */
export function drawMath({ tex, display }: { tex: string; display: boolean }, context: DrawContext): HTMLElement {
  const node = element('span', display ? 'ck-math ck-math-block ck-pending' : 'ck-math ck-pending', tex);
  node.dir = 'ltr';
  toolsOf(context).use('math', loadMath, (draw) => {
    node.classList.remove('ck-pending');
    context.texLeft -= tex.length;
    try {
      if (context.texLeft < 0) throw new Error('The message has more formulas than are drawn.');
      node.replaceChildren(draw(tex, display));
    } catch {
      node.classList.add('ck-math-source');
    }
  });
  return node;
}

/** A formula that is a block. */
export function createMathView(context: DrawContext): BlockView {
  const node = element('div', 'ck-math-display', '');
  let drawn: string | null = null;
  return {
    kind: 'math',
    element: node,
    update(block) {
      if (block.level !== 1) {
        node.className = 'ck-math-display ck-writing';
        return;
      }
      if (drawn === block.text) return;
      drawn = block.text;
      node.className = 'ck-math-display';
      const end = block.text.lastIndexOf(block.note);
      node.replaceChildren(drawMath({ tex: block.text.slice(2, end).trim(), display: true }, context));
    },
  };
}

const loadMath = async () => (await import('../rich-blocks/math.ts')).convertMath;
