/** Demo answers with more than text: workflows, widgets, images, questions, client tools, signals, failures. */
import type { StructuredInputItem } from '@chatdock/protocol/thread/items';
import type { Task } from '@chatdock/protocol/thread/tasks';
import { CustomStreamError } from '../../core/errors.ts';
import { drawPicture } from './png.ts';
import { sampleOf, sampleWidget } from './samples/samples.ts';
import { piecesOf, type DemoScript } from './turn.ts';
import { bookingForm, peopleList, weatherCard } from './widgets.ts';

/** The client tool of the demo pages. The dock answers it too. */
export const DEMO_CLIENT_TOOL = 'get_page_info';

export const think: DemoScript = async ({ context, text, say, step }) => {
  const topic = text.replace(/[.?!]+$/u, '').trim();
  const thoughts = [
    `The visitor wrote “${topic}”. They want to see reasoning, so I break the request down first.`,
    'What I know: this message, and the earlier ones in this chat.',
    'What would help: a short answer, with the steps behind it out of the way.',
  ];
  context.startWorkflow({ type: 'reasoning', tasks: [], expanded: true });
  for (const thought of thoughts) {
    let content = '';
    const index = context.addWorkflowTask({ type: 'thought', status_indicator: 'loading', content });
    for (const piece of piecesOf(thought)) {
      content += piece;
      await step(0.2);
      context.updateWorkflowTask({ type: 'thought', status_indicator: 'loading', content }, index);
    }
    context.updateWorkflowTask({ type: 'thought', status_indicator: 'complete', content }, index);
  }
  await say(
    `I thought about “${topic}” in ${thoughts.length} steps: read the request, gather what is known, choose the shortest useful answer. Open the line above to see them.`,
  );
};

export const searchTheWeb: DemoScript = async ({ context, text, say, step }) => {
  const query =
    text.replace(/^.*?\b(?:search|look up|research)\b(?:\s+(?:the\s+)?web)?\s*(?:for\s+)?/iu, '').trim() ||
    'open chat widgets';
  const source = {
    type: 'url' as const,
    title: 'Example Domain',
    url: 'https://example.com/',
    description: 'A page for examples',
    attribution: 'example.com',
  };
  context.startWorkflow({ type: 'custom', tasks: [], expanded: true });
  const search: Task = {
    type: 'web_search',
    status_indicator: 'loading',
    title: `Searching for “${query}”`,
    title_query: query,
    queries: [query],
    sources: [],
  };
  const first = context.addWorkflowTask(search);
  await step();
  context.updateWorkflowTask({ ...search, status_indicator: 'complete', sources: [source] }, first);
  const read: Task = {
    type: 'file',
    status_indicator: 'loading',
    title: 'Reading the results',
    sources: [{ type: 'file', title: 'notes.md', filename: 'notes.md' }],
  };
  const second = context.addWorkflowTask(read);
  await step();
  context.updateWorkflowTask({ ...read, status_indicator: 'complete' }, second);
  context.addWorkflowTask({
    type: 'custom',
    status_indicator: 'complete',
    title: 'Comparing sources',
    icon: 'check-circle',
    content: 'One source, no contradictions.',
  });
  await step();
  context.endWorkflow({ summary: { title: 'Searched 1 site', icon: 'search' } });
  const answer = `The demo agent has no network, so this search is simulated. A real tool shows its steps the same way. I looked for **${query}**.`;
  await say(answer, [{ type: 'annotation', source, index: answer.length - 1 }]);
};

export const progress: DemoScript = async ({ context, say, step }) => {
  const lines = [
    ['search', 'Looking through orders…'],
    ['document', 'Reading three of them…'],
    ['write', 'Writing it up…'],
  ] as const;
  for (const [icon, line] of lines) {
    context.progress(line, icon);
    await step(2);
  }
  await say(
    'Done. The lines you saw are progress updates. Each one replaces the last, and they disappear when the answer begins.',
  );
};

export const notice: DemoScript = async ({ context, text, say }) => {
  const level = /danger|critical/iu.test(text) ? 'danger' : /warn/iu.test(text) ? 'warning' : 'info';
  const words = {
    info: 'This is an info notice. It supports **Markdown** and isn’t stored.',
    warning: 'Answers may take [longer](https://example.com/status) today.',
    danger: 'Something needs your attention.',
  };
  context.notice(level, words[level], level === 'info' ? 'For your information' : undefined);
  await say(`That notice had the level \`${level}\`. Ask for a \`warning\` or \`danger\` notice to see the others.`);
};

export const effect: DemoScript = async ({ context, text, say }) => {
  context.clientEffect('demo.highlight', { text, colour: 'lime' });
  await say('I sent the client effect `demo.highlight`. The page received a `chatkit.effect` event with its data.');
};

export const form: DemoScript = async ({ context, say }) => {
  await say('Here’s a form. Fill it in and I’ll confirm.');
  context.addItem({ ...context.newItem('message'), type: 'widget', widget: bookingForm(), copy_text: 'Book a table' });
};

/** One of the sample widgets, such as "show me the invoice". */
export const showSample =
  (name: string): DemoScript =>
  async ({ context, say }) => {
    const intro = sampleOf(name)?.intro ?? '';
    const widget = sampleWidget(name);
    await say(intro);
    if (widget) context.addItem({ ...context.newItem('message'), type: 'widget', widget, copy_text: intro });
  };

export const list: DemoScript = async ({ context, say }) => {
  await say('Choose a person from this list:');
  context.addItem({ ...context.newItem('message'), type: 'widget', widget: peopleList() });
};

/** A card whose text is written while you watch. */
export const card: DemoScript = async ({ context, step }) => {
  const states = async function* () {
    yield weatherCard('', true);
    let text = '';
    for (const piece of piecesOf(
      'Clear skies until the evening, then a light wind from the sea. No umbrella needed.',
    )) {
      await step(0.2);
      text += piece;
      yield weatherCard(text, true);
    }
    yield weatherCard(text, false);
  };
  await context.streamWidget(states(), 'Oslo: 19°, clear');
};

const IMAGE_SIZE = 192;

export const image: DemoScript = async ({ context, text, say, step }) => {
  const subject =
    text
      .replace(/^.*?\b(?:image|picture|drawing|photo|draw)\b(?:\s+(?:of|me))*\s*/iu, '')
      .replace(/[.?!]+$/u, '')
      .trim() || 'nothing in particular';
  const item = { ...context.newItem('message'), type: 'generated_image' as const };
  context.stream({ type: 'thread.item.added', item });
  const cells = [48, 24, 12, 6];
  for (const [index, cell] of cells.entries()) {
    await step();
    const url = drawPicture(subject, { size: IMAGE_SIZE, cell });
    context.stream({
      type: 'thread.item.updated',
      item_id: item.id,
      update: {
        type: 'generated_image.updated',
        image: { id: item.id, url },
        progress: (index + 1) / (cells.length + 1),
      },
    });
  }
  await step();
  context.addItem({ ...item, image: { id: item.id, url: drawPicture(subject, { size: IMAGE_SIZE, cell: 1 }) } });
  await say(`Here’s a pattern for “${subject}”. The same words always give the same picture.`);
};

export const questions: DemoScript = async ({ context, say }) => {
  await say('Answer three short questions, and I’ll recommend where to start.');
  const item: StructuredInputItem = {
    ...context.newItem('message'),
    type: 'structured_input',
    status: 'pending',
    inputs: [
      {
        type: 'multiple_choice',
        id: 'size',
        question: 'How large is your site?',
        options: [{ value: 'One page' }, { value: 'A few pages' }, { value: 'Many pages' }],
        multiple: false,
      },
      {
        type: 'multiple_choice',
        id: 'needs',
        question: 'What should the chat do?',
        options: [{ value: 'Answer questions' }, { value: 'Take bookings' }, { value: 'Hand over to a person' }],
        multiple: true,
      },
      { type: 'freeform', id: 'note', question: 'Anything else?', description: 'Optional.' },
    ],
  };
  context.addItem(item);
};

export const answerQuestions = async ({ say }: Parameters<DemoScript>[0], item: StructuredInputItem) => {
  if (item.status === 'skipped') return say('No problem, we’ll skip the questions. Ask me anything else.');
  const lines = item.inputs.map(
    ({ question, answer }) =>
      `- ${question} **${answer === undefined || answer.skipped ? 'skipped' : answer.values.join(', ')}**`,
  );
  const size = item.inputs.find(({ id }) => id === 'size')?.answer?.values[0];
  const advice =
    size === 'Many pages'
      ? 'With many pages, index your documents: set `CHATDOCK_DOCS` to their folder.'
      : 'Start with the script tag and one model; you can add documents later.';
  return say(`Thank you. Your answers:\n\n${lines.join('\n')}\n\n${advice}`);
};

export const clientTool: DemoScript = async ({ context, say }) => {
  await say(`I’ll ask the page for its title and address, with the client tool \`${DEMO_CLIENT_TOOL}\`.`);
  context.callClientTool(DEMO_CLIENT_TOOL, { include: ['title', 'url', 'language'] });
};

/** Fails on the first try of a message and answers on the second. Which messages failed is kept in the thread's metadata. */
export const failOnce: DemoScript = async ({ context, input, say }) => {
  const id = input?.id ?? '';
  if (context.thread.metadata['demo_failed'] !== id) {
    context.thread.metadata['demo_failed'] = id;
    throw new CustomStreamError('The demo failed on purpose. Choose “Try again”: the second try works.', {
      allowRetry: true,
    });
  }
  await say('The second try worked. The failed one left nothing behind.');
};

export const fail: DemoScript = () => {
  throw new CustomStreamError('The demo failed on purpose. Trying again won’t help.', { allowRetry: false });
};

/** Fails in the middle of a sentence. The text shown so far stays, and the error offers a retry. */
export const breakOff: DemoScript = async ({ say }) => {
  await say('This answer begins well, and then');
  throw new CustomStreamError('The demo broke off on purpose.', { allowRetry: true });
};

export const rename: DemoScript = async ({ context, text, say }) => {
  const title = /(?:to|as)\s+(.+?)\s*[.!]?$/iu.exec(text)?.[1]?.replaceAll(/^["“']|["”']$/gu, '') ?? 'Renamed chat';
  context.thread.title = title;
  await say(`This chat is now called **${title}**.`);
};

export const status: DemoScript = async ({ context, text, say }) => {
  if (/\bunlock|\breopen/iu.test(text)) {
    context.thread.status = { type: 'active' };
    return say('This chat is open again.');
  }
  if (/\bclose\b/iu.test(text)) {
    await say('This chat is now closed. Start a new chat to continue.');
    context.thread.status = { type: 'closed', reason: 'This chat was closed because you asked for it.' };
    return undefined;
  }
  await say('This chat is locked. You can read it, but you can’t send messages.');
  context.thread.status = { type: 'locked', reason: 'Locked because you asked for it' };
  return undefined;
};
