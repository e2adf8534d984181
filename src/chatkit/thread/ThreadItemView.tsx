/** Renders a thread item by its type. Skips types that this version does not know. */
import type { ThreadItem } from '@chatdock/protocol/items';
import { AnsweredQuestions } from './AnsweredQuestions.tsx';
import { AssistantMessage } from './AssistantMessage.tsx';
import { GeneratedImage } from './GeneratedImage.tsx';
import { SingleTask } from './TaskRow.tsx';
import { UserMessage } from './UserMessage.tsx';
import { WidgetMessage } from './WidgetMessage.tsx';
import { WorkflowView } from './WorkflowView.tsx';

export function ThreadItemView({ item }: { item: ThreadItem }) {
  switch (item.type) {
    case 'user_message':
      return <UserMessage item={item} />;
    case 'assistant_message':
      return <AssistantMessage item={item} />;
    case 'widget':
      return <WidgetMessage item={item} />;
    case 'workflow':
      return <WorkflowView item={item} />;
    case 'task':
      return <SingleTask id={item.id} task={item.task} />;
    case 'generated_image':
      return <GeneratedImage item={item} />;
    case 'structured_input':
      return <AnsweredQuestions item={item} />;
    default:
      return null;
  }
}
