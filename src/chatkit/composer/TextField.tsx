/** The text field in the chat: its name, its draft, and what Enter does. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { createEditor, type Editor } from './editor.ts';

export interface TextFieldProps {
  onReady: (editor: Editor | null) => void;
}

export function TextField({ onReady }: TextFieldProps) {
  const chat = useChat();
  const placeholder = usePlaceholder();
  const revision = useSelect((state) => state.composer.revision);
  const isLocked = useSelect((state) => state.thread.thread?.status.type === 'locked');
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);

  useLayoutEffect(() => {
    const created = createEditor({
      onChange: chat.composer.write,
      onFiles: (files) => void chat.composer.addFiles(files),
      onQuery: () => undefined,
      onKey(event) {
        if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
        void chat.submit();
        return true;
      },
    });
    editor.current = created;
    place.current?.append(created.element);
    chat.focusComposer = created.focus;
    onReady(created);
    return () => {
      editor.current = null;
      chat.focusComposer = () => undefined;
      onReady(null);
    };
  }, [chat]);

  useLayoutEffect(() => {
    editor.current?.setContent(chat.store.get().composer.content);
  }, [chat, revision]);

  useEffect(() => {
    const element = editor.current?.element;
    element?.setAttribute('aria-label', placeholder);
    element?.setAttribute('data-placeholder', placeholder);
  }, [placeholder]);

  useEffect(() => {
    const element = editor.current?.element;
    if (isLocked) element?.setAttribute('aria-disabled', 'true');
    else element?.removeAttribute('aria-disabled');
  }, [isLocked]);

  return <div class="text-field" ref={place} />;
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
