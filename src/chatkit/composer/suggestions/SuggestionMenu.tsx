/** The `@` and `/` menus. Their code loads only if the page offers mentions or commands. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useStyles } from '../../ui/styles/adopt-styles.ts';
import { useChat, useText } from '../../ui/chat.ts';
import type { Editor } from '../editor/editor.ts';
import { replaceQuery } from './query.ts';
import css from '../../ui/popovers/menu.css?inline';
import { suggestionId, SuggestionList, SUGGESTION_LIST_ID } from './SuggestionList.tsx';
import { useSuggestions, type Suggestion } from './suggestions.ts';

/** The menu's functions, which the text field calls. */
export interface MenuKeys {
  /** Called when the caret has moved. Pass `isTyping: false` where no menu may open for the word at the caret. */
  look(isTyping: boolean): void;
  /** @returns whether the menu handled the key. */
  handleKey(event: KeyboardEvent): boolean;
  close(): void;
}

interface SuggestionMenuProps {
  editor: RefObject<Editor | null>;
  onPickFiles: () => void;
  /** Gives the text field the menu's functions, until the returned function is called. */
  attach: (keys: MenuKeys) => () => void;
}

export function SuggestionMenu({ editor, onPickFiles, attach }: SuggestionMenuProps) {
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

  const { suggestions, look, handleKey, close, finish } = useSuggestions({ builtIn, editor: () => editor.current });

  useLayoutEffect(() => attach({ look, handleKey, close }));

  useLayoutEffect(() => {
    const element = editor.current?.element;
    if (!element || !suggestions) return;
    element.setAttribute('aria-controls', SUGGESTION_LIST_ID);
    if (suggestions.items.length > 0) element.setAttribute('aria-activedescendant', suggestionId(suggestions.active));
    return () => {
      element.removeAttribute('aria-controls');
      element.removeAttribute('aria-activedescendant');
    };
  }, [suggestions]);

  // This code loads after the first characters are typed, so search once for the word already at the caret.
  useLayoutEffect(() => look(true), []);

  return <div>{suggestions && <SuggestionList suggestions={suggestions} />}</div>;
}
