/** The steps of an answer: expanded while the assistant works, collapsed to one line afterwards. */
import { useEffect, useState } from 'preact/hooks';
import type { WorkflowItem } from '@chatdock/protocol/thread/items';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import type { Text } from '../../language/text.ts';
import { useSelect, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { TaskRow } from './TaskRow.tsx';

export function WorkflowView({ item: { id, workflow } }: { item: WorkflowItem }) {
  const t = useText();
  const isWorking = useSelect((state) => state.thread.open.has(id));
  const [isExpanded, setExpanded] = useState(isWorking || workflow.expanded);
  const { summary, tasks } = workflow;

  // A finished workflow collapses, unless the server asks for it to stay expanded. Afterwards the visitor decides.
  useEffect(() => setExpanded(isWorking || workflow.expanded), [isWorking, workflow.expanded]);

  if (isInstant(summary) && tasks.length === 0) return null;
  return (
    <div class="workflow">
      <button type="button" class="workflow-head" aria-expanded={isExpanded} onClick={() => setExpanded(!isExpanded)}>
        {summary && 'title' in summary && summary.icon && <ContentIcon name={summary.icon} />}
        <span class={isWorking ? 'shimmer' : ''} dir="auto">
          {headline(workflow, isWorking, t)}
        </span>
        <Icon name="chevron-down" />
      </button>
      {isExpanded && (
        <ol class="tasks">
          {tasks.map((task, index) => (
            <li key={index}>
              <TaskRow task={task} isDone={!isWorking || index < tasks.length - 1} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** "Thought for 0 seconds" would tell the visitor nothing: below one second, the headline counts the steps. */
const isInstant = (summary: WorkflowItem['workflow']['summary']) =>
  Boolean(summary && 'duration' in summary && summary.duration < 1);

function headline({ summary, tasks, type }: WorkflowItem['workflow'], isWorking: boolean, t: Text): string {
  if (summary && 'title' in summary) return summary.title;
  if (summary && 'duration' in summary && !isInstant(summary))
    return t('thread.workflow.thought', { count: summary.duration });
  if (isWorking) return tasks.at(-1)?.title ?? t('thread.workflow.thinking');
  return type === 'reasoning' && !isInstant(summary)
    ? t('thread.workflow.thinking')
    : t('thread.workflow.steps', { count: tasks.length });
}
