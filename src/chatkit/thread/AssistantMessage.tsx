/** What the assistant said. */
import type { AssistantMessageItem } from '../../protocol/items.ts';
import { useText } from '../ui/chat.ts';

export function AssistantMessage({ item }: { item: AssistantMessageItem }) {
  const t = useText();
  return (
    <div class="assistant-message">
      <h3 class="hidden">{t('thread.assistant')}</h3>
      {item.content.map((part, index) => (
        <div key={index} class="plain" dir="auto">
          {part.text}
        </div>
      ))}
    </div>
  );
}
