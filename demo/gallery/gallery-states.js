/** Every state of the element. */
import { componentStates, sampleStates } from '../../dist/demo/gallery-samples.js';
import {
  ARABIC,
  CITED,
  COMMON,
  MARKDOWN,
  added,
  assistant,
  citations,
  done,
  picture,
  pieces,
  urlSource,
  user,
  workflow,
} from './gallery-items.js';
import { widgetStates } from './gallery-widgets.js';

/** One state: the items of a thread or the events after a message, and any options besides the theme. */
export const states = [
  {
    name: 'Start',
    options: {
      startScreen: {
        greeting: 'What can I help with today?',
        prompts: [
          { label: 'Plan a weekend in Lisbon', prompt: 'Plan a weekend', icon: 'compass' },
          { label: 'Explain a formula', prompt: 'Explain', icon: 'lightbulb' },
          { label: 'Write some Python', prompt: 'Write', icon: 'square-code' },
        ],
      },
      disclaimer: { text: 'Answers can be wrong. Read our [privacy notes](https://example.com).' },
    },
  },
  {
    name: 'A conversation in Markdown',
    items: [user('m1', 'Plan a weekend in Lisbon for two, please. Keep it cheap!'), assistant('m2', MARKDOWN)],
    options: { threadItemActions: { feedback: true, retry: true } },
  },
  {
    name: 'Right to left',
    locale: 'ar',
    items: [user('m1', 'خطط لعطلة نهاية أسبوع في لشبونة'), assistant('m2', ARABIC)],
    options: { threadItemActions: { feedback: true, retry: true } },
  },
  {
    name: 'Sources and entities',
    items: [user('m1', 'Tell me about the bridge.'), assistant('m2', CITED, citations)],
    options: { entities: { onClick() {} } },
  },
  { name: 'Waiting for an answer', sends: 'Are you there?', events: [] },
  {
    name: 'Streaming an answer',
    sends: 'Write me some code',
    events: [
      added(assistant('m2', '')),
      ...pieces(
        'm2',
        'Here is a function that **does the job**:\n\n```js\nexport const twice = (value) => value * 2;\nexport const half = (va',
      ),
    ],
  },
  {
    name: 'Progress',
    sends: 'Look it up',
    events: [{ type: 'progress_update', icon: 'search', text: 'Searching the knowledge base…' }],
  },
  {
    name: 'Reasoning in progress',
    sends: 'Think hard',
    events: [
      added(
        workflow('w1', {
          type: 'reasoning',
          tasks: [
            {
              type: 'thought',
              title: 'Reading the question',
              content: 'The visitor wants the *shortest* route, not the cheapest.',
              status_indicator: 'complete',
            },
            {
              type: 'thought',
              title: 'Comparing routes',
              content: 'Two candidates remain: over the bridge, or by ferry.',
              status_indicator: 'loading',
            },
          ],
        }),
      ),
    ],
  },
  {
    name: 'Work done',
    items: [
      user('m1', 'Compare the two ferries.'),
      workflow('w1', {
        type: 'reasoning',
        summary: { duration: 14 },
        tasks: [{ type: 'thought', content: 'Compared timetables.' }],
      }),
      workflow('w2', {
        expanded: true,
        summary: { title: 'Researched ferries', icon: 'compass' },
        tasks: [
          {
            type: 'web_search',
            title: 'Searched timetables',
            status_indicator: 'complete',
            queries: ['ferry timetable', 'tagus ferry price'],
            sources: [urlSource('ferry.example', 'Timetable'), urlSource('port.example', 'Prices')],
          },
          {
            type: 'file',
            title: 'Read the brochure',
            status_indicator: 'complete',
            sources: [{ type: 'file', title: 'brochure.pdf', filename: 'brochure.pdf' }],
          },
          {
            type: 'custom',
            title: 'Compared both',
            icon: 'chart',
            content: 'The **north** line is faster.',
            status_indicator: 'complete',
          },
        ],
      }),
      assistant('m2', 'The **north** line is faster by ten minutes and costs the same.'),
    ],
  },
  {
    name: 'Generating an image',
    sends: 'Draw the bay',
    events: [
      added({ type: 'generated_image', id: 'g1', ...COMMON, image: null }),
      {
        type: 'thread.item.updated',
        item_id: 'g1',
        update: { type: 'generated_image.updated', image: { id: 'i1', url: picture }, progress: 0.6 },
      },
    ],
  },
  {
    name: 'A picture',
    items: [
      user('m1', 'Draw the bay at dusk'),
      { type: 'generated_image', id: 'g1', ...COMMON, image: { id: 'i1', url: picture } },
    ],
  },
  {
    name: 'Images in text',
    items: [
      user('m1', 'Show me'),
      assistant(
        'm2',
        'Two photographs:\n\n![The tower at noon](https://pictures.example/tower.jpg)\n\nThey load when you ask for them. This link goes to another site than it says: [tickets.example](https://elsewhere.example/buy).',
      ),
      {
        type: 'widget',
        id: 'w1',
        ...COMMON,
        widget: {
          type: 'Card',
          status: { text: 'From the museum', favicon: 'https://museum.example/icon.png' },
          children: [
            { type: 'Title', value: 'The bay at dusk' },
            { type: 'Image', src: 'https://museum.example/bay.jpg', alt: 'The bay', width: '100%' },
          ],
        },
      },
    ],
  },
  {
    name: 'The visitor’s messages',
    items: [
      user(
        'm1',
        [
          { type: 'input_text', text: 'What about ' },
          { type: 'input_tag', id: 't1', text: 'Tram 28', data: {}, interactive: true, group: 'Lines' },
          { type: 'input_text', text: '?\nIt is on the map I attached.' },
        ],
        {
          quoted_text: 'Take tram 28 early; by ten it is full.',
          attachments: [
            { type: 'file', id: 'a1', name: 'map-of-the-old-town.pdf', mime_type: 'application/pdf' },
            { type: 'image', id: 'a2', name: 'photo.png', mime_type: 'image/png', preview_url: picture },
          ],
        },
      ),
      assistant('m2', 'It starts at Martim Moniz. The first one leaves at 6:00.'),
    ],
  },
  {
    name: 'An error with a retry',
    sends: 'Book it',
    events: [
      {
        type: 'error',
        code: 'custom',
        message: 'The booking system isn’t responding. Nothing was booked.',
        allow_retry: true,
      },
    ],
    ends: true,
  },
  { name: 'Not sent', sends: 'Is anyone there?', fails: true },
  {
    name: 'Notices',
    sends: 'Go on',
    events: [
      added(assistant('m2', 'Prices are from this morning.')),
      done(assistant('m2', 'Prices are from this morning.')),
      {
        type: 'notice',
        level: 'info',
        title: 'Shorter answers',
        message: 'You’re close to today’s limit, so answers are **short**.',
      },
      { type: 'notice', level: 'warning', message: 'The map service is slow right now.' },
      {
        type: 'notice',
        level: 'danger',
        title: 'Your session is ending',
        message: 'Your session ends in two minutes.',
      },
    ],
    ends: true,
  },
  {
    name: 'A question',
    items: [
      user('m1', 'Order a shirt'),
      assistant('m2', 'Gladly. Two things first.'),
      {
        type: 'structured_input',
        id: 'q1',
        ...COMMON,
        status: 'pending',
        inputs: [
          {
            type: 'multiple_choice',
            id: 'size',
            question: 'Which size?',
            options: [{ value: 'S' }, { value: 'M' }, { value: 'L' }],
            multiple: false,
          },
          { type: 'freeform', id: 'note', question: 'Anything else?', description: 'A name to print, for example.' },
        ],
      },
    ],
  },
  {
    name: 'Answered questions',
    items: [
      user('m1', 'Order a shirt'),
      {
        type: 'structured_input',
        id: 'q1',
        ...COMMON,
        status: 'answered',
        inputs: [
          {
            type: 'multiple_choice',
            id: 'size',
            question: 'Which size?',
            options: [{ value: 'M' }],
            answer: { values: ['M'], skipped: false },
          },
          { type: 'freeform', id: 'note', question: 'Anything else?', answer: { values: [], skipped: true } },
        ],
      },
      assistant('m2', 'Ordered in **M**. It arrives on Thursday.'),
    ],
  },
  {
    name: 'A widget',
    items: [
      user('m1', 'My parcel?'),
      {
        type: 'widget',
        id: 'x1',
        ...COMMON,
        widget: {
          type: 'Card',
          children: [
            { type: 'Title', value: 'Parcel 4711' },
            { type: 'Text', value: 'Out for delivery, between 14:00 and 16:00.' },
            { type: 'Button', label: 'Track it', onClickAction: { type: 'track' } },
          ],
        },
      },
    ],
  },
  {
    name: 'A widget with a form',
    items: [
      user('m1', 'A table for tonight?'),
      {
        type: 'widget',
        id: 'x1',
        ...COMMON,
        widget: {
          type: 'Card',
          status: { text: 'Casa do Alecrim', icon: 'map-pin' },
          asForm: true,
          confirm: { label: 'Book', action: { type: 'book' } },
          cancel: { label: 'Not now', action: { type: 'cancel' } },
          children: [
            { type: 'Title', value: 'Book a table' },
            {
              type: 'Row',
              children: [
                { type: 'Label', value: 'How many?', fieldName: 'count' },
                { type: 'Spacer' },
                {
                  type: 'Select',
                  name: 'count',
                  placeholder: 'How many?',
                  options: [
                    { label: 'Two', value: '2' },
                    { label: 'Four', value: '4' },
                  ],
                },
              ],
            },
            {
              type: 'Col',
              children: [
                { type: 'Label', value: 'Name for the booking', fieldName: 'name' },
                { type: 'Input', name: 'name', placeholder: 'Ada Lovelace' },
              ],
            },
            { type: 'DatePicker', name: 'day', placeholder: 'Day', block: true },
            {
              type: 'RadioGroup',
              name: 'meal',
              ariaLabel: 'Meal',
              options: [
                { label: 'Lunch', value: 'l' },
                { label: 'Dinner', value: 'd' },
              ],
              defaultValue: 'd',
            },
            { type: 'Checkbox', name: 'window', label: 'Near the window', defaultChecked: true },
            { type: 'Divider' },
            {
              type: 'Row',
              children: [
                { type: 'Text', value: 'Deposit' },
                { type: 'Badge', label: 'refunded', color: 'success' },
                { type: 'Spacer' },
                { type: 'Text', value: '12,00 €', weight: 'semibold' },
              ],
            },
          ],
        },
      },
      {
        type: 'widget',
        id: 'x2',
        ...COMMON,
        widget: {
          type: 'ListView',
          status: { text: 'Or one of these' },
          children: ['Casa da Baixa', 'O Forno'].map((value, index) => ({
            type: 'ListViewItem',
            key: value,
            onClickAction: { type: 'open' },
            children: [
              { type: 'Icon', name: 'map-pin' },
              {
                type: 'Col',
                gap: 0,
                children: [
                  { type: 'Text', value },
                  { type: 'Caption', value: `${index + 2} minutes on foot` },
                ],
              },
              { type: 'Spacer' },
              { type: 'Button', label: 'Menu', size: 'sm', onClickAction: { type: 'menu' } },
            ],
          })),
        },
      },
    ],
  },
  ...widgetStates({ user, assistant, common: COMMON }),
  ...componentStates({ user, common: COMMON }),
  ...sampleStates({ user, common: COMMON }),
  {
    name: 'A rated answer',
    items: [user('m1', 'Is the museum open on Mondays?'), assistant('m2', 'Yes, from 10:00 to 18:00.')],
    options: { threadItemActions: { feedback: true, retry: true } },
    rates: true,
  },
  { name: 'Loading a conversation', items: [], loads: true },
  {
    name: 'A closed conversation',
    items: [user('m1', 'Thank you!'), assistant('m2', 'You’re welcome. Have a good trip!')],
    status: { type: 'closed' },
  },
  // Uses another language, so that no two regions of this page have the same name.
  { name: 'No conversations yet', locale: 'de-DE', history: true, threads: [] },
  {
    name: 'Refused files',
    files: [new File(['MZ'], 'setup.exe'), new File(['a picture'], 'holiday.png', { type: 'image/png' })],
    options: { composer: { attachments: { enabled: true, accept: { 'image/*': ['.png'] } } } },
  },
  { name: 'History', history: true, items: [user('m1', 'Hello'), assistant('m2', 'Hello! How can I help?')] },
  {
    name: 'Actions and suggested replies',
    actions: 'edit time rate speak',
    options: { threadItemActions: { feedback: true, retry: true } },
    sends: 'When is it quiet at the tower?',
    events: [
      done(assistant('m2', '| Hour | Visitors |\n| --- | ---: |\n| 10:00 | 120 |\n| 17:00 | 35 |')),
      {
        type: 'client_effect',
        name: 'chatdock.suggested_replies',
        data: { replies: ['Book a ticket for 17:00', 'How do I get there?', 'What else is nearby?'] },
      },
    ],
    ends: true,
  },
  {
    name: 'Editing a message',
    actions: 'edit',
    items: [user('m1', 'Two days in Lisbon'), assistant('m2', 'Start in Alfama, early in the morning.')],
    press: ['.own .icon-button:last-child'],
  },
  {
    name: 'Messages that wait',
    actions: 'queue',
    sends: 'Plan the first day',
    writes: ['And where do we eat?', 'Nothing with fish, please.'],
    events: [],
  },
  {
    name: 'Tools, models and files',
    options: {
      composer: {
        placeholder: 'Ask about your trip',
        attachments: { enabled: true },
        tools: [
          { id: 'search', label: 'Search the web', icon: 'globe', pinned: true },
          { id: 'plan', label: 'Plan a trip', icon: 'map' },
        ],
        models: [
          { id: 'fast', label: 'Fast', default: true },
          { id: 'deep', label: 'Thorough' },
        ],
        dictation: { enabled: true },
      },
    },
  },
];
