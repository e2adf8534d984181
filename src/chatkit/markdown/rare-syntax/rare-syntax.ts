/** The syntax that many answers do not use: bare addresses, formulas, HTML, images. */
import picture from '../../pictures/picture.css?inline';
import syntax from './rare-syntax.css?inline';

export { findAutolinks } from '../parsing/inlines/autolinks.ts';
export { endsHtml, kindOfHtml, startOfHtml } from './html-blocks.ts';
export { drawImage, showAllowed } from '../drawing/image.ts';
export { isUnfinishedTag, scanHtml } from '../parsing/inlines/inline-html.ts';
export { beginsMath, scanMath, unfinishedMath } from '../parsing/inlines/inline-math.ts';
export { createMathView, drawMath } from './math-view.ts';
export { readSimpleTag } from '../parsing/inlines/simple-tags.ts';

export const css = syntax + picture;
