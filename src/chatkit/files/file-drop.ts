/** Attaches files that are dropped anywhere on the chat, if attachments are enabled. */
import { useChat } from '../ui/chat.ts';

export function useFileDrop() {
  const chat = useChat();
  const acceptsFiles = (event: DragEvent) =>
    chat.store.get().options.composer.attachments.enabled && (event.dataTransfer?.types.includes('Files') ?? false);
  const mark = (event: DragEvent, isOver: boolean) => {
    if (event.currentTarget instanceof Element) event.currentTarget.classList.toggle('dropping', isOver);
  };
  return {
    onDragOver(event: DragEvent) {
      if (!acceptsFiles(event)) return;
      event.preventDefault(); // otherwise the browser navigates to the file
      mark(event, true);
    },
    onDragLeave(event: DragEvent) {
      const { relatedTarget, currentTarget } = event;
      if (!(relatedTarget instanceof Node && currentTarget instanceof Node && currentTarget.contains(relatedTarget)))
        mark(event, false);
    },
    onDrop(event: DragEvent) {
      mark(event, false);
      if (!acceptsFiles(event)) return;
      event.preventDefault();
      void chat.uploads.add([...(event.dataTransfer?.files ?? [])]);
      chat.focusComposer();
    },
  };
}
