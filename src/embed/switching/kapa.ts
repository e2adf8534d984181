/** `Kapa(…)` and `Kapa.open(…)`, as https://docs.kapa.ai/integrations/website-widget/javascript-api/overview describes them. */
import { entryOf, type OurDock, queuedIn, replaceGlobal, textOf } from './our-dock.ts';

type Callback = (details: object) => unknown;

export function replaceKapa(dock: OurDock): void {
  const methods: Record<string, (given?: unknown) => unknown> = {
    open: (given) => open(dock, given),
    close: () => dock.run('close'),
    render(given) {
      if (dock.isHidden) dock.hide(false);
      dock.run('ready', () => dock.call(Object(given).onRender));
    },
    unmount: () => dock.hide(true),
  };
  /** The functions that remove each listener that the page has added. */
  const listening = new Map<string, Map<unknown, () => void>>();
  const handle = (name: string, callback: unknown, option: unknown) => {
    const known = listening.get(name) ?? new Map<unknown, () => void>();
    listening.set(name, known);
    known.get(callback)?.();
    known.delete(callback);
    if (option === 'remove') return;
    const listen = entryOf(listeners(dock), name);
    if (listen)
      known.set(
        callback,
        listen((details) => dock.call(callback, details)),
      );
    else dock.ignore(`Kapa("${name}")`);
  };
  const run = (name: unknown, ...[given, option]: unknown[]) => {
    const method = entryOf(methods, name);
    if (method) method(given);
    else if (/^on[A-Z]/.test(String(name))) handle(String(name), given, option);
    else dock.ignore(`Kapa("${String(name)}")`);
  };
  replaceGlobal('Kapa', Object.assign(run, methods), (before) =>
    queuedIn(before).forEach((call) => dock.call(run, ...call)),
  );
}

function open(dock: OurDock, given: unknown): void {
  // `Object()` converts null and undefined to an empty object.
  const { query, submit }: Record<string, unknown> = Object(given);
  const text = textOf(query);
  dock.run('open');
  if (text === undefined) return;
  if (submit === true) dock.run('sendUserMessage', { text });
  else dock.run('setComposerValue', { text });
}

/** Each starts to listen, and returns a function that ends it. */
const listeners = (dock: OurDock): Record<string, (callback: Callback) => () => void> => ({
  onModalOpen: (callback) => dock.listen('open', () => callback({ mode: 'ai' })),
  onModalClose: (callback) => dock.listen('close', () => callback({ mode: 'ai' })),
  onAskAIQuerySubmit: (callback) =>
    dock.listen('message-sent', ({ threadId, text }) => callback({ threadId, question: text })),
  onAskAIAnswerCompleted: (callback) =>
    dock.listen('response-end', ({ threadId, outcome }) => outcome === 'completed' && callback({ threadId })),
  onAskAIGenerationStop: (callback) =>
    dock.listen('response-end', ({ threadId, outcome }) => outcome === 'stopped' && callback({ threadId })),
  onAskAIFeedbackSubmit: (callback) =>
    dock.listen('feedback', ({ kind, threadId, comment }) =>
      callback({ threadId, reaction: kind === 'positive' ? 'upvote' : 'downvote', comment: comment ?? '' }),
    ),
  onAskAIConversationReset: (callback) =>
    dock.listen('thread-change', ({ threadId }) => threadId === null && callback({})),
});
