/** The sources of an answer, collapsed below it. */
import type { Annotation, Source } from '@chatdock/protocol/thread/sources';
import { destinationToShow } from '../../ui/links/destination.ts';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { hostOf, OUTSIDE_LINK, safeHref } from '../../ui/links/safe-link.ts';
import { distinctSources, sourceKey } from '../citations.ts';
import { EntityLink, toSourceEntity } from './EntityLink.tsx';

export function Sources({ annotations }: { annotations: readonly Annotation[] }) {
  const t = useText();
  const sources = distinctSources(annotations);
  return (
    <details
      class="sources"
      onToggle={({ currentTarget }) => {
        if (!currentTarget.open) return;
        // A long list may leave its button above the view, where the thread has followed its end.
        for (const element of [currentTarget, currentTarget.firstElementChild])
          element?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <summary>
        {t('thread.sources', { count: sources.length })}
        <Icon name="chevron-down" />
      </summary>
      <ol>
        {sources.map((source) => (
          <li key={sourceKey(source)}>
            <SourceRow source={source} />
          </li>
        ))}
      </ol>
    </details>
  );
}

export function SourceRow({ source }: { source: Source }) {
  const details = [
    source.type === 'url'
      ? (source.attribution ?? hostOf(source.url))
      : source.type === 'file'
        ? source.filename
        : source.label,
    source.type === 'url' && destinationToShow(`${source.title} ${source.attribution ?? ''}`, source.url),
    source.timestamp,
  ];
  const small = [...new Set(details)].filter((detail) => detail && detail !== source.title).join(' · ');
  return (
    <>
      <SourceTitle source={source} />
      {small && (
        <small class="quiet" dir="auto">
          {small}
        </small>
      )}
      {source.description && (
        <small class="source-description quiet" dir="auto">
          {source.description}
        </small>
      )}
    </>
  );
}

function SourceTitle({ source }: { source: Source }) {
  if (source.type === 'entity') {
    return (
      <EntityLink entity={toSourceEntity(source)} details={source}>
        {source.icon && <ContentIcon name={source.icon} />}
        {source.title}
      </EntityLink>
    );
  }
  const href = source.type === 'url' ? safeHref(source.url) : null;
  return href ? (
    <a href={href} {...OUTSIDE_LINK} dir="auto">
      {source.title}
    </a>
  ) : (
    <span dir="auto">{source.title}</span>
  );
}
