/** The thread's notices at its end, and the sources of an answer. */
import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openThread, paragraphs, settled } from '../../../test/harness/chat/long-thread.ts';
import {
  added,
  assistantItem,
  delta,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
  userItem,
  type RenderOptions,
} from '../../../test/harness/chat/render-chat.ts';

it('unfolded sources at the end scroll into view, and their button stays in view', async () => {
  const annotations = Array.from({ length: 12 }, (_, index) => ({
    type: 'annotation',
    source: { type: 'url', url: `https://s${index}.example/`, title: `Source ${index}` },
  }));
  const items = [
    userItem('m0', 'Q'),
    { ...assistantItem('m1', paragraphs(12)), content: [{ type: 'output_text', text: paragraphs(12), annotations }] },
  ];
  const chat = await renderChat(
    { initialThread: 'thr_1' },
    { answers: { 'threads.get_by_id': thread('thr_1', { items: { data: items, has_more: false } }) } },
  );
  await settled(() => expect(chat.root().querySelector('.sources summary')).not.toBeNull());
  await settled(() => expect(chat.root().querySelector('[role="log"]')?.scrollTop).toBeGreaterThan(200));
  // The text is drawn in parts. A part that is drawn later would move the sources.
  await settled(() => expect(chat.root().querySelectorAll('.assistant-message .ck-md > p')).toHaveLength(12));
  const summary = chat.root().querySelector<HTMLElement>('.sources summary');
  const view = chat.root().querySelector('[role="log"]')?.getBoundingClientRect();
  summary?.click();
  await settled(() =>
    expect(chat.root().querySelector('.sources li')?.getBoundingClientRect().height).toBeGreaterThan(0),
  );
  // The browser fires the `toggle` event in a separate task, and the thread scrolls only then.
  await settled(() => {
    const list = chat.root().querySelector('.sources')?.getBoundingClientRect();
    const below = (list?.bottom ?? Number.NaN) - (view?.bottom ?? Number.NaN);
    const above = (view?.top ?? Number.NaN) - (summary?.getBoundingClientRect().top ?? Number.NaN);
    expect(above).toBeLessThan(2);
    expect(Math.min(below, Math.abs(above))).toBeLessThan(2);
  });
});

it('the lines of a source begin where its title begins', async () => {
  const source = { type: 'url', url: 'https://bridge.example/', title: 'The bridge', description: 'A history.' };
  const text = { type: 'output_text', text: 'It opened in 1966.', annotations: [{ type: 'annotation', source }] };
  const items = [userItem('m0', 'Q'), { ...assistantItem('m1', ''), content: [text] }];
  const chat = await renderChat(
    { initialThread: 'thr_1' },
    { answers: { 'threads.get_by_id': thread('thr_1', { items: { data: items, has_more: false } }) } },
  );
  await settled(() => expect(chat.root().querySelector('.sources summary')).not.toBeNull());
  chat.root().querySelector<HTMLElement>('.sources summary')?.click();
  const left = (selector: string) => chat.root().querySelector(`.sources ${selector}`)?.getBoundingClientRect().left;
  await settled(() => expect(left('li a')).toBeGreaterThan(0));
  expect(left('small')).toBe(left('li a'));
  expect(left('.source-description')).toBe(left('li a'));
});

it('what scrolls into view is not under the fade, and no text is beside the jump button', async () => {
  const chat = await openThread(40);
  await chat.logs('Answer 39');
  await chat.scrollTo(chat.box().scrollHeight / 2);
  await settled(() => expect(chat.jumpButton()).not.toBeNull());
  const view = chat.box().getBoundingClientRect();
  const frame = chat.root().querySelector('.thread-frame');
  if (!frame) throw new Error('There is no thread.');
  const fade = Number.parseFloat(getComputedStyle(frame, '::after').height);
  expect(fade).toBeGreaterThan(20);
  expect(fade).toBeLessThan(view.height / 3);
  const below = [...chat.root().querySelectorAll('[data-item]')].find(
    (row) => row.getBoundingClientRect().bottom > view.bottom,
  );
  below?.scrollIntoView({ block: 'nearest' });
  await settled(() =>
    expect(view.bottom - (below?.getBoundingClientRect().bottom ?? Number.NaN)).toBeGreaterThanOrEqual(fade - 1),
  );
  // In a low window, such as one at 400 %, no text is between the button and the fade.
  chat.element.style.height = '220px';
  await settled(() => expect(chat.box().clientHeight).toBeLessThan(150));
  const low = chat.box().getBoundingClientRect();
  const button = chat.jumpButton()?.getBoundingClientRect();
  const lowFade = Number.parseFloat(getComputedStyle(frame, '::after').height);
  expect(low.bottom - lowFade).toBeLessThan(button?.top ?? Number.NaN);
});

it('streaming text renders its message without rewriting a style sheet', async () => {
  const chat = await openThread(30);
  await chat.logs('Answer 29');
  const turn = await chat.say('Go on');
  turn.send(
    done(userItem('new_1', 'Go on')),
    options(true),
    added(assistantItem('new_2', '')),
    delta('new_2', 'First'),
  );
  await chat.logs('First');
  // Parts of the thread that load meanwhile add their own style sheets.
  const present = new Set<unknown>(chat.root().adoptedStyleSheets);
  const write = vi.spyOn(CSSStyleSheet.prototype, 'replaceSync');
  for (const word of [' second', ' third', ' fourth']) {
    turn.send(delta('new_2', word));
    await chat.logs(word);
  }
  turn.end();
  expect(write.mock.contexts.filter((sheet) => present.has(sheet))).toEqual([]);
  write.mockRestore();
});

it('the gap between an answer and the next question has no room for hidden buttons', async () => {
  const chat = await openThread(10);
  await chat.logs('Answer 9');
  await settled(() => expect(Math.abs(chat.belowView())).toBeLessThan(3));
  const text = chat.row('m7')?.querySelector('.ck-md')?.getBoundingClientRect().bottom ?? Number.NaN;
  const question = chat.row('m8')?.querySelector('.bubble')?.getBoundingClientRect().top ?? Number.NaN;
  expect(question - text).toBeGreaterThanOrEqual(32);
  expect(question - text).toBeLessThan(52);
});

describe('a closed conversation', () => {
  const openClosed = async () => {
    const status = { type: 'closed', reason: 'This case is closed.' };
    const answer = () => thread('thr_1', { status, items: { data: [], has_more: false } });
    const chat = await openThread(2, {}, { 'threads.get_by_id': answer });
    await chat.shows('This case is closed.');
    return chat;
  };
  const field = (chat: Awaited<ReturnType<typeof openClosed>>) => chat.root().querySelector('[role="textbox"]');

  it('offers a new one', async () => {
    const chat = await openClosed();
    const button = [...chat.root().querySelectorAll<HTMLButtonElement>('.closed button')][0];
    expect(button?.textContent).toBe('Start a new chat');
    button?.click();
    await settled(() => expect(field(chat)).not.toBeNull());
  });

  it('gives the focus to the text field of the new one, which is drawn a moment later', async () => {
    const chat = await openClosed();
    // The button of the page's own header, as in the dock.
    const ofThePage = document.createElement('button');
    chat.element.after(ofThePage);
    ofThePage.focus();
    void chat.element.setThreadId(null);
    void chat.element.focusComposer();
    await settled(() => expect(field(chat)).not.toBeNull());
    await settled(() => expect(chat.root().activeElement).toBe(field(chat)));
  });
});

describe('sources', () => {
  const url = (name: string, more: Record<string, unknown> = {}) => ({
    type: 'url',
    url: `https://${name}.example/page`,
    title: `Page of ${name}`,
    ...more,
  });
  const annotated = (text: string, annotations: unknown[]) => ({
    ...assistantItem('msg_2', text),
    content: [{ type: 'output_text', text, annotations }],
  });
  const cite = (source: unknown, index?: number) => ({
    type: 'annotation',
    source,
    ...(index === undefined ? {} : { index }),
  });

  async function answer(text: string, annotations: unknown[], given: RenderOptions = {}) {
    const chat = await renderChat(given);
    const turn = await chat.say('What rests on what?');
    turn.send(...firstTurn('What rests on what?'), done(annotated(text, annotations)));
    turn.end();
    await settled(() => expect(chat.root().querySelector('.ck-md')).not.toBeNull());
    return chat;
  }

  it('are marked in the text, grouped per position, and all listed [E119 E120]', async () => {
    const chat = await answer('First fact. Second **fact**.', [
      cite(url('one'), 11),
      cite(url('two'), 11),
      cite(url('three'), 28),
      cite(url('four')),
    ]);
    await settled(() => expect(chat.root().querySelectorAll('.citation')).toHaveLength(2));
    expect(chat.root().querySelector('.ck-md')?.textContent).toBe(
      'First fact.one.example +1 Second fact.three.example',
    );
    expect(chat.root().querySelector('.sources summary')?.textContent).toBe('4 sources');
    expect([...chat.root().querySelectorAll('.sources li a')].map(({ textContent }) => textContent)).toEqual([
      'Page of one',
      'Page of two',
      'Page of three',
      'Page of four',
    ]);
    expect(chat.root().querySelector<HTMLDetailsElement>('.sources')?.open).toBe(false);
  });

  it('leave no gap between a chip and the punctuation after it', async () => {
    const chat = await answer('A fact, another.', [cite(url('one'), 6)]);
    await settled(() => expect(chat.root().querySelector('.citation')).not.toBeNull());
    const place = chat.root().querySelector('.citation-place');
    const comma = document.createRange();
    comma.selectNodeContents(place?.nextSibling ?? document.body);
    expect(comma.toString()).toBe(', another.');
    const chip = place?.querySelector('.citation')?.getBoundingClientRect().right ?? Number.NaN;
    expect(Math.abs(comma.getBoundingClientRect().left - chip)).toBeLessThan(1);
  });

  it('are short names, whatever the kind of the source', async () => {
    const long = { type: 'url', title: 'T', url: 'https://login.bank.com.of.somebody-else.example/' };
    const named = url('two', { attribution: 'The Two' });
    const place = { type: 'entity', id: 'a', title: 'A mall beside the river', icon: 'map-pin', data: {} };
    const chat = await answer('One, two, three, four, five.', [
      cite(url('one'), 3),
      cite(named, 8),
      cite(long, 15),
      cite({ type: 'file', title: 'A report', filename: 'r.pdf' }, 21),
      cite(place, 27),
    ]);
    const chips = () => [...chat.root().querySelectorAll('.citation-place')].map(({ textContent }) => textContent);
    await settled(() =>
      expect(chips()).toEqual([
        'one.example',
        'The Two',
        '….somebody-else.example',
        'A report',
        'A mall beside the river',
      ]),
    );
    await settled(() => expect(chat.root().querySelector('.citation-entity .icon')).not.toBeNull());
  });

  it.each(['ltr', 'rtl'])('begin a line where its text begins: %s', async (direction) => {
    const chat = await answer(direction === 'ltr' ? ' is the source' : ' المصدر', [cite(url('one'), 0)]);
    await settled(() => expect(chat.root().querySelector('.citation')).not.toBeNull());
    const chip = chat.root().querySelector('.citation')?.getBoundingClientRect();
    const line = chat.root().querySelector('.ck-md p')?.getBoundingClientRect();
    const side = direction === 'ltr' ? 'left' : 'right';
    expect(Math.abs((chip?.[side] ?? Number.NaN) - (line?.[side] ?? Number.NaN))).toBeLessThan(1);
  });

  it('show a card on focus, which Escape closes [E119]', async () => {
    const chat = await answer('A fact.', [
      cite(url('one', { description: 'All about it', attribution: 'The One' }), 7),
    ]);
    await settled(() => expect(chat.root().querySelector('.citation')).not.toBeNull());
    chat.root().querySelector<HTMLElement>('.citation')?.focus();
    await settled(() => expect(chat.root().querySelector('.source-card')?.textContent).toContain('All about it'));
    await userEvent.keyboard('{Escape}');
    await settled(() => expect(chat.root().querySelector('.source-card')).toBeNull());
  });

  it("show an entity's inline label, and notify the page only if it is interactive [E121]", async () => {
    const clicked: string[] = [];
    const entity = (id: string, interactive: boolean) => ({
      type: 'entity',
      id,
      title: `Entity ${id}`,
      inline_label: `label ${id}`,
      interactive,
      data: {},
    });
    const chat = await answer('One. Two.', [cite(entity('a', true), 4), cite(entity('b', false), 9)], {
      entities: { onClick: ({ id }) => clicked.push(id) },
    });
    await settled(() =>
      expect([...chat.root().querySelectorAll('.citation-entity')].map(({ textContent }) => textContent)).toEqual([
        'label a',
        'label b',
      ]),
    );
    for (const mark of chat.root().querySelectorAll<HTMLElement>('.citation-entity')) mark.click();
    expect(clicked).toEqual(['a']);
  });

  it('headings are below the one that names the speaker', async () => {
    const chat = await answer('### A\n\n#### B\n\n> ###### C\n\n### D\n\n# E\n\n## F\n\nG\n===', []);
    await settled(() => expect(chat.root().querySelectorAll('.ck-md [aria-level]')).toHaveLength(7));
    const levels = [...chat.root().querySelectorAll('.ck-md [aria-level]')].map(
      (heading) => `${heading.textContent} ${heading.ariaLevel}`,
    );
    expect(chat.root().querySelector('.assistant-message > .hidden')?.tagName).toBe('H2');
    expect(levels).toEqual(['A 3', 'B 4', 'C 5', 'D 3', 'E 3', 'F 4', 'G 3']);
  });

  it('headings differ from each other and from bold text', async () => {
    const chat = await answer('# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n**Bold**', []);
    const looks = ['h1', 'h2', 'h3', 'h4', 'h5', 'strong'].map((name) => {
      const element = chat.root().querySelector(`.ck-md ${name}`);
      if (!element) throw new Error(`There is no ${name}.`);
      const { fontSize, color } = getComputedStyle(element);
      return `${fontSize} ${color}`;
    });
    expect(new Set(looks).size, looks.join()).toBe(looks.length);
  });

  it('a deep link passes its name and data to the page [E129]', async () => {
    const chat = await answer('See [the order](chatkit-link://order?id=7&part=a%20b).', []);
    await settled(() => expect(chat.root().querySelector('a')).not.toBeNull());
    chat.root().querySelector('a')?.click();
    expect(chat.named('chatkit.deeplink')).toEqual([{ name: 'order', data: { id: '7', part: 'a b' } }]);
  });

  it('images load only from hosts that the thread allows [E109]', async () => {
    const items = [
      userItem('m1', 'Show me'),
      assistantItem('m2', '![yes](https://good.example/a.png) ![no](https://bad.example/b.png)'),
    ];
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      {
        answers: {
          'threads.get_by_id': thread('thr_1', {
            allowed_image_domains: ['good.example'],
            items: { data: items, has_more: false },
          }),
        },
      },
    );
    await settled(() => expect(chat.root().querySelector('.ck-md')).not.toBeNull());
    expect([...chat.root().querySelectorAll('.ck-md img')].map((image) => image.getAttribute('src'))).toEqual([
      'https://good.example/a.png',
    ]);
    expect(chat.root().querySelector('.ck-image-blocked')?.textContent).toBe('no');
  });

  it('right-to-left text is set from the right [E128]', async () => {
    const chat = await answer('مرحبا بالعالم\n\nHello world\n\n- שלום', []);
    await settled(() => expect(chat.root().querySelectorAll('.ck-md > *')).toHaveLength(3));
    expect(
      [...chat.root().querySelectorAll<HTMLElement>('.ck-md > *')].map((block) => getComputedStyle(block).direction),
    ).toEqual(['rtl', 'ltr', 'rtl']);
  });
});
