import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { toEntries } from './entries.ts';
import { fileName, toJsonFile, toMarkdown, type TranscriptHead } from './formats.ts';

const common = { thread_id: 't1', created_at: '2026-11-30T08:05:00' };
const asked = (text: string, more: object = {}): ThreadItem => ({
  type: 'user_message',
  id: 'u',
  ...common,
  content: [{ type: 'input_text', text }],
  attachments: [],
  inference_options: {},
  ...more,
});
const answered = (text: string, annotations: object[] = []): ThreadItem =>
  ({
    type: 'assistant_message',
    id: 'a',
    ...common,
    content: [{ type: 'output_text', text, annotations }],
  }) as ThreadItem;

const head: TranscriptHead = {
  title: 'Order *4711*',
  threadId: 't1',
  isCut: false,
  visitor: 'You',
  assistant: 'Assistant',
  sources: 'Sources',
  when: (at) => at.slice(0, 16),
};

describe('a transcript', () => {
  it('has the author and time of each message, with quotes, files and sources', () => {
    const items = [
      asked('Where is it?', {
        quoted_text: 'Sent on Monday',
        attachments: [{ type: 'file', id: 'f', name: 'bill.pdf', mime_type: 'application/pdf' }],
      }),
      answered('It is **here**.', [
        {
          type: 'annotation',
          source: { type: 'url', title: 'Track & trace', url: 'https://post.example/a b' },
          index: 3,
        },
        {
          type: 'annotation',
          source: { type: 'url', title: 'Track & trace', url: 'https://post.example/a b' },
          index: 5,
        },
        { type: 'annotation', source: { type: 'url', title: 'Script', url: 'javascript:alert(1)' }, index: 5 },
      ]),
    ];
    expect(toMarkdown(head, toEntries(items))).toBe(
      [
        '# Order \\*4711\\*',
        '## You (2026-11-30T08:05)',
        '> Sent on Monday',
        'Where is it?',
        '- bill.pdf',
        '## Assistant (2026-11-30T08:05)',
        'It is **here**.',
        'Sources:',
        '- [Track \\& trace](<https://post.example/a%20b>)\n- Script',
      ].join('\n\n') + '\n',
    );
  });

  it.each([
    ['1. first\n2. second', '1\\. first\\\n2\\. second'],
    ['- a\n# b', '\\- a\\\n\\# b'],
    ['a\n\nb', 'a\n\nb'],
    ['<b>x</b> & [y](z) `c` $5 ~d~', '\\<b\\>x\\</b\\> \\& \\[y\\](z) \\`c\\` \\$5 \\~d\\~'],
    ['    indented', 'indented'],
    ['\\1. kept', '\\\\1. kept'],
  ])('escapes Markdown in a visitor’s text: %j', (typed, written) => {
    expect(toMarkdown(head, toEntries([asked(typed)]))).toContain(`\n\n${written}\n`);
  });

  it('puts the headings of an answer below the names, and leaves code alone', () => {
    const text = toMarkdown(head, toEntries([answered('# One\n\n```sh\n# comment\n```\n\n##### Five')]));
    expect(text).toContain('### One\n\n```sh\n# comment\n```\n\n###### Five');
  });

  it.each([
    ['```ts\ncut off', '```ts\ncut off\n```'],
    ['~~~~\n~~~\ncut off', '~~~~\n~~~\ncut off\n~~~~'],
    ['You (Nov 30)\n---', 'You (Nov 30)\n\\---'],
    ['You\n===', 'You\n\\==='],
    ['a <!-- b', 'a \\<!-- b'],
    ['`a`\n\n---\n\nb', '`a`\n\n---\n\nb'],
    ['```\n<!--\nYou\n---\n```', '```\n<!--\nYou\n---\n```'],
  ])('keeps an answer from swallowing or forging what follows: %j', (text, written) => {
    expect(toMarkdown(head, toEntries([answered(text), asked('Next')]))).toContain(`\n\n${written}\n\n## You`);
  });

  it('leaves out internal items, and includes texts of widgets, pictures and questions', () => {
    const items = [
      { type: 'hidden_context_item', id: 'h', ...common, content: 'secret' },
      { type: 'client_tool_call', id: 'c', ...common, status: 'completed', call_id: 'c', name: 'x', arguments: {} },
      { type: 'end_of_turn', id: 'e', ...common },
      {
        type: 'widget',
        id: 'w',
        ...common,
        widget: { type: 'Card', children: [{ type: 'Title', value: 'Ticket 7' }] },
      },
      { type: 'widget', id: 'w2', ...common, widget: { type: 'Card', children: [] }, copy_text: 'Table for two' },
      { type: 'generated_image', id: 'g', ...common, image: { id: 'i', url: 'https://files.example/i.png' } },
      {
        type: 'structured_input',
        id: 's',
        ...common,
        status: 'completed',
        inputs: [{ type: 'freeform', id: 'q', question: 'When?', answer: { values: ['Today'], skipped: false } }],
      },
    ] as ThreadItem[];
    expect(toEntries(items).map(({ from, text }) => [from, text])).toEqual([
      ['assistant', 'Ticket 7'],
      ['assistant', 'Table for two'],
      ['assistant', '![](https://files.example/i.png)'],
      ['assistant', 'When?'],
      ['visitor', 'Today'],
    ]);
  });

  it('marks in JSON what an AI wrote, and whether it is whole', () => {
    const file: unknown = JSON.parse(toJsonFile({ ...head, isCut: true }, toEntries([asked('Hi'), answered('Hello')])));
    expect(file).toEqual({
      title: 'Order *4711*',
      thread_id: 't1',
      complete: false,
      entries: [
        { from: 'visitor', at: '2026-11-30T08:05:00.000Z', text: 'Hi', ai_generated: false },
        { from: 'assistant', at: '2026-11-30T08:05:00.000Z', text: 'Hello', ai_generated: true },
      ],
    });
  });

  it.each([
    ['Order 4711 / *new*', 'Order-4711-new.md'],
    ['../../etc/passwd', 'etc-passwd.md'],
    ['طلب ٤٧', 'طلب-٤٧.md'],
    ['???', 'chat.md'],
    ['x'.repeat(200), `${'x'.repeat(60)}.md`],
  ])('makes a file name of %j', (title, name) => expect(fileName(title, 'md')).toBe(name));
});
