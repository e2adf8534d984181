/**
 * Undo and redo of the text field. The browser's own cannot be used: it does not know of the tags, which are put in by
 * code, and puts the text around them back in the wrong places.
 */
import { contentText, type Content } from './content.ts';

export interface Moment {
  content: Content;
  /** Characters before the caret, a tag counting as its text. */
  caret: number;
}

/** Typing without a pause longer than this is undone in one go, in milliseconds. */
const pauseMs = 1000;
const keptMoments = 200;

const isSame = (one: Content, other: Content) => one.length === other.length && contentText(one) === contentText(other);

export function createUndo() {
  let moments: Moment[] = [{ content: [], caret: 0 }];
  let at = 0;
  let last = { kind: '', timeMs: -Infinity };

  return {
    /** Another text begins: what was before it cannot be brought back. */
    begin(content: Content) {
      moments = [{ content, caret: Infinity }];
      at = 0;
      last = { kind: '', timeMs: -Infinity };
    },
    /** @param kind What made the change: an `inputType`, or a word of our own. */
    record(moment: Moment, kind: string, timeMs: number) {
      // Firefox reports a composition once more after its end.
      if (isSame(moment.content, moments[at]?.content ?? [])) return;
      const isTyping =
        kind === last.kind && /^(?:insertText|deleteContent)/.test(kind) && timeMs - last.timeMs < pauseMs;
      const isDragged = last.kind === 'deleteByDrag' && kind === 'insertFromDrop';
      moments.splice(at + 1);
      if ((isTyping || isDragged) && at > 0) moments[at] = moment;
      else at = moments.push(moment) - 1;
      if (moments.length > keptMoments) {
        moments.shift();
        at -= 1;
      }
      last = { kind, timeMs };
    },
    /** The next change is a step by itself, whatever its kind. */
    pause() {
      last = { kind: '', timeMs: -Infinity };
    },
    /** @returns what the field should hold, or null when there is nothing further that way. */
    step(by: -1 | 1): Moment | null {
      const moment = moments[at + by];
      if (!moment) return null;
      at += by;
      last = { kind: '', timeMs: -Infinity };
      return moment;
    },
  };
}
