/** Drafts: what is being written in each thread, kept in the visitor's browser so that a reload does not lose it. */
import { toJson } from '@chatdock/protocol/to-json';
import { isBlank, type Content } from '../composer/content.ts';
import { updateComposer, type ComposerState } from './chat-state.ts';
import type { Context } from './context.ts';
import { readSent, sentMessage, type SentMessage } from './sent-message.ts';
import type { Uploads } from './uploads.ts';

export type Drafts = ReturnType<typeof createDrafts>;

export function createDrafts({ context, uploads }: { context: Context; uploads: Uploads }) {
  const { store, storage } = context;
  let key = keyOf(null);
  /** Until the first draft is opened nothing is saved, so that the draft of an earlier page stays. */
  let isOpen = false;
  /** A message that an earlier page sent, until it is known whether the server has it. */
  let sought: SentMessage | null = null;
  /** Set while the page is left: the browser then ends its requests, which says nothing about what the server has. */
  let isAway = false;

  /** Saves what would be lost with the page: messages that failed or are on their way, and what is being written. */
  function save() {
    const { composer, unsent, thread } = store.get();
    // After the chat has left the page: what was on its way has most likely arrived, and the page may have another visitor.
    if (!isOpen || isAway || context.signal().aborted) return;
    const failed = Object.values(unsent).filter(({ failure }) => failure !== null);
    const content = joinLines([...failed.map(({ input }) => input.content), composer.content]);
    const quote = composer.quote || (failed.find(({ input }) => input.quoted_text)?.input.quoted_text ?? '');
    const sent = sought ?? sentMessage(unsent, thread.items);
    storage.write(
      key,
      isBlank(content) && quote === '' && !sent ? null : toJson({ content, quote, ...(sent && { sent }) }),
    );
  }

  /**
   * Opens the draft of a thread, or of the conversation that has not begun (null). Call it before the thread on screen is left.
   *
   * @returns a message of that draft that was on its way when its page was left. It is kept until `settleSent`.
   */
  function open(threadId: string | null): SentMessage | null {
    save();
    const left = key;
    isOpen = true;
    key = keyOf(threadId);
    const { sent, ...draft } = readDraft(storage.read(key));
    sought = sent;
    updateComposer(store, {
      ...draft,
      attachments: uploads.swap(left, key),
      revision: store.get().composer.revision + 1,
    });
    return sought;
  }

  /** It is known what became of the message that `open` returned. */
  function settleSent() {
    sought = null;
    save();
  }

  /** The conversation on screen has got an id: what is being written belongs to it from now on. */
  function move(threadId: string) {
    storage.write(key, null);
    key = keyOf(threadId);
    save();
  }

  let { unsent } = store.get();
  store.subscribe(() => {
    if (store.get().unsent === unsent) return;
    ({ unsent } = store.get());
    save();
  });

  const setAway = ({ type }: Event) => void (isAway = type === 'pagehide');

  return { save, open, settleSent, move, setAway };
}

const joinLines = (texts: readonly Content[]): Content =>
  texts
    .filter((text) => !isBlank(text))
    .reduce(
      (joined, text) => (joined.length === 0 ? text : [...joined, { type: 'input_text', text: '\n' }, ...text]),
      [],
    );

const keyOf = (threadId: string | null) => `draft:${threadId ?? 'new'}`;

function readDraft(stored: string | null): Pick<ComposerState, 'content' | 'quote'> & { sent: SentMessage | null } {
  try {
    const { content, quote, sent }: { content?: unknown; quote?: unknown; sent?: unknown } =
      JSON.parse(stored ?? '{}') ?? {};
    return {
      content: Array.isArray(content) ? content.filter(isPart) : [],
      quote: typeof quote === 'string' ? quote : '',
      sent: readSent(sent),
    };
  } catch {
    return { content: [], quote: '', sent: null };
  }
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
