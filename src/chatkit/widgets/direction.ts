/** Which way a widget reads: one direction for all of it, so that labels and controls stand on the same side. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { WidgetComponent } from '@chatdock/protocol/widgets';
import { isRightToLeft } from '../markdown/direction.ts';

/** The members whose text is seen. */
const SHOWN = ['value', 'label', 'placeholder', 'text'] as const;
/** Members that hold more of them. */
const HOLDERS = ['status', 'children', 'options', 'confirm', 'cancel'] as const;
/** How much is read: enough to tell a language, little enough to do it again with every word that streams in. */
const MAX_LETTERS = 400;

/** The direction of most letters; undefined where there are none or as many of each, and the chat's own decides. */
export function widgetDirection(widget: WidgetComponent): 'ltr' | 'rtl' | undefined {
  let right = 0;
  let left = 0;
  const read = (part: unknown): void => {
    if (Array.isArray(part)) return part.forEach(read);
    if (!isRecord(part) || right + left >= MAX_LETTERS) return;
    for (const name of SHOWN) {
      const text = part[name];
      // The value of an option is what is sent; its label is what is seen.
      if (typeof text !== 'string' || (name === 'value' && 'label' in part)) continue;
      for (const [letter] of text.slice(0, MAX_LETTERS).matchAll(/\p{L}/gu)) {
        if (isRightToLeft(letter)) right += 1;
        else left += 1;
      }
    }
    for (const name of HOLDERS) read(part[name]);
  };
  read(widget);
  return right === left ? undefined : right > left ? 'rtl' : 'ltr';
}
