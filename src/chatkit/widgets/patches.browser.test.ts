/** Updates of a widget leave alone what the visitor is doing in it. */
import { applyUpdate } from '@chatdock/protocol/reducer/apply-update';
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { WidgetItem } from '@chatdock/protocol/thread/items';
import { isWidgetRoot } from '@chatdock/protocol/kinds';
import { toWidgetComponent } from '@chatdock/protocol/thread/widgets';
import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { card, showWidget } from '../../../test/harness/chat/show-widget.ts';

const rows = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
const tree = card([
  { type: 'Text', id: 'note', value: 'A note', streaming: true },
  { type: 'Badge', id: 'badge', label: 'new' },
  {
    type: 'Form',
    children: [
      { type: 'Row', children: [{ type: 'Input', name: 'mail', placeholder: 'Mail' }] },
      { type: 'Row', children: [{ type: 'Textarea', name: 'text', defaultValue: rows, rows: 4 }] },
      { type: 'Select', name: 'land', options: [{ value: 'a', label: 'Aruba' }, { value: 'b', label: 'Belgium' }] },
      { type: 'Checkbox', name: 'terms', label: 'Terms' },
    ],
  },
]); // prettier-ignore

/** The widget, and the events that a server sends for it. */
function open() {
  const shown = showWidget(tree);
  const component = toWidgetComponent(tree);
  if (!component || !isWidgetRoot(component)) throw new Error('The tree has no root.');
  let item: WidgetItem = { type: 'widget', id: 'msg_1', thread_id: 't', created_at: '2026-01-01T00:00:00Z', widget: component }; // prettier-ignore
  const update = (...updates: ThreadItemUpdate[]) => {
    for (const one of updates) {
      const next = applyUpdate(item, one);
      if (next.type === 'widget') item = next;
    }
    shown.draw(item.widget);
  };
  return { ...shown, update, tree: () => item.widget };
}

const child = (value: object) => {
  const component = toWidgetComponent(value);
  if (!component) throw new Error('The component has no type.');
  return component;
};
const kinds: [string, (widget: ReturnType<typeof open>) => void][] = [
  ['streamed text', ({ update }) => update(...['a', ' b', ' c'].map((delta) => ({ type: 'widget.streaming_text.value_delta' as const, component_id: 'note', delta, done: false })))],
  ['a replaced component', ({ update }) => update({ type: 'widget.component.updated', component_id: 'badge', component: child({ type: 'Badge', id: 'badge', label: 'newer' }) })],
  ['a new root with components before the form', ({ update, tree: now }) => {
    const [first, badge, form] = now().children as ReturnType<typeof child>[];
    if (!first || !badge || !form) throw new Error('The tree has three components.');
    const more = [child({ type: 'Row', children: [{ type: 'Text', value: 'above' }] }), child({ type: 'Form', children: [{ type: 'Input', name: 'other' }] })];
    const rowsBefore = child({ type: 'Row', children: [{ type: 'Text', value: 'inside' }] });
    const inner = { ...form, children: [rowsBefore, ...(form.children as ReturnType<typeof child>[])] };
    update({ type: 'widget.root.updated', widget: { ...now(), children: [...more, first, inner, badge] } });
  }],
]; // prettier-ignore

describe.each(kinds)('%s', (_, change) => {
  it('keeps focus, caret, selection and a half-typed value [E180]', async () => {
    const widget = open();
    const field = widget.find<HTMLInputElement>('input[placeholder=Mail]');
    field.focus();
    await userEvent.keyboard('ada@exam');
    field.setSelectionRange(2, 5, 'backward');
    change(widget);
    await vi.waitFor(() => expect(widget.place.textContent).toMatch(/A notea b c|newer|above/));
    expect(widget.find('input[placeholder=Mail]')).toBe(field);
    expect(widget.root.activeElement).toBe(field);
    expect([field.value, field.selectionStart, field.selectionEnd, field.selectionDirection]).toEqual([
      'ada@exam',
      2,
      5,
      'backward',
    ]);
    await userEvent.keyboard('X');
    expect(field.value).toBe('adXxam');
  });

  it('keeps the scroll position of a text, a ticked box and an open list', async () => {
    const widget = open();
    const text = widget.find<HTMLTextAreaElement>('textarea');
    text.scrollTop = 60;
    widget.find('[type=checkbox]').click();
    await userEvent.click(widget.find('[role=combobox]'));
    await userEvent.keyboard('{ArrowDown}');
    change(widget);
    await vi.waitFor(() => expect(widget.place.textContent).toMatch(/A notea b c|newer|above/));
    expect(widget.find('textarea')).toBe(text);
    expect(text.scrollTop).toBe(60);
    expect(widget.find<HTMLInputElement>('[type=checkbox]').checked).toBe(true);
    expect(widget.root.activeElement).toBe(widget.find('[role=listbox]'));
    expect(widget.find('.menu-entry.active').textContent).toBe('Belgium');
  });
});

it('an update renders only the parts that it changes', () => {
  const widget = open();
  const touched: Node[] = [];
  const observer = new MutationObserver((changes) => touched.push(...changes.map(({ target }) => target)));
  observer.observe(widget.place, { subtree: true, childList: true, characterData: true, attributes: true });
  widget.update({ type: 'widget.streaming_text.value_delta', component_id: 'note', delta: ' grows', done: false });
  touched.push(...observer.takeRecords().map(({ target }) => target));
  expect(touched.length).toBeGreaterThan(0);
  for (const node of touched) expect(widget.find('.w-text').contains(node), node.textContent ?? '').toBe(true);
});
