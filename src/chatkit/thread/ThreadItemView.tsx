/** Renders a thread item by its type. Skips types that this version does not know. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { AssistantMessage } from './messages/AssistantMessage.tsx';
import { useItemParts } from './item-parts/load-item-parts.ts';
import { lazy } from '../ui/loading/lazy.tsx';
import { UserMessage } from './messages/UserMessage.tsx';

const WidgetMessage = lazy(() => import('./messages/widget-parts.ts').then((module) => module.WidgetMessage));

export function ThreadItemView({ item }: { item: ThreadItem }) {
  switch (item.type) {
    case 'user_message':
      return <UserMessage item={item} />;
    case 'assistant_message':
      return <AssistantMessage item={item} />;
    case 'widget':
      return <WidgetMessage item={item} />;
    default:
      return <OtherItem item={item} />;
  }
}

function OtherItem({ item }: { item: ThreadItem }) {
  const parts = useItemParts(true);
  if (!parts) return null;
  switch (item.type) {
    case 'workflow':
      return <parts.WorkflowView item={item} />;
    case 'task':
      return <parts.SingleTask id={item.id} task={item.task} />;
    case 'generated_image':
      return <parts.GeneratedImage item={item} />;
    case 'structured_input':
      return <parts.AnsweredQuestions item={item} />;
    default:
      return null;
  }
}
