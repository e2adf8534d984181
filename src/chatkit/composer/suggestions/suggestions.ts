/** Suggestions for an `@word` or `/word`. Each change asks the host page again; only the latest answer counts. */
import { groupBy } from '@chatdock/protocol/platform';
import type { Command } from '@openai/chatkit';
import { useRef, useState } from 'preact/hooks';
import { toChatKitError } from '../../state/failure.ts';
import { useChat, useText } from '../../ui/chat.ts';
import type { ChromeIcon } from '../../icons/Icon.tsx';
import { toTag } from '../editor/content.ts';
import type { Editor } from '../editor/editor.ts';
import { findQuery, replaceQuery, type Query } from './query.ts';
import { handleMenuKey } from './suggestion-keys.ts';
import { searchFor, toCommandSuggestions, type Choices } from './suggestion-search.ts';

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
  /** Index of the suggestion that Enter chooses. */
  active: number;
}

interface SuggestionDeps {
  /** The chat's built-in `/` commands. */
  builtIn: () => readonly Suggestion[];
  editor: () => Editor | null;
}

export function useSuggestions({ builtIn, editor }: SuggestionDeps) {
  const chat = useChat();
  const t = useText();
  const [suggestions, show] = useState<Suggestions | null>(null);
  const latest = useRef<Suggestions | null>(null);
  const asked = useRef<string | null>(null);
  const question = useRef(0);
  const choices: Choices = {
    onEntity: (entity) => finish(() => replaceQuery(editor(), toTag(entity))),
    onCommand: (command) => void runCommand(command),
  };

  const set = (next: Suggestions | null) => {
    latest.current = next;
    show(next);
  };

  function close() {
    question.current += 1;
    if (latest.current) set(null);
  }

  /** Closes the menu and changes the text. The next search runs even if the word at the caret is the same. */
  function finish(change: () => void) {
    close();
    change();
    asked.current = null;
  }

  /** Searches for the word at the caret. After Escape, the menu stays closed until that word changes. */
  function look(isTyping: boolean) {
    const field = editor()?.element;
    const query = isTyping && field ? (findQuery(field)?.query ?? null) : null;
    const key = query && query.trigger + query.text;
    if (key === asked.current) return;
    asked.current = key;
    const search = query && searchFor(query, chat.store.get().options, choices);
    if (!query || !search) return close();
    question.current += 1;
    const mine = question.current;
    const { trigger } = query;
    const known = trigger === '/' ? matching(builtIn(), query.text) : [];
    const shown = latest.current?.trigger === trigger && trigger === '@' ? latest.current.items : known;
    set({ trigger, status: 'searching', items: shown, active: 0 });
    search().then(
      (found) => {
        if (mine !== question.current) return;
        set({ trigger, status: 'ready', items: inGroups([...known, ...found]), active: 0 });
        const count = known.length + found.length;
        chat.context.announce(count === 0 ? t('composer.mention.none') : t('composer.mention.results', { count }));
      },
      (cause: unknown) => {
        chat.context.report(toChatKitError(cause, 'EntitySearchError', 'A search in the composer failed'));
        if (mine !== question.current) return;
        set({ trigger, status: 'failed', items: known, active: 0 });
        if (known.length === 0) chat.context.announce(t('failure.action'));
      },
    );
  }

  /** The page may answer a command with a submenu, an entity to insert, or nothing. */
  async function runCommand(command: Command) {
    const { commands } = chat.store.get().options;
    try {
      const selection = await commands?.onSelect?.(command);
      if (selection?.type === 'menu') {
        question.current += 1;
        const items = inGroups(toCommandSuggestions(selection.commands, choices));
        set({ trigger: '/', status: 'ready', items, active: 0 });
        return;
      }
      finish(() => replaceQuery(editor(), selection?.type === 'entity' ? toTag(selection.entity) : null));
    } catch (cause) {
      close(); // keep the typed text
      chat.context.toast('failure.action');
      chat.context.report(toChatKitError(cause, 'ActionError', `The command "${command.label}" failed`));
    }
  }

  const handleKey = (event: KeyboardEvent) =>
    handleMenuKey(event, latest.current, {
      close,
      setActive: (active) => latest.current && set({ ...latest.current, active }),
    });

  return { suggestions, look, handleKey, close, finish };
}

const matching = (items: readonly Suggestion[], text: string) =>
  items.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));

/** Groups in order of first appearance, so that the arrow keys follow the visual order. */
const inGroups = (items: readonly Suggestion[]) => [...groupBy(items, ({ group = '' }) => group).values()].flat();
