/** Every state of the element. A function replaces the server of each state, so the page needs no backend. */
import { componentStates, sampleStates } from '../../dist/demo/gallery-samples.js';
import { widgetStates } from './gallery-widgets.js';

const AT = '2026-11-20T09:30:00Z';
const COMMON = { thread_id: 'thr_1', created_at: AT };
const user = (id, content, more = {}) => ({
  type: 'user_message',
  id,
  ...COMMON,
  content: typeof content === 'string' ? [{ type: 'input_text', text: content }] : content,
  attachments: [],
  inference_options: {},
  ...more,
});
const assistant = (id, text, annotations = []) => ({
  type: 'assistant_message',
  id,
  ...COMMON,
  content: text === null ? [] : [{ type: 'output_text', text, annotations }],
});
const workflow = (id, given) => ({
  type: 'workflow',
  id,
  ...COMMON,
  workflow: { type: 'custom', expanded: false, tasks: [], ...given },
});
const added = (item) => ({ type: 'thread.item.added', item });
const done = (item) => ({ type: 'thread.item.done', item });
const urlSource = (host, title, more = {}) => ({ type: 'url', url: `https://${host}/article`, title, ...more });
const picture = `data:image/png;base64,${paint()}`;

const MARKDOWN = `## A weekend in Lisbon

Two days are enough for the *old quarters* and one **long lunch**. Take tram 28 early; by ten it is full. The museum is at [Rua da Prata](https://example.com), open \`10:00–18:00\`, ~~closed~~ *open* on Mondays.

| When | Where | Cost |
| --- | --- | ---: |
| Saturday morning | Alfama on foot | free |
| Saturday evening | Fado in a small house | €35 |
| Sunday | Belém, tower and pastry | €12 |

1. Buy the day card at the station
2. Walk up **before** it gets hot
   - water
   - a hat
3. Come down by tram

- [x] Flights
- [ ] Hotel near the river

> The hills are steeper than they look on a map.

\`\`\`python
def budget(days: int, per_day: float = 85.0) -> float:
    """What to bring, in euros."""
    return round(days * per_day * 1.1, 2)  # some reserve
\`\`\`

The walk is about $d = \\sqrt{x^2 + y^2}$ long, so plan for

$$
t = \\frac{d}{v} + n \\cdot t_{\\text{coffee}}
$$

Fares change in spring[^1].

[^1]: The day card was €6.80 when this was written.`;

const CITED =
  'The bridge opened in 1966 and was the longest in Europe then. About 140,000 cars cross it every day. It was renamed after the revolution, as Ponte 25 de Abril.';
const citations = [
  {
    type: 'annotation',
    index: 61,
    source: urlSource('history.example', 'A short history of the bridge', {
      description: 'How it was planned, built and opened, with photographs of every year.',
      attribution: 'Lisbon Archive',
      timestamp: '2024',
    }),
  },
  {
    type: 'annotation',
    index: 100,
    source: urlSource('traffic.example', 'Traffic on the Tagus crossings', { description: 'Yearly counts.' }),
  },
  { type: 'annotation', index: 100, source: urlSource('city.example', 'City figures') },
  {
    type: 'annotation',
    index: CITED.length,
    source: {
      type: 'entity',
      id: 'e1',
      title: 'Ponte 25 de Abril',
      inline_label: 'Bridge',
      label: 'Landmark',
      icon: 'map-pin',
      interactive: true,
      description: 'Suspension bridge over the Tagus.',
      data: {},
    },
  },
  { type: 'annotation', source: { type: 'file', title: 'Construction report', filename: 'report-1966.pdf' } },
];

const ARABIC = `## رحلة إلى لشبونة

يومان يكفيان لزيارة **الأحياء القديمة** وتناول غداء طويل. استقل الترام \`28\` مبكرًا.

- الماء
- القبعة

> التلال أشد انحدارًا مما تبدو على الخريطة.`;

/** One state: the items of a thread or the events after a message, and any options besides the theme. */
const states = [
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

const gallery = document.getElementById('gallery');
const form = document.getElementById('look');
const shown = new Map();

await customElements.whenDefined('openai-chatkit');
const search = new URLSearchParams(location.search);
const idOf = ({ name }) => name.toLowerCase().replaceAll(/\W+/g, '-');
// `?state=charts` shows one state alone.
const wanted = search.get('state');
for (const state of states.filter((each) => wanted === null || idOf(each) === wanted)) {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  const stage = document.createElement('div');
  const chat = document.createElement('openai-chatkit');
  chat.dataset.storage = 'none'; // all states are of one conversation: one would show what another keeps
  caption.textContent = state.name;
  figure.id = idOf(state);
  stage.className = 'stage';
  stage.append(chat);
  figure.append(caption, stage);
  chat.addEventListener('chatkit.ready', () => void enter(chat, state), { once: true });
  chat.dataset.messageActions = state.actions ?? '';
  chat.setOptions(optionsOf(state));
  shown.set(chat, state);
  gallery.append(figure);
}
for (const [name, value] of search) if (form.elements[name]) form.elements[name].value = value;
form.addEventListener('input', apply);
apply();

function apply() {
  const { scheme, width } = look();
  document.documentElement.style.colorScheme = scheme;
  gallery.dataset.width = width;
  for (const [chat, state] of shown) chat.setOptions(optionsOf(state));
}

/**
 * States that are reached by commands take the focus, which scrolls the page to the last of them. Scroll back to the
 * top.
 */
let isUsed = location.hash !== '';
for (const type of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  addEventListener(type, () => (isUsed = true), { capture: true, passive: true, once: true });
addEventListener('focusin', ({ target }) => {
  const { history, sends, files, rates, writes, press } = shown.get(target) ?? {};
  if (isUsed || !(history || sends || files || rates || writes || press)) return;
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  active?.blur();
  scrollTo(0, 0);
});

function look() {
  return Object.fromEntries(new FormData(form));
}

function optionsOf(state) {
  const { scheme, locale, radius, density, accent } = look();
  return {
    api: { url: '/gallery-chat', domainKey: 'gallery', fetch: serverOf(state), uploadStrategy: { type: 'two_phase' } },
    locale: state.locale ?? locale,
    frameTitle: state.name,
    initialThread: state.items ? 'thr_1' : null,
    theme: {
      colorScheme: scheme,
      radius,
      density,
      ...(accent ? { color: { accent: { primary: accent, level: 3 } } } : {}),
    },
    ...state.options,
  };
}

async function enter(chat, state) {
  if (state.history) await chat.showHistory();
  if (state.sends) await chat.sendUserMessage({ text: state.sends }).catch(() => {});
  if (state.files) await chat.setComposerValue({ text: 'Here they are', files: state.files });
  if (state.rates) await press(chat, '[aria-pressed]');
  for (const text of state.writes ?? []) {
    await chat.setComposerValue({ text });
    await press(chat, '.send[aria-label]:first-of-type:not(:disabled):not(:only-of-type)');
  }
  for (const selector of state.press ?? []) await press(chat, selector);
}

/** Presses the first matching button as soon as it exists. */
async function press(chat, selector) {
  let button;
  while (!(button = chat.shadowRoot.querySelector(selector))) await new Promise(requestAnimationFrame);
  button.click();
}

/** The `fetch` of one state. It answers requests as a server does. */
function serverOf({
  items = [],
  events = [],
  sends = '',
  ends = false,
  fails = false,
  loads = false,
  status = { type: 'active' },
  threads: given,
}) {
  const thread = {
    id: 'thr_1',
    created_at: AT,
    title: 'A weekend in Lisbon',
    status,
    metadata: {},
    items: { data: items, has_more: false },
  };
  const limits = { message_chars: 100_000, attachments: 10, edits: true, search_chars: 200 };
  const titles = ['A weekend in Lisbon', 'The shortest route to the museum', 'Shirt, size M', 'Why the sky is blue'];
  const threads = titles.map((title, index) => ({
    ...thread,
    id: `thr_${index + 1}`,
    title,
    created_at: new Date(Date.now() - index * 40e6 * 2).toISOString(),
    items: { data: [], has_more: false },
  }));
  const lastWords = [
    'Take tram 28 early; by ten it is full.',
    'Is there a shorter way?',
    'Ordered in M. It arrives on Thursday.',
    'Blue light is scattered more than red light.',
  ];
  const found = threads.map(({ id, created_at }, index) => ({
    thread_id: id,
    from: index === 1 ? 'user' : 'assistant',
    text: lastWords[index],
    created_at,
  }));
  return async (_url, init) => {
    const { type, params } = JSON.parse(init.body);
    if (type === 'threads.search')
      return Response.json({
        data: found.filter(({ text }) => text.toLowerCase().includes(params.query)),
        has_more: false,
      });
    if (type === 'threads.list') return Response.json({ data: given ?? threads, has_more: false, limits });
    if (loads) return new Promise(() => {}); // never resolves, so the upload lasts as long as the page is open
    if (type === 'threads.get_by_id') return Response.json({ ...thread, limits });
    if (type === 'items.list') return Response.json({ data: [], has_more: false });
    if (fails || type === 'attachments.create') throw new TypeError('Failed to fetch');
    if (type !== 'threads.create') return Response.json({});
    const first = [
      { type: 'thread.created', thread: { ...thread, items: { data: [], has_more: false } } },
      done(user('m1', sends)),
      { type: 'stream_options', stream_options: { allow_cancel: true } },
    ];
    const lines = [...first, ...events].map((event) => `data: ${JSON.stringify(event)}\n\n`);
    const body = new ReadableStream({
      start(controller) {
        for (const line of lines) controller.enqueue(new TextEncoder().encode(line));
        if (ends) controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
}

function pieces(id, text) {
  return [...text.matchAll(/[^]{1,12}/g)].map(([delta]) => ({
    type: 'thread.item.updated',
    item_id: id,
    update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta },
  }));
}

/** Draws an image on a canvas, so that the page needs no image file and no other host. */
function paint() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 480 });
  const pen = canvas.getContext('2d');
  const sky = pen.createLinearGradient(0, 0, 0, 480);
  for (const [stop, color] of [
    [0, '#1e1b4b'],
    [0.45, '#be185d'],
    [0.62, '#fb923c'],
    [0.66, '#1e3a5f'],
    [1, '#0b1220'],
  ])
    sky.addColorStop(stop, color);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 480, 480);
  pen.fillStyle = '#ffedd5';
  pen.beginPath();
  pen.arc(330, 290, 34, 0, Math.PI * 2);
  pen.fill();
  return canvas.toDataURL('image/png').split(',')[1];
}
