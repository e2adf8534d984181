/** A row for one task of a workflow. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { Task } from '@chatdock/protocol/thread/tasks';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import type { TextKey } from '../../locales/en.ts';
import { useText, useSelect } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { destinationToShow } from '../../ui/links/destination.ts';
import { hostOf, OUTSIDE_LINK, safeHref } from '../../ui/links/safe-link.ts';
import { MarkdownText } from '../messages/MarkdownText.tsx';

const TITLES: Partial<Record<Task['type'], TextKey>> = {
  web_search: 'thread.task.search',
  file: 'thread.task.files',
  image: 'thread.task.image',
};
const ICONS: Partial<Record<Task['type'], string>> = {
  web_search: 'globe',
  file: 'document',
  image: 'square-image',
  thought: 'lightbulb',
};

export function TaskRow({ task, isDone }: { task: Task; isDone: boolean }) {
  const t = useText();
  const fallback = ownEntry(TITLES, task.type);
  const title = task.title ?? (task.type === 'web_search' ? task.title_query : undefined) ?? (fallback && t(fallback));
  const icon = task.type === 'custom' ? task.icon : ownEntry(ICONS, task.type);
  const isLoading = task.status_indicator === 'loading';
  const content = task.type === 'custom' || task.type === 'thought' ? task.content : undefined;
  return (
    <div class="task">
      <span class="task-mark">
        {isLoading ? (
          <span class="spinner" />
        ) : task.status_indicator === 'complete' ? (
          <Icon name="check" />
        ) : icon ? (
          <ContentIcon name={icon} />
        ) : (
          <span class="bullet" />
        )}
      </span>
      <div class="task-body">
        {title && (
          <p class={isLoading ? 'shimmer' : ''} dir="auto">
            {title}
          </p>
        )}
        {content && <MarkdownText text={content} isDone={isDone} />}
        {task.type === 'web_search' && task.queries.length > 0 && (
          <ul class="queries">
            {task.queries.map((query) => (
              <li key={query} dir="auto">
                {query}
              </li>
            ))}
          </ul>
        )}
        {(task.type === 'web_search' || task.type === 'file') && task.sources.length > 0 && (
          <ul class="source-chips">
            {task.sources.map((source) => (
              <li key={source.type === 'url' ? source.url : source.filename}>
                {source.type === 'url' ? (
                  <UrlChip url={source.url} title={source.title} />
                ) : (
                  <span class="source-chip" dir="auto">
                    {source.title}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function UrlChip({ url, title }: { url: string; title: string }) {
  const href = safeHref(url);
  const goes = destinationToShow(title, url);
  const label = goes === null ? title || hostOf(url) : `${goes} · ${title}`;
  return href ? (
    <a class="source-chip" href={href} {...OUTSIDE_LINK} dir="auto">
      {label}
    </a>
  ) : (
    <span class="source-chip" dir="auto">
      {label}
    </span>
  );
}

/** A task outside a workflow. */
export function SingleTask({ id, task }: { id: string; task: Task }) {
  const isOpen = useSelect((state) => state.thread.open.has(id));
  return <TaskRow task={task} isDone={!isOpen} />;
}
