/** An assistant message and its sources. */
import type { AssistantMessageItem } from '@chatdock/protocol/thread/items';
import { useSelect, useText } from '../../ui/chat.ts';
import { useItemParts } from '../item-parts/load-item-parts.ts';
import { MarkdownText } from './MarkdownText.tsx';

export function AssistantMessage({ item }: { item: AssistantMessageItem }) {
  const t = useText();
  const isOpen = useSelect((state) => state.thread.open.has(item.id));
  const annotations = item.content.flatMap((part) => part.annotations);
  const parts = useItemParts(annotations.length > 0);
  return (
    <div class="assistant-message">
      <h2 class="hidden">{t('thread.assistant')}</h2>
      {item.content.map((part, index) => (
        <MarkdownText key={index} text={part.text} isDone={!isOpen} annotations={part.annotations} citing={parts} />
      ))}
      {parts && <parts.Sources annotations={annotations} />}
    </div>
  );
}
