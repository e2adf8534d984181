/** Asks the host page for suggestions for an `@word` or `/word`. */
import type { Command, Entity } from '@openai/chatkit';
import type { Options } from '../../state/options.ts';
import type { Query } from './query.ts';
import type { Suggestion } from './suggestions.ts';

/** The effect of choosing a suggestion. */
export interface Choices {
  onEntity: (entity: Entity) => void;
  onCommand: (command: Command) => void;
}

/** Null if the page has no handler for this trigger. Calls handlers on their object, so that `this` works in them. */
export function searchFor(
  { trigger, text }: Query,
  { entities, commands }: Pick<Options, 'entities' | 'commands'>,
  choices: Choices,
): (() => Promise<Suggestion[]>) | null {
  if (trigger === '@')
    return entities?.onTagSearch
      ? async () => ((await entities.onTagSearch?.(text)) ?? []).map((entity) => toEntitySuggestion(entity, choices))
      : null;
  return commands ? async () => toCommandSuggestions((await commands.onSearch?.(text)) ?? [], choices) : null;
}

export const toCommandSuggestions = (commands: readonly Command[], { onCommand }: Choices): Suggestion[] =>
  commands.map((command) => ({
    key: `command-${command.id}`,
    label: command.label,
    description: command.description,
    icon: command.icon ? { named: command.icon } : undefined,
    group: command.group,
    onSelect: () => onCommand(command),
  }));

const toEntitySuggestion = (entity: Entity, { onEntity }: Choices): Suggestion => ({
  key: `entity-${entity.id}`,
  label: entity.title,
  icon: entity.icon ? { named: entity.icon } : undefined,
  group: entity.group,
  onSelect: () => onEntity(entity),
});
