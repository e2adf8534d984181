/** One item of a thread, by its type. Types a newer server may send are passed over. */
import type { ThreadItem } from '../../protocol/items.ts';
import { AssistantMessage } from './AssistantMessage.tsx';
import { UserMessage } from './UserMessage.tsx';

export function ThreadItemView({ item }: { item: ThreadItem }) {
  switch (item.type) {
    case 'user_message':
      return <UserMessage item={item} />;
    case 'assistant_message':
      return <AssistantMessage item={item} />;
    default:
      return null;
  }
}
