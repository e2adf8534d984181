/** The scenarios of the mock. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { StructuredInputItem, WorkflowItem } from '@chatdock/protocol/thread/items';
import type { WidgetRoot } from '@chatdock/protocol/thread/widgets';
import { CustomStreamError, StreamError } from '../../server/src/core/errors.ts';
import { type Script, type ScriptTurn, say } from './script.ts';

const answerText = (text: string) => `## You said

> ${text || 'nothing'}

This answer is **scripted**: no model, no server, no network. It has a list,

1. with *numbers*
2. and \`code\`

a table,

| Part | Runs in |
| --- | --- |
| element | this page |
| server | this page, too |

and a block of code:

\`\`\`ts
const answer = 6 * 7; // 42
\`\`\`
`;

const sources = ['Handbook', 'Price list'].map((title, index) => ({
  type: 'annotation' as const,
  index: 12 + index * 10,
  source: { type: 'url' as const, title, url: `https://example.com/${index}`, attribution: 'example.com' },
}));

const ORDER_FORM: WidgetRoot = {
  type: 'Card',
  size: 'md',
  asForm: true,
  confirm: { label: 'Order', action: { type: 'mock.order' } },
  cancel: { label: 'Not now', action: { type: 'mock.cancel' } },
  children: [
    { type: 'Title', value: 'Order a coffee', size: 'sm' },
    {
      type: 'Row',
      children: [
        { type: 'Badge', label: 'Fresh', color: 'success' },
        { type: 'Caption', value: 'Ready in five minutes' },
      ],
    },
    {
      type: 'Select',
      name: 'drink',
      options: [
        { value: 'latte', label: 'Latte' },
        { value: 'mocha', label: 'Mocha' },
      ],
      defaultValue: 'latte',
    },
    { type: 'Input', name: 'name', placeholder: 'Your name', required: true },
  ],
};

const ordered = (payload: unknown): WidgetRoot => ({
  type: 'Card',
  size: 'sm',
  children: [
    { type: 'Title', value: 'Ordered', size: 'sm' },
    { type: 'Text', value: JSON.stringify(payload ?? {}) },
  ],
});

async function* widget(turn: ScriptTurn): AsyncGenerator<ThreadStreamEvent> {
  await turn.pause();
  yield {
    type: 'thread.item.done',
    item: { ...turn.newItem('message'), type: 'widget', widget: ORDER_FORM, copy_text: 'Order a coffee' },
  };
}

async function* workflow(turn: ScriptTurn): AsyncGenerator<ThreadStreamEvent> {
  const item: WorkflowItem = {
    ...turn.newItem('workflow'),
    type: 'workflow',
    workflow: { type: 'custom', tasks: [], expanded: true },
  };
  const titles = ['Reading the question', 'Searching', 'Comparing'];
  yield { type: 'thread.item.added', item };
  for (let task_index = 0; task_index < titles.length; task_index++) {
    const title = titles[task_index] ?? '';
    const task = { type: 'custom' as const, title };
    yield {
      type: 'thread.item.updated',
      item_id: item.id,
      update: { type: 'workflow.task.added', task_index, task: { ...task, status_indicator: 'loading' } },
    };
    await turn.pause(5);
    yield {
      type: 'thread.item.updated',
      item_id: item.id,
      update: { type: 'workflow.task.updated', task_index, task: { ...task, status_indicator: 'complete' } },
    };
  }
  const tasks = titles.map((title) => ({ type: 'custom' as const, title, status_indicator: 'complete' as const }));
  yield {
    type: 'thread.item.done',
    item: {
      ...item,
      workflow: { type: 'custom', tasks, summary: { title: 'Looked it up', icon: 'search' }, expanded: false },
    },
  };
  yield* say(turn, 'Done. The three steps are shown above.');
}

const thought = (content: string) => ({ type: 'thought' as const, status_indicator: 'none' as const, content });

async function* reasoning(turn: ScriptTurn): AsyncGenerator<ThreadStreamEvent> {
  const item: WorkflowItem = {
    ...turn.newItem('workflow'),
    type: 'workflow',
    workflow: { type: 'reasoning', tasks: [], expanded: false },
  };
  yield { type: 'thread.item.added', item };
  yield {
    type: 'thread.item.updated',
    item_id: item.id,
    update: { type: 'workflow.task.added', task_index: 0, task: thought('The question') },
  };
  await turn.pause(3);
  yield {
    type: 'thread.item.updated',
    item_id: item.id,
    update: { type: 'workflow.task.updated', task_index: 0, task: thought('The question has two halves.') },
  };
  await turn.pause(3);
  yield {
    type: 'thread.item.done',
    item: {
      ...item,
      workflow: { ...item.workflow, tasks: [thought('The question has two halves.')], summary: { duration: 2 } },
    },
  };
  yield* say(turn, 'After some thought: **yes**.');
}

async function* clientTool(turn: ScriptTurn): AsyncGenerator<ThreadStreamEvent> {
  if (turn.toolOutput !== undefined)
    return yield* say(turn, `The page answered:\n\n\`\`\`json\n${JSON.stringify(turn.toolOutput, null, 2)}\n\`\`\`\n`);
  yield { type: 'progress_update', icon: 'search', text: 'Looking at the page' };
  await turn.pause();
  const call = {
    status: 'pending' as const,
    call_id: turn.newItem('tool_call').id,
    name: 'get_selection',
    arguments: { question: turn.text },
  };
  yield { type: 'thread.item.done', item: { ...turn.newItem('tool_call'), type: 'client_tool_call', ...call } };
}

async function* structuredInput(turn: ScriptTurn): AsyncGenerator<ThreadStreamEvent> {
  if (turn.message === null) return yield* say(turn, 'Thank you for your answers.');
  const inputs: StructuredInputItem['inputs'] = [
    {
      type: 'multiple_choice',
      id: 'size',
      question: 'Which size?',
      options: [{ value: 'Small' }, { value: 'Large' }],
      multiple: false,
    },
    { type: 'freeform', id: 'note', question: 'Anything else?', description: 'Optional.' },
  ];
  yield {
    type: 'thread.item.done',
    item: { ...turn.newItem('message'), type: 'structured_input', status: 'pending', inputs },
  };
}

/** A grey pixel and a blue one, to distinguish the partial image from the final one. */
const PIXELS = ['R0lGODlhAQABAIAAAMzMzAAAACwAAAAAAQABAAACAkQBADs=', 'R0lGODlhAQABAIAAADNm/wAAACwAAAAAAQABAAACAkQBADs='];

async function* image(turn: ScriptTurn): AsyncGenerator<ThreadStreamEvent> {
  const item = { ...turn.newItem('message'), type: 'generated_image' as const };
  const [partial, final] = PIXELS.map((pixel, index) => ({
    id: `image_${index}`,
    url: `data:image/gif;base64,${pixel}`,
  }));
  yield { type: 'thread.item.added', item };
  await turn.pause(5);
  if (partial)
    yield {
      type: 'thread.item.updated',
      item_id: item.id,
      update: { type: 'generated_image.updated', image: partial, progress: 0.5 },
    };
  await turn.pause(5);
  yield { type: 'thread.item.done', item: { ...item, image: final } };
}

async function* actionAnswer(turn: ScriptTurn): AsyncGenerator<ThreadStreamEvent> {
  const { action, sender } = turn.action ?? {};
  if (sender) yield { type: 'thread.item.replaced', item: { ...sender, widget: ordered(action?.payload) } };
  yield* say(turn, `The action \`${action?.type}\` arrived.`);
}

/** The scenarios that answer. Those that fail, such as `http-500` and `cut`, are in faults.ts. */
export const scripts = {
  /** Markdown with a list, a table and code, word by word. */
  answer: (turn) => say(turn, answerText(turn.text)),
  /** Like `answer`, after a long delay. */
  slow: async function* (turn) {
    await turn.pause(100);
    yield* say(turn, answerText(turn.text));
  },
  /** Half an answer, then an error message without a retry. */
  error: async function* (turn) {
    yield* say(turn, 'Here is what I found so far.');
    throw new CustomStreamError('This chat has reached its limit for today.');
  },
  /** Half an answer, then an error with a retry. */
  'error-retry': async function* (turn) {
    yield* say(turn, 'Here is what I found so far.');
    throw new StreamError();
  },
  /** An answer with sources. */
  citations: (turn) => say(turn, 'Coffee is 3 €, tea is 2 €, and both are fresh.', sources),
  'client-tool': clientTool,
  widget,
  workflow,
  reasoning,
  image,
  'structured-input': structuredInput,
  /** A notice, then an answer. */
  notice: async function* (turn) {
    yield {
      type: 'notice',
      level: 'warning',
      title: 'Busy',
      message: 'Answers may take [longer](https://example.com/status) than usual.',
    };
    yield* say(turn, 'Here is your answer.');
  },
  /** Progress lines, then the answer. */
  progress: async function* (turn) {
    for (const text of ['Reading', 'Searching', 'Writing']) {
      yield { type: 'progress_update', icon: 'search', text };
      await turn.pause(10);
    }
    yield* say(turn, 'Found it.');
  },
  /** A client effect for the page, then an answer. */
  effect: async function* (turn) {
    yield { type: 'client_effect', name: 'highlight', data: { text: turn.text } };
    yield* say(turn, 'The page received the effect.');
  },
  /** Locks the thread and answers. */
  locked: async function* (turn) {
    turn.thread.status = { type: 'locked', reason: 'This conversation is under review.' };
    yield* say(turn, 'Our team will review this.');
  },
  /** Closes the thread and answers. */
  closed: async function* (turn) {
    turn.thread.status = { type: 'closed', reason: 'This conversation is over.' };
    yield* say(turn, 'Goodbye.');
  },
  /** No answer. */
  silent: async function* () {},
} as const satisfies Record<string, Script>;

/** Answers a widget action, the same in all scenarios. */
export const answerAction: Script = actionAnswer;
