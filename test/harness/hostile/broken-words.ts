/** Finds words and numbers of a page that continue on a second line. */
import type { Page } from 'playwright-core';

/** The words that break although they must not, in the parts of all chats, each with the state that contains it. */
export const brokenWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wanted = 'button, .w-badge, .w-number, .w-title, .w-label, code, th, td, summary, .chip, .citation, label';
    /** Letters and digits with the signs inside a price or a date. A line may end after a hyphen or a slash. */
    const words = /[\p{L}\p{M}\p{N}\p{Sc}](?:[\p{L}\p{M}\p{N}\p{Sc}.,:'’%_]*[\p{L}\p{M}\p{N}\p{Sc}%])?/gu;
    /** Scripts that have no spaces break between any two signs. */
    const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
    const found: string[] = [];
    for (const chat of document.querySelectorAll('openai-chatkit')) {
      for (const part of chat.shadowRoot?.querySelectorAll(wanted) ?? []) {
        if (!part.checkVisibility() || part.closest('pre, .w-long')) continue;
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode;
          for (const { index, 0: word } of (node.nodeValue ?? '').matchAll(words)) {
            if (word.length < 2 || unspaced.test(word)) continue;
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const lines = new Set(
              [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)),
            );
            if (lines.size > 1)
              found.push(`${chat.closest('figure')?.id}: “${word}” in ${part.outerHTML.slice(0, 120)}`);
          }
        }
      }
    }
    return [...new Set(found)];
  });
