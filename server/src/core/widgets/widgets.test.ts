import { describe, expect, it } from 'vitest';
import { applyUpdate } from '@chatdock/protocol/reducer/apply-update';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/thread/widgets';
import { addMessage, openChat, outline } from '../../../../test/harness/chat/chat-server.ts';
import { diffWidget } from './diff-widget.ts';
import { streamWidget, type WidgetInput } from './stream-widget.ts';
import { parseWidgetTemplate } from './widget-template.ts';

const thread = { id: 'thr_1', created_at: '2026-01-01T00:00:00Z', status: { type: 'active' as const }, metadata: {} };
const card = (...children: WidgetComponent[]): WidgetRoot => ({ type: 'Card', children });
const text = (value: string, more: object = {}): WidgetComponent => ({ type: 'Text', value, ...more });

async function collect(events: AsyncIterable<ThreadStreamEvent>) {
  const all: ThreadStreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function* states(...all: WidgetInput[]) {
  yield* all;
}

describe('streaming a widget', () => {
  it('sends an unchanging widget as one finished item [P156]', async () => {
    const chat = openChat({ respond: (thread) => streamWidget(thread, card(text('Hi')), { copyText: 'Hi' }) });
    const { id } = await chat.thread();
    const events = (await chat.stream(addMessage(id))).slice(2);
    expect(outline(events)).toEqual(['thread.item.done widget']);
    expect(events[0]).toMatchObject({
      item: { id: expect.stringMatching(/^msg_/), copy_text: 'Hi', widget: { type: 'Card' } },
    });
  });

  it('sends a growing widget as added, updated and done under one id, which clients rebuild [P157]', async () => {
    const last = card(text('Hello there', { id: 't' }), text('!'));
    const events = await collect(
      streamWidget(thread, states(card(text('He', { id: 't' })), card(text('Hello', { id: 't' })), last)),
    );
    expect(outline(events)).toEqual([
      'thread.item.added widget',
      'thread.item.updated',
      'thread.item.updated',
      'thread.item.done widget',
    ]);
    const [first, ...rest] = events;
    const end = rest.at(-1);
    if (first?.type !== 'thread.item.added' || end?.type !== 'thread.item.done') throw new Error('unexpected');
    expect({ ...end.item, widget: null }).toEqual({ ...first.item, widget: null });
    const shown = rest.reduce(
      (item, event) => (event.type === 'thread.item.updated' ? applyUpdate(item, event.update) : item),
      first.item,
    );
    expect(shown).toMatchObject({ widget: last });
  });

  it('sends a state as it was when yielded', async () => {
    const state = card(text('a', { id: 't' }));
    async function* edited() {
      yield state;
      Object.assign(state, card(text('ab', { id: 't' })));
      yield state;
    }
    expect((await collect(streamWidget(thread, edited())))[1]).toMatchObject({ update: { delta: 'b' } });
  });

  it('sends dates as text', async () => {
    const [event] = await collect(
      streamWidget(thread, card({ type: 'DatePicker', defaultValue: new Date(Date.UTC(2026, 0, 2)) })),
    );
    expect(event).toMatchObject({ item: { widget: { children: [{ defaultValue: '2026-01-02T00:00:00.000Z' }] } } });
  });

  it('fails for a generator without a state', async () => {
    await expect(collect(streamWidget(thread, states()))).rejects.toThrow('without yielding a state');
  });

  it('refuses roots except Card, ListView and Basic; passes unknown child types [P164]', async () => {
    await expect(collect(streamWidget(thread, { type: 'Box' }))).rejects.toThrow('Card');
    const [event] = await collect(streamWidget(thread, { type: 'Basic', children: [{ type: 'Hologram', depth: 3 }] }));
    expect(event).toMatchObject({ item: { widget: { children: [{ type: 'Hologram', depth: 3 }] } } });
  });
});

describe('widget diffs', () => {
  const grows = (type: string, more: object) =>
    diffWidget(card({ type, value: 'a', ...more }), card({ type, value: 'ab', ...more }));
  const replaced = (after: WidgetRoot) => [{ type: 'widget.root.updated', widget: after }];

  it('send growing text of a Text or Markdown with an id as a delta [P158]', () => {
    for (const type of ['Text', 'Markdown']) {
      expect(grows(type, { id: 't' })).toEqual([
        { type: 'widget.streaming_text.value_delta', component_id: 't', delta: 'b', done: true },
      ]);
      expect(grows(type, {})).toEqual([]);
    }
  });

  it('send nothing for growing text inside a Transition [P159]', () => {
    const around = (value: string) => card({ type: 'Transition', children: text(value, { id: 't' }) });
    expect(diffWidget(around('a'), around('ab'))).toEqual([]);
  });

  it('mark a delta as the last unless the component is streaming [P160]', () => {
    expect(grows('Text', { id: 't', streaming: true })).toMatchObject([{ done: false }]);
    expect(grows('Text', { id: 't', streaming: false })).toMatchObject([{ done: true }]);
  });

  it('send the whole widget for any other change [P161]', () => {
    const before = card(text('a', { id: 't', streaming: true, size: 'sm' }));
    for (const after of [
      card(text('a', { id: 't', streaming: false, size: 'sm' })),
      card(text('ab', { id: 't', streaming: false, size: 'sm' })),
      card(text('a', { id: 't', streaming: true, size: 'lg' })),
      card(text('a', { id: 't', streaming: true })),
      card(text('b', { id: 't', streaming: true, size: 'sm' })),
      card(text('', { id: 't', streaming: true, size: 'sm' })),
      card(text('a', { id: 'u', streaming: true, size: 'sm' })),
      card({ type: 'Markdown', value: 'a', id: 't', streaming: true, size: 'sm' }),
      { ...before, key: 'k' },
      { ...before, type: 'ListView' as const },
    ]) {
      expect(diffWidget(before, after)).toEqual(replaced(after));
    }
    expect(grows('Title', { id: 't' })).toMatchObject([{ type: 'widget.root.updated' }]);
    const action = (order: number) => card({ type: 'Button', onClickAction: { type: 'go', payload: { order } } });
    expect(diffWidget(action(1), action(2))).toEqual(replaced(action(2)));
  });

  it('send the whole widget for an added or removed child [P162]', () => {
    expect(diffWidget(card(text('a')), card(text('a'), text('b')))).toEqual(replaced(card(text('a'), text('b'))));
    expect(diffWidget(card(text('a')), card())).toEqual(replaced(card()));
  });

  it('treat missing and null members alike [P163]', async () => {
    const events = await collect(
      streamWidget(thread, states(card(text('a', { size: null })), card(text('a')), card(text('a', { size: null })))),
    );
    expect(outline(events)).toEqual(['thread.item.added widget', 'thread.item.done widget']);
    expect(diffWidget(card(text('a')), card(text('a', { size: undefined })))).toEqual([]);
  });

  it('find several growing texts at any depth', () => {
    const tree = (one: string, two: string) =>
      card({ type: 'Col', children: [text(one, { id: '1' }), { type: 'Row', children: [text(two, { id: '2' })] }] });
    expect(diffWidget(tree('a', 'x'), tree('ab', 'xy'))).toMatchObject([
      { component_id: '1', delta: 'b' },
      { component_id: '2', delta: 'y' },
    ]);
  });
});

describe('.widget templates', () => {
  const file = (template: string, more: object = {}) => ({
    version: '1.0',
    name: 'Orders',
    template,
    jsonSchema: { type: 'object' },
    outputJsonPreview: {},
    encodedWidget: '',
    ...more,
  });
  const ORDERS = `{"type":"ListView","children":[{%- for order in orders -%}{"type":"ListViewItem","children":[{"type":"Text","value":{{ order.title | tojson }}},{"type":"Caption","value":{{ order.note | default('none') | tojson }}}{%- if order.urgent is defined -%},{"type":"Badge","label":"Urgent"}{%- endif -%}]}{%- if not loop.last -%},{%- endif -%}{%- endfor -%}]}`;

  it('render with data into a widget', () => {
    const template = parseWidgetTemplate(JSON.stringify(file(ORDERS)));
    expect(template).toMatchObject({ name: 'Orders', jsonSchema: { type: 'object' } });
    const titles = ['Chair "Oslo"', '{{ injected }} </script>'];
    expect(
      template.build({
        orders: [
          { title: titles[0], urgent: true },
          { title: titles[1], note: 'x' },
        ],
      }),
    ).toEqual({
      type: 'ListView',
      children: [
        {
          type: 'ListViewItem',
          children: [
            { type: 'Text', value: titles[0] },
            { type: 'Caption', value: 'none' },
            { type: 'Badge', label: 'Urgent' },
          ],
        },
        {
          type: 'ListViewItem',
          children: [
            { type: 'Text', value: titles[1] },
            { type: 'Caption', value: 'x' },
          ],
        },
      ],
    });
  });

  it('refuse versions other than 1.0 and undefined variables [P165]', () => {
    for (const version of ['1.1', '2.0', ''])
      expect(() => parseWidgetTemplate(file('{}', { version }))).toThrow('version');
    const use =
      (body: string, data = {}) =>
      () =>
        parseWidgetTemplate(file(`{"type":"Card","x":[${body}]}`)).build(data);
    for (const body of [
      '{{ missing | tojson }}',
      '{{ missing }}',
      '{% if missing %}1{% endif %}',
      '{% for x in missing %}{% endfor %}',
      '{{ known.missing | tojson }}',
      '{{ missing.deep }}',
    ]) {
      expect(use(body, { known: {} }), body).toThrow(/missing/);
    }
    expect(use('{% if missing is defined %}1{% endif %}')()).toEqual({ type: 'Card', x: [] });
    expect(use('{{ known | tojson }}', { known: null })()).toEqual({ type: 'Card', x: [] });
  });

  it('say which text is not valid JSON: the file, or the output of the template', () => {
    expect(() => parseWidgetTemplate('{"version"')).toThrow(
      /^This is not a widget template: its text is not valid JSON: /,
    );
    const unquoted = parseWidgetTemplate(file('{"type":"Card","title":{{ title }}}'));
    expect(() => unquoted.build({ title: 'Order' })).toThrow(
      /^The text that the widget template "\w+" produced is not valid JSON: .*needs? the filter "tojson"\.$/,
    );
  });

  it('cannot reach the language they run in', () => {
    const render = (body: string) => () =>
      parseWidgetTemplate(file(`{"type":"Card","x":${body}}`)).build({ known: 'a', list: [1] });
    for (const body of [
      '{{ known.constructor | tojson }}',
      '{{ list.constructor.constructor("return 1")() }}',
      '{{ __proto__ }}',
      '{{ globalThis | tojson }}',
      '{{ process.env | tojson }}',
    ])
      expect(render(body), body).toThrow('its data does not have');
  });
});
