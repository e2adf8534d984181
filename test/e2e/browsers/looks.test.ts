/**
 * Looks that are the same in every engine: where lines break after a citation, and how high the fields of a form are.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { assistantItem, threadOf, widgetItem } from '../../harness/pages/element-host.ts';
import { fieldHelpers } from '../../harness/pages/field-helpers.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { inLongRun, isLongRun } from '../../harness/long-run.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { type Typist, usualEngines } from '../../harness/browsers/typists.ts';

const patience = { timeout: 20_000 };

const marks = [',', '.', ';', ':', ')', '!', '?', '”', '»', '。', '，', '、', '؟', '،'];
const url = (host: string) => ({ type: 'url', title: 'A page', url: `https://${host}/`, group: host });
const entity = (id: string, more: object) => ({ type: 'entity', id, title: `Entity ${id}`, data: {}, ...more });
/** Each kind of citation mark: a link, buttons of one and of two sources, names and a picture. */
const sources = [
  [url('shop.example')],
  [{ type: 'file', title: 'A file', filename: 'a.pdf' }],
  [url('one.example'), url('two.example')],
  [entity('a', { inline_label: 'A spring fair', interactive: true })],
  [entity('b', { inline_label: 'A label of many words, which is cut', interactive: false })],
  [entity('c', { icon: 'map-pin', interactive: true })],
];

/** One paragraph for each mark of punctuation and each kind of citation, where `⁂` is the citation's place. */
const paragraphs = marks.flatMap((mark) =>
  sources.map((cited) => ({ text: `Some words come first⁂${mark} and more words`, cited })),
);
const special = [
  { text: 'Some *words come first⁂*, and more words', cited: sources[0] },
  { text: '| a | b |\n| - | - |\n| Some words come first⁂, and more | Words come first⁂. |', cited: sources[0] },
];

const manyWords = 'and many more words '.repeat(6);
const paths = `| file | command |
| - | - |
| \`src/chatkit/thread/item\` ${manyWords} | \`npm run test/unit -- src/protocol/client\` ${manyWords} |`;

function answer() {
  let text = '';
  const annotations: object[] = [];
  for (const { text: written, cited = [] } of [...paragraphs, ...special]) {
    for (const [index, part] of written.split('⁂').entries()) {
      if (index > 0) for (const source of cited) annotations.push({ type: 'annotation', source, index: text.length });
      text += part;
    }
    text += '\n\n';
  }
  return { ...assistantItem('msg_1'), content: [{ type: 'output_text', text, annotations }] };
}

const sizes = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'];
const form = {
  type: 'Card',
  children: sizes.map((size) => ({
    type: 'Row',
    children: [
      ...['text', 'number', 'email', 'password', 'tel', 'url'].map((inputType) => ({
        type: 'Input',
        name: `${inputType}-${size}`,
        inputType,
        size,
      })),
      { type: 'Select', name: `select-${size}`, options: [{ label: 'One', value: '1' }], size },
      { type: 'DatePicker', name: `date-${size}`, size },
      { type: 'Button', label: 'Save', size },
    ],
  })),
};

/** Touch screens get the platform's own pickers. */
const coarsePointer = `<script>
  const pageMatchMedia = window.matchMedia.bind(window);
  window.matchMedia = (query) => pageMatchMedia(query.includes('coarse') ? 'all' : query);
</script>`;

/** The element with one stored thread; its server is in the page. */
const page = (item: object) => `<script type="module" src="/dist/chatkit.js"></script><script type="module">
  const thread = ${JSON.stringify(threadOf('thr_1', 'A talk', [item])).replaceAll('<', '\\u003c')};
  const answers = { 'threads.get_by_id': thread, 'threads.list': { data: [thread], has_more: false } };
  const chat = globalThis.chat = document.createElement('openai-chatkit');
  chat.style.cssText = 'height: 600px; width: 600px';
  chat.setOptions({
    api: { url: '/nowhere', domainKey: 'own', fetch: async (url, { body }) => Response.json(answers[JSON.parse(body).type] ?? {}) },
    initialThread: 'thr_1',
  });
  document.body.append(chat);
</script>`;

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({});
  const shown = (item: object, head = '') => hostDocument({ head: fieldHelpers + head, tag: page(item) });
  shop = await openShop(server, {
    '/citations': shown(answer()),
    '/paths': shown(assistantItem('msg_1', paths)),
    '/form': shown(widgetItem('msg_1', form)),
    '/touch-form': shown(widgetItem('msg_1', form), coarsePointer),
  });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

/** Runs in the page: for each width of the chat, the punctuation that begins a line, and chips that stick out or are indented. */
function findFaults(widths: readonly number[]) {
  const log: HTMLElement = Reflect.get(globalThis, 'find')('.ck-md');
  const chat: HTMLElement = Reflect.get(globalThis, 'chat');
  const blocks = [...log.querySelectorAll('p, td')].filter((block) => block.querySelector('.citation-place'));
  const faults: string[] = [];
  const after = (place: Element) => {
    let node: Node = place;
    while (!node.nextSibling) node = node.parentNode ?? document;
    return node.nextSibling;
  };
  for (const width of widths) {
    chat.style.width = `${width}px`;
    for (const block of blocks) {
      const places = [...block.querySelectorAll('.citation-place')];
      const place = places.at(-1);
      const chip = [...(place?.querySelectorAll('.citation, .citation-entity') ?? [])].at(-1)?.getBoundingClientRect();
      const text = place && after(place);
      if (!chip || !text) throw new Error('A citation is missing.');
      const range = document.createRange();
      range.setStart(text, 0);
      range.setEnd(text, 1);
      const mark = range.getBoundingClientRect();
      if (mark.top >= chip.bottom - 2) faults.push(`${width}: ${range.toString()} after ${place.textContent}`);
      const before = document.createRange();
      before.setStartBefore(block);
      before.setEndBefore(place);
      const previous = [...before.getClientRects()].filter(({ width }) => width > 0).at(-1);
      const first = place.querySelector('.citation, .citation-entity')?.getBoundingClientRect();
      const { paddingLeft } = getComputedStyle(block);
      const indent = (first?.left ?? Number.NaN) - block.getBoundingClientRect().left - Number.parseFloat(paddingLeft);
      if (previous && first && first.top >= previous.bottom - 2 && Math.abs(indent) > 1)
        faults.push(`${width}: ${place.textContent} is indented by ${indent}`);
      if (chip.right > block.getBoundingClientRect().right + 1)
        faults.push(`${width}: ${place.textContent} sticks out`);
    }
  }
  return { faults, blocks: blocks.length };
}

/** Runs in the page: by state of the gallery, what takes the composer's place, and messages and files that were not taken. */
function findStates() {
  const selectors = [
    'form.questions',
    '.closed',
    '.history',
    '.unsent',
    '.refused',
    '.waiting',
    '.progress',
    '.notice',
  ];
  const found: Record<string, string[]> = {};
  for (const figure of document.querySelectorAll('#gallery > figure')) {
    const root = figure.querySelector('openai-chatkit')?.shadowRoot;
    const parts = selectors.filter((selector) => root?.querySelector(selector));
    if (parts.length > 0) found[figure.querySelector('figcaption')?.textContent ?? ''] = parts;
  }
  return found;
}

for (const { name, isInstalled, open } of usualEngines) {
  describe.runIf(isInstalled)(`what is drawn in ${name}`, () => {
    let typist: Typist;
    beforeAll(async () => {
      typist = await open();
    });
    afterAll(() => typist?.close());

    const visit = async (path: string, selector: string) => {
      await typist.go(`${shop.url}${path}`);
      const exists = () => typist.evaluate((selector) => Boolean(Reflect.get(globalThis, 'find')(selector)), selector);
      await vi.waitUntil(exists, patience);
    };

    it('no line begins with the punctuation that follows a citation', async () => {
      await visit('citations', 'table .citation');
      const widths = Array.from({ length: inLongRun(90, 30) }, (_, index) => 260 + index * inLongRun(4, 12));
      const { faults, blocks } = await typist.evaluate(findFaults, widths);
      expect(blocks).toBe(marks.length * sources.length + 3);
      expect(faults).toEqual([]);
    });

    it('no line in a table breaks after a slash in code', async () => {
      await visit('paths', 'table code');
      const broken = await typist.evaluate(() => {
        const table: HTMLElement = Reflect.get(globalThis, 'find')('table');
        const faults: string[] = [];
        for (const code of table.querySelectorAll('code')) {
          const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
          let last: DOMRect | undefined;
          let lastLetter = '';
          for (let node = texts.nextNode(); node; node = texts.nextNode())
            for (const [index, letter] of [...(node.nodeValue ?? '')].entries()) {
              const range = document.createRange();
              range.setStart(node, index);
              range.setEnd(node, index + 1);
              const place = range.getBoundingClientRect();
              if (last && lastLetter === '/' && place.top >= last.bottom - 2) faults.push(code.textContent ?? '');
              last = place;
              lastLetter = letter;
            }
        }
        return { faults, codes: table.querySelectorAll('code').length };
      });
      expect(broken).toEqual({ faults: [], codes: 2 });
    });

    it.each(['form', 'touch-form'])('all fields and buttons of a size are equally high: %s', async (path) => {
      await visit(path, path === 'form' ? '.w-picker' : 'select.w-field');
      const heights = await typist.evaluate((sizes) => {
        const form: HTMLElement = Reflect.get(globalThis, 'find')('.w-button').closest('.w-card, form, article');
        return sizes.map((size) => [
          ...new Set([...form.querySelectorAll(`.size-${size}`)].map((field) => field.getBoundingClientRect().height)),
        ]);
      }, sizes);
      expect(heights).toEqual([[24], [26], [28], [32], [36], [40], [44], [48], [56]]);
    });

    // The states come from our code, not from the engine.
    if (name !== 'Chromium' && !isLongRun) return;

    it('every frame of the gallery shows its own state', async () => {
      await typist.go(`${server.url}gallery?width=390`);
      await expect
        .poll(() => typist.evaluate(findStates), { timeout: 50_000 })
        .toEqual({
          'Waiting for an answer': ['.waiting'],
          Progress: ['.progress'],
          'Not sent': ['.unsent'],
          Notices: ['.notice'],
          'A question': ['form.questions'],
          'A closed conversation': ['.closed'],
          'No conversations yet': ['.history'],
          'Refused files': ['.refused'],
          History: ['.history'],
          'Messages that wait': ['.waiting'],
        });
    });
  });
}
