/** Every component and every prop that the installed `@openai/chatkit` declares is read when it is drawn. */
import { h, render } from 'preact';
import { beforeAll, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/thread/widgets';
// The declarations as text; they have no default export of their own.
// oxlint-disable-next-line import/default
import declarations from '../../../node_modules/@openai/chatkit/types/widgets.d.ts?raw';
import { createText, english } from '../language/text.ts';
import { createPictures } from '../pictures/pictures.ts';
import { loadLater } from '../ui/loading/load-later.ts';
import { components } from './components/components.ts';
import { WidgetView } from './WidgetView.tsx';

/** Props that we do not draw on purpose, as `Component.prop`, each with the reason. */
const deviations: Record<string, string> = {};

beforeAll(loadLater);

/** The bodies of all types in the file, by name, and the names of the types that they extend. */
function readTypes() {
  const types = new Map<string, { body: string; rest: string }>();
  const source = declarations.replaceAll(/\/\/[^\n]*/g, '');
  for (const { 1: name = '', 2: body = '', 3: rest = '' } of source.matchAll(
    /type (\w+)(?:<[^>]*>)? = \{\n([\s\S]*?)\n\}([^;]*);/g,
  ))
    types.set(name, { body, rest });
  return types;
}

const namesIn = (body: string) => [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = '']) => name);

/** Component types with all their props; nested ones as `editable.name`. */
function declaredProps(): Map<string, string[]> {
  const types = readTypes();
  const expand = (name: string): string[] => {
    const type = types.get(name);
    if (!type) throw new Error(`The file declares no type ${name}.`);
    const nested = [...type.body.matchAll(/^ {2}(\w+)\??:[^\n;]*\n?[^;{]*\{\n((?: {6,8}\w+\??:[^\n]*\n)+)/gm)].flatMap(
      ([, prop, inner = '']) => [...inner.matchAll(/^ +(\w+)\??:/gm)].map(([, key]) => `${prop}.${key}`),
    );
    const picked = /Pick<\w+, ([^>]*)>/.exec(type.rest)?.[1];
    const inherited = picked
      ? [...picked.matchAll(/'(\w+)'/g)].map(([, key = '']) => key)
      : [...type.rest.matchAll(/& (\w+)/g)].flatMap(([, base = '']) => expand(base));
    return [...namesIn(type.body), ...nested, ...inherited];
  };
  const found = new Map<string, string[]>();
  for (const [name, { body }] of types) {
    const type = /^ {2}type: '([\w.]+)';$/m.exec(body)?.[1];
    if (type)
      found.set(
        type,
        [...new Set(expand(name))].filter((prop) => !['type', 'key', 'id'].includes(prop)),
      );
  }
  return found;
}

const action = { type: 'go' };
/** Trees that reach every branch in which a prop is read. */
const samples: Record<string, object[]> = {
  Text: [{ value: 'x' }, { value: 'x', editable: { name: 'n' } }],
  Transition: [{ children: { type: 'Text', value: 'x' } }],
  Divider: [{}],
  Image: [{ src: 'data:image/png;base64,AAAA', alt: 'x' }],
  Select: [{ name: 'n', options: [{ value: 'a', label: 'A' }] }],
  Card: [{ children: [], status: { text: 's' }, confirm: { label: 'c', action }, cancel: { label: 'd', action } }],
  ListView: [{ children: [], status: { text: 's' } }],
  RadioGroup: [{ name: 'n', options: [{ value: 'a', label: 'A' }] }],
};
const roots = new Set(['Card', 'ListView', 'Basic']);
const parents: Record<string, string> = { 'Table.Row': 'Table', 'Table.Cell': 'Table.Row', ListViewItem: 'ListView' };

/** Draws a component and opens its picker. Returns the names of the members that were read. */
async function readProps(type: string, sample: object): Promise<Set<string>> {
  const read = new Set<string>();
  const watch = <Value extends object>(value: Value, path: string): Value =>
    new Proxy(value, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        if (typeof key === 'string') read.add(path + key);
        return typeof member === 'object' && member !== null && !Array.isArray(member) && path === ''
          ? watch(member, `${key as string}.`)
          : member;
      },
      ownKeys(target) {
        // A copy of the whole object passes every member on.
        return Reflect.ownKeys(target);
      },
    });
  const component: WidgetComponent = watch({ type, ...sample }, '');
  const parent = parents[type];
  const inner = parent ? [{ type: parent, children: [component] }] : [component];
  const isRoot = (given: WidgetComponent): given is WidgetRoot => roots.has(given.type);
  const widget: WidgetRoot = isRoot(component) ? component : { type: 'Card', children: inner };
  const place = document.createElement('div');
  document.body.append(place);
  const props = { itemId: 'w', pictures: createPictures(), isDone: true, isBlocked: false, theme: 'light', scheme: 'light', text: createText(english), locale: 'en' } as const; // prettier-ignore
  try {
    render(h(WidgetView, { ...props, widget, runAction: async () => {}, reportError: () => {} }), place);
  } catch (cause) {
    // Markdown needs the chat around it; its members were read before.
    if (type !== 'Markdown') throw cause;
  }
  const picker = place.querySelector('.w-picker');
  if (picker) await userEvent.click(picker);
  for (const field of place.querySelectorAll<HTMLElement>('input, textarea')) field.focus();
  render(null, place);
  place.remove();
  return read;
}

describe('what @openai/chatkit declares', () => {
  const declared = declaredProps();

  it('are 28 components or more, each of them drawn', () => {
    expect(declared.size).toBeGreaterThanOrEqual(28);
    expect(declared.get('Text')).toEqual(expect.arrayContaining(['value', 'editable.allowAutofillExtensions', 'maxLines'])); // prettier-ignore
    expect(declared.get('Basic')).toEqual(['children', 'theme', 'direction', 'gap', 'padding', 'align', 'justify']);
    expect([...declared.keys()].filter((type) => !(type in components))).toEqual([]);
  });

  it.each([...declared])('%s: every prop is drawn, or is a deviation with a reason', async (type, props) => {
    const read = new Set<string>();
    for (const sample of samples[type] ?? [{ name: 'n' }])
      for (const name of await readProps(type, sample)) read.add(name);
    expect(props.filter((prop) => !read.has(prop) && !(`${type}.${prop}` in deviations))).toEqual([]);
  });

  it('lists no deviation that does not exist', () => {
    const all = [...declared].flatMap(([type, props]) => props.map((prop) => `${type}.${prop}`));
    expect(Object.keys(deviations).filter((name) => !all.includes(name))).toEqual([]);
  });
});
