/** Drafts: the unsent text of each thread, stored in the visitor's browser so that a reload does not lose it. */
import { memberOf } from '@chatdock/protocol/member-of';
import { toJson } from '@chatdock/protocol/to-json';
import { isBlank, type Content } from '../../composer/editor/content.ts';
import { updateComposer, type ComposerState } from '../chat-state.ts';
import type { Context } from '../context.ts';
import type { StoredMessages } from './stored-messages.ts';
import type { Uploads } from '../composer/uploads.ts';

export type Drafts = ReturnType<typeof createDrafts>;

interface DraftsDeps {
  context: Context;
  uploads: Uploads;
  storedMessages: StoredMessages;
}

export function createDrafts({ context, uploads, storedMessages }: DraftsDeps) {
  const { store, storage } = context;
  let key = draftKeyOf(null);
  /** Until the first draft is opened nothing is saved, so that the draft of an earlier page stays. */
  let isOpen = false;

  /** Saves the draft. Sent messages are stored separately until the server has them. */
  function save() {
    if (!isOpen || storedMessages.isFrozen()) return;
    const { content, quote, editing } = store.get().composer;
    const isEmpty = isBlank(content) && quote === '' && !editing;
    storage.write(key, isEmpty ? null : toJson({ content, quote, editing: editing ?? undefined }));
  }

  /** Opens the draft of a thread, or of the conversation that has not begun (null). Call it before the thread on screen is left. */
  function open(threadId: string | null) {
    save();
    const left = key;
    isOpen = true;
    key = draftKeyOf(threadId);
    updateComposer(store, {
      ...readDraft(storage.read(key)),
      attachments: uploads.swap(left, key),
      revision: store.get().composer.revision + 1,
    });
  }

  /** The conversation on screen has got an id: the draft belongs to it from now on. */
  function move(threadId: string) {
    storage.write(key, null);
    key = draftKeyOf(threadId);
    save();
  }

  return { save, open, move };
}

export const draftKeyOf = (threadId: string | null) => `draft:${threadId ?? 'new'}`;

type Draft = Pick<ComposerState, 'content' | 'quote' | 'editing'>;

function readDraft(stored: string | null): Draft {
  try {
    const { editing, ...draft }: { editing?: unknown } = JSON.parse(stored ?? '{}') ?? {};
    const itemId = memberOf(editing, 'itemId');
    return { ...toDraft(draft), editing: typeof itemId === 'string' ? { ...toDraft(editing), itemId } : null };
  } catch {
    return { content: [], quote: '', editing: null };
  }
}

function toDraft(value: unknown): Omit<Draft, 'editing'> {
  const [content, quote] = [memberOf(value, 'content'), memberOf(value, 'quote')];
  return {
    content: Array.isArray(content) ? content.filter(isPart) : [],
    quote: typeof quote === 'string' ? quote : '',
  };
}

function isPart(part: unknown): part is Content[number] {
  if (
    typeof part !== 'object' ||
    part === null ||
    !('type' in part) ||
    !('text' in part) ||
    typeof part.text !== 'string'
  )
    return false;
  return part.type === 'input_text' || (part.type === 'input_tag' && 'id' in part && typeof part.id === 'string');
}
