/**
 * Announces the events of the thread to screen readers: answers, sentence by sentence, and the progress of work on
 * them.
 */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { Task } from '@chatdock/protocol/thread/tasks';
import type { WidgetRoot } from '@chatdock/protocol/thread/widgets';
import { createText, type Text } from '../language/text.ts';
import { isResponding, type ChatState } from '../state/chat-state.ts';
import type { Store } from '../state/store.ts';
import { whenIdle } from '../ui/loading/when-idle.ts';
import { readAloud } from './read-aloud.ts';
import { widgetSpeech } from './widget-speech.ts';

/** The time from one announcement to the next, in milliseconds: shorter ones would interrupt one another. */
const APART_MS = 3000;

/** Speech is prepared after the page has drawn, and at the latest after this many milliseconds. */
const PREPARE_WITHIN_MS = 500;

/**
 * Speaks what happens from now on, through `announce`.
 *
 * @param missed States since the start of the last turn, oldest first. What happened in them is spoken first.
 */
export function speakAnswers(
  store: Store<ChatState>,
  announce: (text: string) => void,
  missed: readonly ChatState[] = [],
): () => void {
  const narration = createNarration();
  let lastAt = -Infinity;
  let cancel: (() => void) | null = null;

  const speak = () => {
    cancel = null;
    const state = store.get();
    const words = narration.next(state, createText(state.language));
    if (words === '') return;
    announce(words);
    lastAt = performance.now();
  };
  const schedule = () => {
    if (cancel) return;
    const wait = lastAt + APART_MS - performance.now();
    if (wait <= 0) cancel = whenIdle(speak, PREPARE_WITHIN_MS);
    else {
      const timer = setTimeout(speak, wait);
      cancel = () => clearTimeout(timer);
    }
  };

  let wasResponding = false;
  let stoppedAfter: string | null = null;
  /** The message that is being sent. */
  let sending: string | null = null;
  let shown: ChatState['thread'] | null = null;
  const look = (state: ChatState) => {
    const responding = isResponding(state);
    if (responding && !wasResponding) narration.begin(state);
    const { optimisticId } = state.thread;
    // The server has stored the message. A failed message is announced by its notice in the thread.
    if (sending !== null && optimisticId === null && !state.unsent[sending]?.failure)
      announce(createText(state.language)('announce.sent'));
    sending = optimisticId;
    if (state.stoppedAfter && state.stoppedAfter !== stoppedAfter)
      announce(createText(state.language)('thread.stopped'));
    stoppedAfter = state.stoppedAfter;
    const isNews = responding || wasResponding || (shown !== state.thread && narration.hasNews(state));
    wasResponding = responding;
    shown = state.thread;
    if (isNews) schedule();
  };
  for (const state of [...missed, store.get()]) look(state);
  const stop = store.subscribe(() => look(store.get()));
  return () => {
    stop();
    cancel?.();
  };
}

/** The new words of an item. `read` is how much of each message was read; `done` has the images that were spoken. */
function itemWords(
  item: ThreadItem,
  state: ChatState,
  text: Text,
  { read, done }: { read: Map<string, number>; done: Set<string> },
): string {
  const isOpen = state.thread.open.has(item.id);
  switch (item.type) {
    case 'assistant_message': {
      const markdown = item.content.map((part) => part.text).join('\n');
      const { words, to } = readAloud(markdown, read.get(item.id) ?? 0, !isOpen || !isResponding(state), text);
      read.set(item.id, to);
      return words;
    }
    case 'generated_image':
      if (isOpen || !item.image || done.has(item.id)) return '';
      done.add(item.id);
      return text('announce.image');
    default:
      return '';
  }
}

/** The text that has been announced so far. */
function createNarration() {
  let threadId: string | undefined;
  /** Whether a turn has begun and its end has not been spoken. */
  let isTurn = false;
  /** How much of each message of this turn has been read. */
  const read = new Map<string, number>();
  /** Widgets as they were when they were last spoken or first seen. */
  const widgets = new Map<string, WidgetRoot>();
  const done = new Set<string>();
  /** The items that were complete when this turn began. */
  let before = new Set<string>();
  let notices = 0;
  let step = '';
  let isFresh = false;

  const remember = ({ thread }: ChatState) => {
    threadId = thread.thread?.id;
    widgets.clear();
    for (const item of thread.items) if (item.type === 'widget') widgets.set(item.id, item.widget);
  };
  /** Widgets that are new in this turn, or have changed. */
  const changedWidgets = ({ thread: { items, open } }: ChatState) => {
    const lastAsked = items.findLastIndex(({ type }) => type === 'user_message');
    return items.filter(
      (item, index) =>
        item.type === 'widget' &&
        !open.has(item.id) &&
        widgets.get(item.id) !== item.widget &&
        (widgets.has(item.id) || (isTurn && index > lastAsked)),
    );
  };

  return {
    /** A turn begins. */
    begin(state: ChatState): void {
      read.clear();
      done.clear();
      const { items, open } = state.thread;
      before = new Set(items.flatMap(({ id }) => (open.has(id) ? [] : [id])));
      notices = state.thread.notices.length;
      step = '';
      isFresh = true;
      isTurn = true;
      remember(state);
    },

    /** Whether an action without a stream has changed a widget. */
    hasNews(state: ChatState): boolean {
      if (state.thread.thread?.id === threadId && changedWidgets(state).length > 0) return true;
      remember(state);
      return false;
    },

    /** The next announcement; empty if there is nothing new. */
    next(state: ChatState, text: Text): string {
      const { items, thread } = state.thread;
      if (threadId !== undefined && thread?.id !== threadId) {
        // The visitor has opened another conversation.
        isTurn = false;
        remember(state);
      }
      const lastAsked = items.findLastIndex(({ type }) => type === 'user_message');
      const answers = isTurn ? items.slice(lastAsked + 1).filter(({ id }) => !before.has(id)) : [];
      const spoken = answers.map((item) => itemWords(item, state, text, { read, done }));
      for (const item of changedWidgets(state)) {
        if (item.type !== 'widget') continue;
        widgets.set(item.id, item.widget);
        spoken.push(widgetSpeech(item, (markdown) => readAloud(markdown, 0, true, text).words));
      }
      for (const { level, title, message } of state.thread.notices.slice(notices))
        // A notice of level `danger` is announced by its own alert role.
        if (level !== 'danger')
          spoken.push([title, readAloud(message, 0, true, text).words].filter(Boolean).join(': '));
      notices = Math.max(notices, state.thread.notices.length);
      threadId = thread?.id;
      isTurn &&= isResponding(state);
      const words = spoken.filter((one) => one !== '');
      const now = isResponding(state) ? stepWords(state, text, isFresh && words.length === 0) : '';
      if (words.length > 0) isFresh = false;
      if (now !== '' && now !== step) words.push(now);
      if (now !== '') step = now;
      return words.join(' ');
    },
  };
}

/** The current progress. Only the newest is announced. */
function stepWords({ thread }: ChatState, text: Text, isSilent: boolean): string {
  if (thread.progress) return thread.progress.text;
  const last = thread.items.at(-1);
  if (last?.type === 'generated_image' && thread.open.has(last.id)) return text('thread.image.making');
  if (last?.type === 'workflow') return taskWords(last.workflow.tasks.at(-1), text);
  if (last?.type === 'task') return taskWords(last.task, text);
  return isSilent && thread.optimisticId === null ? text('announce.answering') : '';
}

function taskWords(task: Task | undefined, text: Text): string {
  if (!task) return text('thread.workflow.thinking');
  if (task.title) return task.title;
  switch (task.type) {
    case 'web_search':
      return text('thread.task.search');
    case 'file':
      return text('thread.task.files');
    case 'image':
      return text('thread.task.image');
    default:
      return text('thread.workflow.thinking');
  }
}
