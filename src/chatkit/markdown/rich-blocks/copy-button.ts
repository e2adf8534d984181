/** A text button that copies something and confirms it for a moment. */
import { createText, english, type Text } from '../../language/text.ts';
import type { DrawContext } from '../context.ts';
import { element } from '../drawing/elements.ts';

const COPIED_MS = 2000;

/** The texts of parts that load later. */
export const textOf = ({ options }: DrawContext): Text => options.text ?? createText(english);

export function copyButton({ words, options }: DrawContext, label: string, read: () => string): HTMLButtonElement {
  const button = element('button', 'ck-copy', label);
  button.type = 'button';
  let back: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener('click', async () => {
    const copy = options.copyText ?? ((text: string) => navigator.clipboard.writeText(text));
    try {
      await copy(read());
    } catch {
      return; // copying failed, so do not show "Copied"
    }
    button.textContent = words.copied;
    clearTimeout(back);
    back = setTimeout(() => (button.textContent = label), COPIED_MS);
  });
  return button;
}
