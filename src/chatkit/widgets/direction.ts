/**
 * The reading direction of a widget. One direction for the whole widget, so that labels and controls align on the same
 * side.
 */
import { isRecord } from '@chatdock/protocol/kinds';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { hasRightToLeft } from '../markdown/drawing/direction.ts';

/** Members with visible text. */
const SHOWN = ['value', 'label', 'placeholder', 'text'] as const;
/** Members that contain such members. */
const HOLDERS = ['status', 'children', 'options', 'confirm', 'cancel'] as const;
/** The number of letters read: enough to detect the direction, few enough to repeat for every streamed word. */
const MAX_LETTERS = 400;

/** The direction of most letters. Undefined without letters or in a tie; the chat's direction then applies. */
export function widgetDirection(widget: WidgetComponent): 'ltr' | 'rtl' | undefined {
  let right = 0;
  let left = 0;
  const read = (part: unknown): void => {
    if (Array.isArray(part)) return part.forEach(read);
    if (!isRecord(part) || right + left >= MAX_LETTERS) return;
    for (const name of SHOWN) {
      const text = part[name];
      // An option's `value` is sent; its `label` is what is visible.
      if (typeof text !== 'string' || (name === 'value' && 'label' in part)) continue;
      for (const [letter] of text.slice(0, MAX_LETTERS).matchAll(/\p{L}/gu)) {
        if (hasRightToLeft(letter)) right += 1;
        else left += 1;
      }
    }
    for (const name of HOLDERS) read(part[name]);
  };
  read(widget);
  return right === left ? undefined : right > left ? 'rtl' : 'ltr';
}
