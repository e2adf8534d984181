/** ArrowUp in an empty composer recalls earlier messages; ArrowDown moves forward again. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { contentText, isBlank, type Content } from './editor/content.ts';

export function createRecall(items: () => readonly ThreadItem[]) {
  let position = -1;
  let shown = '';

  return {
    /** @returns the new content of the field, or null if the key keeps its default action. */
    step(direction: 'older' | 'newer', content: Content): Content | null {
      const isRecalling = position >= 0 && contentText(content) === shown;
      if (!isRecalling && !isBlank(content)) return null;
      if (!isRecalling) position = -1;
      const sent = items()
        .flatMap((item) => (item.type === 'user_message' && !isBlank(item.content) ? [item.content] : []))
        .toReversed();
      const next = position + (direction === 'older' ? 1 : -1);
      if (next < -1 || next >= sent.length) return null;
      position = next;
      const recalled = sent[next] ?? [];
      shown = contentText(recalled);
      return recalled;
    },
  };
}
