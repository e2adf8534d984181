/** What several of the parts that load later use: their English texts and their icons. */
export { later as texts } from '../../locales/en-later.ts';
export { laterStrokes as strokes } from '../../icons/later-strokes.ts';
