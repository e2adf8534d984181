/** Above the text field: the note of a message that is being edited, and the messages that wait to be sent. */
import { hasQueue } from '../../state/chat-state.ts';
import { useSelect } from '../../ui/chat.ts';
import { EditNote } from './EditNote.tsx';
import { Queue } from './Queue.tsx';

export function OwnMessages() {
  const isEditing = useSelect((state) => state.composer.editing !== null);
  const isQueue = useSelect(hasQueue);
  return (
    <>
      {isQueue && <Queue />}
      {isEditing && <EditNote />}
    </>
  );
}
