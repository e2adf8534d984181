/** What a `@word` or a `/word` could become: asked of the page as the visitor types, the newest question winning. */
import type { Command, Entity } from '@openai/chatkit';
import { useRef, useState } from 'preact/hooks';
import { toChatKitError } from '../state/failure.ts';
import { useChat, useText } from '../ui/chat.ts';
import type { ChromeIcon } from '../ui/Icon.tsx';
import { toTag } from './content.ts';
import type { Editor } from './editor.ts';
import { findQuery, replaceQuery, type Query } from './query.ts';

export interface Suggestion {
  key: string;
  label: string;
  description?: string | undefined;
  icon?: { own: ChromeIcon } | { named: string } | undefined;
  group?: string | undefined;
  isDisabled?: boolean | undefined;
  onSelect: () => void;
}

export interface Suggestions {
  trigger: Query['trigger'];
  status: 'searching' | 'ready' | 'failed';
  items: readonly Suggestion[];
  /** Index of the one that Enter takes. */
  active: number;
}

export interface SuggestionParts {
  /** What the chat itself offers under `/`. */
  builtIn: () => readonly Suggestion[];
  editor: () => Editor | null;
}

export function useSuggestions({ builtIn, editor }: SuggestionParts) {
  const chat = useChat();
  const t = useText();
  const [suggestions, show] = useState<Suggestions | null>(null);
  const latest = useRef<Suggestions | null>(null);
  const asked = useRef<string | null>(null);
  const question = useRef(0);

  const set = (next: Suggestions | null) => {
    latest.current = next;
    show(next);
  };

  function close() {
    question.current += 1;
    if (latest.current) set(null);
  }

  /** Searches for the word at the caret. Escape keeps the menu away until that word changes. */
  function look(isTyping: boolean) {
    const field = editor()?.element;
    const query = isTyping && field ? (findQuery(field)?.query ?? null) : null;
    const key = query && query.trigger + query.text;
    if (key === asked.current) return;
    asked.current = key;
    const search = query && searchFor(query);
    if (!query || !search) return close();
    question.current += 1;
    const mine = question.current;
    const { trigger } = query;
    const known = trigger === '/' ? matching(builtIn(), query.text) : [];
    set({
      trigger,
      status: 'searching',
      items: latest.current?.trigger === trigger && trigger === '@' ? latest.current.items : known,
      active: 0,
    });
    search().then(
      (found) => {
        if (mine !== question.current) return;
        set({ trigger, status: 'ready', items: inGroups([...known, ...found]), active: 0 });
        chat.context.announce(
          known.length + found.length === 0
            ? t('composer.mention.none')
            : t('composer.mention.results', { count: known.length + found.length }),
        );
      },
      (cause: unknown) => {
        chat.context.report(toChatKitError(cause, 'EntitySearchError', 'A search in the composer failed'));
        if (mine !== question.current) return;
        set({ trigger, status: 'failed', items: known, active: 0 });
        if (known.length === 0) chat.context.announce(t('failure.action'));
      },
    );
  }

  /** Null where nothing answers to this trigger. Functions are called on the object that holds them. */
  function searchFor({ trigger, text }: Query): (() => Promise<Suggestion[]>) | null {
    const { entities, commands } = chat.store.get().options;
    if (trigger === '@')
      return entities?.onTagSearch
        ? async () => ((await entities.onTagSearch?.(text)) ?? []).map(toEntitySuggestion)
        : null;
    return commands ? async () => ((await commands.onSearch?.(text)) ?? []).map(toCommandSuggestion) : null;
  }

  const toEntitySuggestion = (entity: Entity): Suggestion => ({
    key: `entity-${entity.id}`,
    label: entity.title,
    icon: entity.icon ? { named: entity.icon } : undefined,
    group: entity.group,
    onSelect: () => finish(() => replaceQuery(editor(), toTag(entity))),
  });

  const toCommandSuggestion = (command: Command): Suggestion => ({
    key: `command-${command.id}`,
    label: command.label,
    description: command.description,
    icon: command.icon ? { named: command.icon } : undefined,
    group: command.group,
    onSelect: () => void runCommand(command),
  });

  async function runCommand(command: Command) {
    const { commands } = chat.store.get().options;
    try {
      const selection = await commands?.onSelect?.(command);
      if (selection?.type === 'menu') {
        question.current += 1;
        set({ trigger: '/', status: 'ready', items: inGroups(selection.commands.map(toCommandSuggestion)), active: 0 });
        return;
      }
      finish(() => replaceQuery(editor(), selection?.type === 'entity' ? toTag(selection.entity) : null));
    } catch (cause) {
      close(); // what was typed stays
      chat.context.toast('failure.action');
      chat.context.report(toChatKitError(cause, 'ActionError', `The command "${command.label}" failed`));
    }
  }

  function finish(change: () => void) {
    close();
    change();
    asked.current = null;
  }

  /** @returns whether the key was the menu's. */
  function takeKey(event: KeyboardEvent): boolean {
    const shown = latest.current;
    if (!shown) return false;
    const { items, active } = shown;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      return true;
    }
    if (items.length === 0) return shown.status === 'searching' && event.key === 'Enter';
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      set({ ...shown, active: (active + step + items.length) % items.length });
      return true;
    }
    if (event.key !== 'Enter' && event.key !== 'Tab') return false;
    const chosen = items[active];
    if (chosen && !chosen.isDisabled) chosen.onSelect();
    return true;
  }

  return { suggestions, look, takeKey, close, finish };
}

const matching = (items: readonly Suggestion[], text: string) =>
  items.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));

/** Groups in the order they first appear, so that the arrows follow what is seen. */
const inGroups = (items: readonly Suggestion[]) => [...Map.groupBy(items, ({ group = '' }) => group).values()].flat();
