/** Files dropped anywhere on the chat are attached, when attachments are on. */
import { useChat } from './chat.ts';

export function useFileDrop() {
  const chat = useChat();
  const takesFiles = (event: DragEvent) =>
    chat.store.get().options.composer.attachments.enabled && (event.dataTransfer?.types.includes('Files') ?? false);
  const mark = (event: DragEvent, isOver: boolean) => {
    if (event.currentTarget instanceof Element) event.currentTarget.classList.toggle('dropping', isOver);
  };
  return {
    onDragOver(event: DragEvent) {
      if (!takesFiles(event)) return;
      event.preventDefault(); // without this the browser opens the file in place of the page
      mark(event, true);
    },
    onDragLeave(event: DragEvent) {
      const { relatedTarget, currentTarget } = event;
      if (!(relatedTarget instanceof Node && currentTarget instanceof Node && currentTarget.contains(relatedTarget)))
        mark(event, false);
    },
    onDrop(event: DragEvent) {
      mark(event, false);
      if (!takesFiles(event)) return;
      event.preventDefault();
      void chat.uploads.add([...(event.dataTransfer?.files ?? [])]);
      chat.focusComposer();
    },
  };
}
