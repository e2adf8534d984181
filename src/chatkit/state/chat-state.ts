/**
 * The state that the views draw. Slices are replaced, never edited: a view that selects one redraws when it changes.
 */
import type { AnnouncedLimits } from '@chatdock/protocol/client/client';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { StructuredInputItem, ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { FeedbackKind, UserMessageInput } from '@chatdock/protocol/requests/requests';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { DEFAULT_MAX_MESSAGE_CHARS } from '@chatdock/protocol/requests/default-limits';
import type { Content } from '../composer/editor/content.ts';
import type { TextKey } from '../locales/en.ts';
import type { Language, TextParams } from '../language/text.ts';
import type { Options } from './options.ts';
import type { Store } from './store.ts';

/** An error message for the visitor: one of our texts, or the server's own words. */
export interface Failure {
  key: TextKey;
  params?: TextParams | undefined;
  /** Shown instead of `key`: the server wrote it for the visitor. */
  verbatim?: string | undefined;
  canRetry: boolean;
  /**
   * Set if the message is sent automatically: when the connection is back, and not before this many milliseconds have
   * passed.
   */
  sendsAfterMs?: number | undefined;
}

/** A message the visitor has sent and the server has not stored: shown in the thread under its temporary id. */
export interface OutgoingMessage {
  id: string;
  input: UserMessageInput;
  /** Null while it is being sent; else why it is unsent. */
  failure: Failure | null;
  /** The conversations that existed when it was first sent; null if they were not known. */
  knownThreads: ReadonlySet<string> | null;
  /** The last item the server had when it was first sent; null in a conversation that has not begun. */
  after: string | null;
  /** By this device's clock, in milliseconds since 1970. */
  firstSentAt: number;
  /** Stays the same however often the message is sent, so that a server that supports keys stores it once. */
  key: string;
  /** Its files, while it waits for an answer to end. It is not in the thread then. */
  queued?: readonly Attachment[];
}

/** The assistant's current activity. One response is one turn, even if a client tool runs in the middle of it. */
type Turn =
  | { phase: 'idle' }
  | {
      phase: 'responding';
      isSlow: boolean;
      /** An earlier page or another tab has begun it. */
      isJoined?: boolean;
      /** Set while the connection is lost and being restored. Call it to make the next attempt now. */
      reconnect?: (() => void) | undefined;
    };

/** A turn that an earlier page or another tab has begun; `after` is the number of its newest event. */
export interface RunToJoin {
  id: string;
  after: number;
}

/** Why a file is not part of the message. */
export interface FileFault {
  key:
    | `composer.attachment.${'tooMany' | 'tooLarge' | 'wrongType' | 'failed' | 'mismatch'}`
    | 'failure.part'
    | 'failure.generic';
  params: TextParams;
  /** Whether the same file may be accepted later. */
  canRetry: boolean;
  /** For the page, in English. */
  message: string;
}

export interface DraftAttachment {
  key: string;
  name: string;
  mimeType: string;
  /** A refused file is shown with its fault and not sent. */
  status: 'uploading' | 'ready' | 'refused';
  /** From 0 to 1; null while the progress is unknown. */
  progress: number | null;
  /** The server's copy, once it has one. */
  attachment: Attachment | null;
  /** The file itself, for a thumbnail; absent for attachments that came by their id. */
  file: File | null;
  /** Why the file was refused. */
  fault?: FileFault | undefined;
}

/** The visitor's message that is being changed, and the draft that waits meanwhile. */
interface Editing {
  itemId: string;
  content: Content;
  quote: string;
}

export interface ComposerState {
  content: Content;
  /** Counts the changes that did not come from the text field, so that the field knows when to update. */
  revision: number;
  quote: string;
  editing: Editing | null;
  attachments: readonly DraftAttachment[];
  toolId: string | null;
  modelId: string | null;
}

interface HistoryState {
  isOpen: boolean;
  /** Whether the list is beside the conversation, and not over it. */
  isBeside: boolean;
  status: 'idle' | 'loading' | 'ready' | 'failed';
  threads: readonly ThreadMetadata[];
}

interface Toast {
  key: number;
  text: string;
}

/** Only `messageChars` is known before the server has answered. */
type MessageLimits = Pick<AnnouncedLimits, 'messageChars'> & Partial<AnnouncedLimits>;

export interface ChatState {
  options: Options;
  language: Language;
  thread: ThreadState;
  /** The id of the thread that is being loaded. */
  loading: string | null;
  /** The id after which to request older items; null at the beginning of the thread. */
  olderAfter: string | null;
  isLoadingOlder: boolean;
  /** Messages that the server does not have (yet), by their temporary id. Those with a failure wait for the visitor. */
  unsent: Readonly<Record<string, OutgoingMessage>>;
  /** The temporary id of the message that was sent last. The view moves to it, even if it has to wait. */
  sentId: string | null;
  turn: Turn;
  failure: Failure | null;
  /** Turns the visitor has stopped, by the id of their last item. */
  stoppedAfter: string | null;
  feedback: Readonly<Record<string, FeedbackKind>>;
  /** The replies that the server suggests for the last answer, unparsed; null if there are none. */
  suggested: unknown;
  /** Hosts whose pictures the visitor has loaded, by thread. */
  pictureHosts: Readonly<Record<string, readonly string[]>>;
  composer: ComposerState;
  history: HistoryState;
  toasts: readonly Toast[];
  /** The limits of one message: the server's, else the defaults. */
  limits: MessageLimits;
  /** Whether the element is in a document. Listeners on the page are removed when it is not. */
  isConnected: boolean;
  /** The message actions that the page allows, as words: the element's `data-message-actions`. */
  messageActions: string;
  /** Why no request can be sent: the page's options for the element are wrong. */
  setupFault: string | null;
}

export const EMPTY_COMPOSER: ComposerState = {
  content: [],
  revision: 0,
  quote: '',
  editing: null,
  attachments: [],
  toolId: null,
  modelId: null,
};

export const updateComposer = (store: Store<ChatState>, patch: Partial<ComposerState>) =>
  store.set({ composer: { ...store.get().composer, ...patch } });

export function initialState(options: Options, language: Language): ChatState {
  return {
    options,
    language,
    thread: emptyThreadState,
    loading: null,
    olderAfter: null,
    isLoadingOlder: false,
    unsent: {},
    sentId: null,
    turn: { phase: 'idle' },
    failure: null,
    stoppedAfter: null,
    feedback: {},
    suggested: null,
    pictureHosts: {},
    composer: EMPTY_COMPOSER,
    history: { isOpen: false, isBeside: false, status: 'idle', threads: [] },
    toasts: [],
    limits: { messageChars: DEFAULT_MAX_MESSAGE_CHARS },
    isConnected: false,
    messageActions: '',
    setupFault: null,
  };
}

/** Whether the conversation is empty, so that the start screen shows. */
export const isNewThread = ({ thread, loading }: ChatState): boolean =>
  loading === null && thread.thread === null && thread.items.length === 0;

export const isResponding = ({ turn }: ChatState): boolean => turn.phase !== 'idle';

/** Whether messages wait for an answer to end. */
export const hasQueue = ({ unsent }: ChatState): boolean => Object.values(unsent).some(({ queued }) => queued);

export const lastUserMessage = (items: readonly ThreadItem[]): UserMessageItem | undefined =>
  items.findLast((item): item is UserMessageItem => item.type === 'user_message');

/** Questions that wait for an answer: the newest item, not yet answered. They take the composer's place. */
export function pendingQuestions({ thread }: ChatState): StructuredInputItem | null {
  const newest = thread.items.findLast(({ type }) => type !== 'end_of_turn');
  return newest?.type === 'structured_input' && newest.status === 'pending' ? newest : null;
}

/**
 * The model that the picker shows: the visitor's choice, else the one marked default, else the first that can be
 * chosen.
 */
export function selectedModel({ options, composer }: Pick<ChatState, 'options' | 'composer'>): string | null {
  const { models } = options.composer;
  if (composer.modelId !== null) return composer.modelId;
  return (
    (models.find((model) => model.default && !model.disabled) ?? models.find((model) => !model.disabled))?.id ?? null
  );
}
