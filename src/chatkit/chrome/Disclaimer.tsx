/** The page's own small print under the composer. */
import { MarkdownText } from '../thread/MarkdownText.tsx';
import { useSelect } from '../ui/chat.ts';

export function Disclaimer() {
  const disclaimer = useSelect((state) => state.options.disclaimer);
  if (!disclaimer?.text) return null;
  return (
    <div class={disclaimer.highContrast ? 'disclaimer high-contrast' : 'disclaimer'}>
      <MarkdownText text={disclaimer.text} isDone />
    </div>
  );
}
