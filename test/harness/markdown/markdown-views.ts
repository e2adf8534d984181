/** Draws texts in a page as the element does. Removes them after each test. */
import { afterEach, vi } from 'vitest';
import type { MarkdownOptions } from '../../../src/chatkit/markdown/context.ts';
import { entityNames, richBlocks } from '../../../src/chatkit/markdown/lazy-parts.ts';
import { rareSyntax } from '../../../src/chatkit/markdown/lazy-syntax.ts';
import { createMarkdownView, type MarkdownView } from '../../../src/chatkit/markdown/markdown-view.ts';

await Promise.all([richBlocks.load(), entityNames.load(), rareSyntax.load()]);

export const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

const views: MarkdownView[] = [];
afterEach(() => {
  for (const view of views.splice(0)) {
    view.destroy();
    view.element.remove();
  }
});

export function render(text: string, options: MarkdownOptions = {}, done = true): HTMLElement {
  const view = open(options);
  view.update(text, { done });
  return view.element;
}

export function open(options: MarkdownOptions = {}): MarkdownView {
  const view = createMarkdownView(options);
  views.push(view);
  document.body.append(view.element);
  return view;
}

/** Renders every prefix as if each had its own frame, without waiting for real frames. */
export function stream(parts: readonly string[], options: MarkdownOptions = {}): HTMLElement {
  const frames: FrameRequestCallback[] = [];
  const request = vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  const view = open(options);
  let text = '';
  for (const part of parts) {
    text += part;
    view.update(text, { done: false });
    for (const frame of frames.splice(0)) frame(0);
  }
  view.update(text, { done: true });
  request.mockRestore();
  return view.element;
}
