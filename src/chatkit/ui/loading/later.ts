/** The English texts and the icons that the parts that load later share. */
export { later as texts } from '../../locales/en/later.ts';
export { LATER_STROKES as strokes } from '../../icons/later-strokes.ts';
