/** The `disclaimer` option: the host page's text under the composer. */
import { lazy } from '../ui/loading/lazy.tsx';
import { useSelect } from '../ui/chat.ts';

const MarkdownText = lazy(() => import('../thread/messages/MarkdownText.tsx').then((module) => module.MarkdownText));

export function Disclaimer() {
  const disclaimer = useSelect((state) => state.options.disclaimer);
  if (!disclaimer?.text) return null;
  return (
    <div class={disclaimer.highContrast ? 'disclaimer high-contrast' : 'disclaimer'}>
      <MarkdownText text={disclaimer.text} isDone />
    </div>
  );
}
