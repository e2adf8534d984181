/** The text field in the chat: its name, its draft, its menu, and what the keys do. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { createEditor, type Editor } from './editor.ts';
import { createRecall } from './recall.ts';
import { suggestionId, SuggestionList, suggestionListId } from './SuggestionList.tsx';
import { useSuggestions, type Suggestion } from './suggestions.ts';

export interface TextFieldProps {
  editor: RefObject<Editor | null>;
  onPickFiles: () => void;
}

export function TextField({ editor, onPickFiles }: TextFieldProps) {
  const chat = useChat();
  const t = useText();
  const placeholder = usePlaceholder();
  const revision = useSelect((state) => state.composer.revision);
  const isLocked = useSelect((state) => state.thread.thread?.status.type === 'locked');
  const place = useRef<HTMLDivElement>(null);

  const builtIn = (): Suggestion[] => {
    const { attachments, tools, models } = chat.store.get().options.composer;
    const run = (change: () => void) => finish(() => {
      editor.current?.replaceQuery(null);
      change();
    });
    return [
      ...(attachments.enabled ? [{ key: 'attach', label: t('composer.attach'), icon: { own: 'clip' } as const, onSelect: () => run(onPickFiles) }] : []),
      ...tools.map(({ id, label, icon }) => ({ key: `tool-${id}`, label, icon: { named: icon }, group: t('composer.tools'), onSelect: () => run(() => chat.composer.setTool(id, 'command')) })),
      ...models.map(({ id, label, description, disabled }) => ({ key: `model-${id}`, label, description, isDisabled: disabled, group: t('composer.model'), onSelect: () => run(() => chat.composer.setModel(id)) })),
    ];
  };

  const { suggestions, ask, takeKey, close, finish } = useSuggestions({ builtIn, editor: () => editor.current });

  // The editor outlives many drawings of this component: its handlers are looked up when they are needed.
  const handlers = useRef({ ask, takeKey });
  handlers.current = { ask, takeKey };

  useLayoutEffect(() => {
    const recall = createRecall(() => chat.store.get().thread.items);
    const created = createEditor({
      onChange: chat.composer.write,
      onFiles: (files) => void chat.composer.addFiles(files),
      onQuery: (query) => handlers.current.ask(query),
      onKey(event) {
        if (handlers.current.takeKey(event)) return true;
        if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
          const recalled = recall.step(event.key === 'ArrowUp' ? 'older' : 'newer', created.getContent());
          if (recalled) created.setContent(recalled);
          return recalled !== null;
        }
        if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
        void chat.submit();
        return true;
      },
    });
    editor.current = created;
    place.current?.append(created.element);
    chat.focusComposer = created.focus;
    return () => {
      editor.current = null;
      chat.focusComposer = () => {};
    };
  }, [chat]);

  useLayoutEffect(() => {
    editor.current?.setContent(chat.store.get().composer.content);
  }, [chat, revision]);

  useLayoutEffect(() => {
    const element = editor.current?.element;
    if (!element) return;
    setAttributes(element, {
      'aria-label': placeholder,
      'data-placeholder': placeholder,
      'aria-disabled': isLocked ? 'true' : null,
      'aria-controls': suggestions ? suggestionListId : null,
      'aria-activedescendant': suggestions && suggestions.items.length > 0 ? suggestionId(suggestions.active) : null,
    });
  }, [placeholder, isLocked, suggestions]);

  return (
    <div class="text-field" onFocusOut={close}>
      <div ref={place} />
      {suggestions && <SuggestionList suggestions={suggestions} />}
    </div>
  );
}

function setAttributes(element: HTMLElement, attributes: Record<string, string | null>) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

/** Why it is locked, else what the chosen tool asks for, else the page's own words, else ours. */
function usePlaceholder(): string {
  const t = useText();
  const { composer } = useSelect((state) => state.options);
  const toolId = useSelect((state) => state.composer.toolId);
  const status = useSelect((state) => state.thread.thread?.status);
  if (status?.type === 'locked') return status.reason || t('composer.locked');
  return composer.tools.find(({ id }) => id === toolId)?.placeholderOverride ?? composer.placeholder ?? t('composer.placeholder');
}
