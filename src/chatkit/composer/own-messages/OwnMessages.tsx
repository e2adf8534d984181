/** Above the text field: what becomes of the visitor's own messages beside the one that is being written. */
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
