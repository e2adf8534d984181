/** The menus of `@` and `/`: fetched where the page has something to offer under them. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useStyles } from '../ui/adopt-styles.ts';
import { useChat, useText } from '../ui/chat.ts';
import type { Editor } from './editor.ts';
import { replaceQuery } from './query.ts';
import css from './extras.css?inline';
import { suggestionId, SuggestionList, suggestionListId } from './SuggestionList.tsx';
import { useSuggestions, type Suggestion } from './suggestions.ts';

/** What the text field tells its menu. */
export interface MenuKeys {
  /** The caret has moved. `isTyping` is false where no menu may search for what is at it. */
  look(isTyping: boolean): void;
  /** @returns whether the key was the menu's. */
  takeKey(event: KeyboardEvent): boolean;
  close(): void;
}

export interface SuggestionMenuProps {
  editor: RefObject<Editor | null>;
  onPickFiles: () => void;
  /** Where the text field finds the menu while it is there. */
  keys: { current: MenuKeys | null };
}

export function SuggestionMenu({ editor, onPickFiles, keys }: SuggestionMenuProps) {
  const chat = useChat();
  const t = useText();
  useStyles(css);

  const builtIn = (): Suggestion[] => {
    const { attachments, tools, models } = chat.store.get().options.composer;
    const run = (change: () => void) =>
      finish(() => {
        replaceQuery(editor.current, null);
        change();
      });
    return [
      ...(attachments.enabled
        ? [
            {
              key: 'attach',
              label: t('composer.attach'),
              icon: { own: 'clip' } as const,
              onSelect: () => run(onPickFiles),
            },
          ]
        : []),
      ...tools.map(({ id, label, icon }) => ({
        key: `tool-${id}`,
        label,
        icon: { named: icon },
        group: t('composer.tools'),
        onSelect: () => run(() => chat.composer.setTool(id, 'command')),
      })),
      ...models.map(({ id, label, description, disabled }) => ({
        key: `model-${id}`,
        label,
        description,
        isDisabled: disabled,
        group: t('composer.model'),
        onSelect: () => run(() => chat.composer.setModel(id)),
      })),
    ];
  };

  const { suggestions, look, takeKey, close, finish } = useSuggestions({ builtIn, editor: () => editor.current });

  useLayoutEffect(() => {
    keys.current = { look, takeKey, close };
    return () => {
      keys.current = null;
    };
  });

  useLayoutEffect(() => {
    const element = editor.current?.element;
    if (!element || !suggestions) return;
    element.setAttribute('aria-controls', suggestionListId);
    if (suggestions.items.length > 0) element.setAttribute('aria-activedescendant', suggestionId(suggestions.active));
    return () => {
      element.removeAttribute('aria-controls');
      element.removeAttribute('aria-activedescendant');
    };
  }, [suggestions]);

  // Fetched after the first characters were typed: what stands at the caret is asked for now.
  useLayoutEffect(() => look(true), []);

  return <div>{suggestions && <SuggestionList suggestions={suggestions} />}</div>;
}
