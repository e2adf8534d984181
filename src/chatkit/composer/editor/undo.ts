/**
 * Undo and redo for the text field. The browser's own history does not include tags, which script inserts, and puts the
 * text around them back in the wrong places.
 */
import { contentText, type Content } from './content.ts';

export interface Moment {
  content: Content;
  /** Characters before the caret. A tag counts as its text. */
  caret: number;
}

/** Typing without a longer pause is undone in one step, in milliseconds. */
const PAUSE_MS = 1000;
const KEPT_MOMENTS = 200;

const isSame = (one: Content, other: Content) => one.length === other.length && contentText(one) === contentText(other);

export function createUndo() {
  let moments: Moment[] = [{ content: [], caret: 0 }];
  let at = 0;
  let last = { kind: '', timeMs: -Infinity };

  return {
    /** Starts a new history. The content before it cannot be undone. */
    begin(content: Content) {
      moments = [{ content, caret: Infinity }];
      at = 0;
      last = { kind: '', timeMs: -Infinity };
    },
    /** @param kind What made the change: an `inputType` or our own name. */
    record(moment: Moment, kind: string, timeMs: number) {
      // Firefox fires another input event after a composition has ended.
      if (isSame(moment.content, moments[at]?.content ?? [])) return;
      const isTyping =
        kind === last.kind && /^(?:insertText|deleteContent)/.test(kind) && timeMs - last.timeMs < PAUSE_MS;
      const isDragged = last.kind === 'deleteByDrag' && kind === 'insertFromDrop';
      moments.splice(at + 1);
      if ((isTyping || isDragged) && at > 0) moments[at] = moment;
      else at = moments.push(moment) - 1;
      if (moments.length > KEPT_MOMENTS) {
        moments.shift();
        at -= 1;
      }
      last = { kind, timeMs };
    },
    /** The next change becomes a separate step, whatever its kind. */
    pause() {
      last = { kind: '', timeMs: -Infinity };
    },
    /** @returns the content to show, or null if there is no further step in that direction. */
    step(by: -1 | 1): Moment | null {
      const moment = moments[at + by];
      if (!moment) return null;
      at += by;
      last = { kind: '', timeMs: -Infinity };
      return moment;
    },
  };
}
