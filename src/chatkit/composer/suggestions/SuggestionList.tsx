/** The suggestion list. The focus stays in the text field; `aria-activedescendant` names the active row. */
import { groupBy } from '@chatdock/protocol/platform';
import { useEffect, useRef } from 'preact/hooks';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import type { Suggestion, Suggestions } from './suggestions.ts';

interface SuggestionListProps {
  suggestions: Suggestions;
}

export const SUGGESTION_LIST_ID = 'suggestions';
const NOTES = {
  searching: 'composer.mention.searching',
  ready: 'composer.mention.none',
  failed: 'failure.action',
} as const;

export const suggestionId = (index: number) => `suggestion-${index}`;

export function SuggestionList({ suggestions: { trigger, status, items, active } }: SuggestionListProps) {
  const t = useText();
  const list = useRef<HTMLDivElement>(null);
  const label = t(trigger === '@' ? 'composer.mention' : 'composer.commands');

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, items]);

  if (items.length === 0) {
    return (
      <div class="menu suggestions">
        <p class="menu-note">{t(NOTES[status])}</p>
      </div>
    );
  }
  return (
    <div class="menu suggestions" ref={list} id={SUGGESTION_LIST_ID} role="listbox" aria-label={label}>
      {toGroups(items).map(({ name, rows }) => (
        <div key={name} role={name ? 'group' : 'presentation'} aria-label={name || undefined}>
          {name && (
            <p class="menu-group" aria-hidden="true" dir="auto">
              {name}
            </p>
          )}
          {rows.map(({ item, index }) => (
            <div
              key={item.key}
              id={suggestionId(index)}
              class="menu-entry"
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              aria-disabled={item.isDisabled || undefined}
              // Prevents the press from moving the focus, so the text field keeps its caret.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => item.isDisabled || item.onSelect()}
            >
              {item.icon &&
                ('own' in item.icon ? <Icon name={item.icon.own} /> : <ContentIcon name={item.icon.named} />)}
              <span class="menu-text">
                <span dir="auto">{item.label}</span>
                {item.description && <small dir="auto">{item.description}</small>}
              </span>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Groups adjacent suggestions. Each row keeps its index in the full list. */
function toGroups(items: readonly Suggestion[]) {
  const rows = items.map((item, index) => ({ item, index }));
  return [...groupBy(rows, ({ item }) => item.group ?? '')].map(([name, members]) => ({ name, rows: members }));
}
