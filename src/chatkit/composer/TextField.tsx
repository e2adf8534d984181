/** The chat's text field: accessible name, draft, and key bindings. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { lazy } from '../ui/loading/lazy.tsx';
import { createEditor, type Editor } from './editor/editor.ts';
import { createRecall } from './recall.ts';
import type { MenuKeys } from './suggestions/SuggestionMenu.tsx';

const SuggestionMenu = lazy(() => import('./suggestions/SuggestionMenu.tsx').then((module) => module.SuggestionMenu));

interface TextFieldProps {
  editor: RefObject<Editor | null>;
  onPickFiles: () => void;
}

export function TextField({ editor, onPickFiles }: TextFieldProps) {
  const chat = useChat();
  const placeholder = usePlaceholder();
  const revision = useSelect((state) => state.composer.revision);
  const isLocked = useSelect((state) => state.thread.thread?.status.type === 'locked');
  const hasMenus = useSelect(
    ({ options }) => options.entities?.onTagSearch !== undefined || options.commands !== undefined,
  );
  const place = useRef<HTMLDivElement>(null);
  const menu = useRef<MenuKeys | null>(null);
  const attachMenu = (keys: MenuKeys) => {
    menu.current = keys;
    return () => {
      menu.current = null;
    };
  };

  useLayoutEffect(() => {
    const recall = createRecall(() => chat.store.get().thread.items);
    const created = createEditor({
      onChange: chat.composer.write,
      onFiles(files) {
        void chat.uploads.add(files);
        return chat.store.get().options.composer.attachments.enabled;
      },
      onCaret: (isTyping) => menu.current?.look(isTyping),
      onKey(event) {
        if (menu.current?.handleKey(event)) return true;
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
    const detach = chat.attachComposer(created.focus);
    return () => {
      editor.current = null;
      detach();
    };
  }, [chat]);

  useLayoutEffect(() => {
    editor.current?.setContent(chat.store.get().composer.content);
  }, [chat, revision]);

  useLayoutEffect(() => {
    const element = editor.current?.element;
    element?.setAttribute('aria-label', placeholder);
    element?.setAttribute('data-placeholder', placeholder);
  }, [placeholder]);

  useLayoutEffect(() => {
    const element = editor.current?.element;
    if (isLocked) element?.setAttribute('aria-disabled', 'true');
    else element?.removeAttribute('aria-disabled');
  }, [isLocked]);

  return (
    <div class="text-field" onFocusOut={() => menu.current?.close()}>
      <div ref={place} />
      {hasMenus && <SuggestionMenu editor={editor} onPickFiles={onPickFiles} attach={attachMenu} />}
    </div>
  );
}

/** The placeholder, first match wins: why the field is locked, the chosen tool's text, the page's text, the default. */
function usePlaceholder(): string {
  const t = useText();
  const { composer } = useSelect((state) => state.options);
  const toolId = useSelect((state) => state.composer.toolId);
  const status = useSelect((state) => state.thread.thread?.status);
  if (status?.type === 'locked') return status.reason || t('composer.locked');
  return (
    composer.tools.find(({ id }) => id === toolId)?.placeholderOverride ??
    composer.placeholder ??
    t('composer.placeholder')
  );
}
