/** The code of docs/widgets.md runs, and gives widgets. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createElement, type FunctionComponent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { widgetRootSchema } from '@chatdock/protocol/thread/widgets';
import * as containers from '../../server/src/core/widgets/containers.ts';
import * as contents from '../../server/src/core/widgets/contents.ts';
import * as controls from '../../server/src/core/widgets/controls.ts';
import { registeredWidgets } from '../../src/chatkit/widgets/host/registry.ts';
import { addMessage, openChat, outline } from '../harness/chat/chat-server.ts';
import { codeBlocks, fileInDocs } from '../harness/packages/docs-code.ts';

const folder = resolve('.cache/widget-docs');
beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** The exports of a block, which imports the source instead of the package. */
async function run(name: string): Promise<Record<string, unknown>> {
  const file = join(folder, name.includes('.') ? name : `${name}.ts`);
  const code = fileInDocs('docs/widgets.md', name)
    .replaceAll("'@chatdock/server'", `'${resolve('server/src/core.ts')}'`)
    .replaceAll("'chatdock'", `'${resolve('src/index.ts')}'`);
  writeFileSync(file, code);
  return z.record(z.string(), z.unknown()).parse({ ...(await import(/* @vite-ignore */ file)) });
}
const call = (value: unknown, ...given: unknown[]): unknown =>
  typeof value === 'function' ? Reflect.apply(value, undefined, given) : value;

it.each([
  ['order-card', 'orderCard', [{ id: '77', state: 'Sent', lines: ['A chair'], isLate: true }]],
  ['sales', 'sales', []],
  ['booking', 'booking', []],
])('the block %s gives a widget', async (name, exported, given) => {
  const widget = call((await run(name))[exported], ...given);
  const { type, children } = widgetRootSchema.parse(widget);
  expect(type).toBe('Card');
  expect(children).not.toHaveLength(0);
});

it('the template block fills in a .widget file', async () => {
  const file = join(folder, 'greeting.widget');
  const template = '{"type":"Card","children":[{"type":"Text","value":{{ name | tojson }}}]}';
  writeFileSync(file, JSON.stringify({ version: '1.0', name: 'Greeting', template }));
  const { greeting } = await run('template');
  expect(await call(greeting, file, 'Ada')).toEqual({ type: 'Card', children: [{ type: 'Text', value: 'Ada' }] });
});

it('the forecast block streams its text', async () => {
  const { Weather } = await run('forecast');
  if (typeof Weather !== 'function') throw new Error('The block exports no class.');
  const respond: unknown = Reflect.get(Weather.prototype, 'respond');
  // The block's method is that of a ChatKitServer; what it yields is checked by the server that runs it.
  const chat = openChat({ respond: respond as never });
  const { id } = await chat.thread();
  expect(outline((await chat.stream(addMessage(id))).slice(2))).toEqual([
    'thread.item.added widget',
    'thread.item.updated',
    'thread.item.updated',
    'thread.item.done widget',
  ]);
});

it('the React block registers its component, which draws its props', async () => {
  const { ProductCard } = await run('ProductCard.tsx');
  expect([...(registeredWidgets()?.keys() ?? [])]).toEqual(['ProductCard']);
  if (typeof ProductCard !== 'function') throw new Error('The block exports no component.');
  const props = { title: 'Oslo chair', price: '€129', isDisabled: true };
  // A component of the block's own props.
  expect(renderToStaticMarkup(createElement(ProductCard as FunctionComponent<typeof props>, props))).toBe(
    '<button disabled="">Oslo chair, €129</button>',
  );
});

it('every block is run here, or in test/e2e/element/register-widget.test.ts', () => {
  expect(codeBlocks('docs/widgets.md').map(({ name }) => name)).toEqual([
    'order-card',
    'forecast',
    'sales',
    'template',
    'booking',
    'ProductCard.tsx',
    'product-card.js',
  ]);
});

it('every builder has its row and its picture, and the pictures stay small', () => {
  const page = readFileSync('docs/widgets.md', 'utf8');
  // These are parts of the pictures of ListView and Table.
  const parts = ['ListViewItem', 'TableRow', 'TableCell'];
  const builders = Object.keys({ ...containers, ...contents, ...controls }).filter((name) => !parts.includes(name));
  expect(builders.length).toBeGreaterThan(25);
  const files = builders.map((name) => `pictures/widgets/${name}.webp`);
  expect(files.filter((file) => !page.includes(`src="${file}"`))).toEqual([]);
  const bytes = files.reduce((sum, file) => sum + statSync(`docs/${file}`).size, 0);
  expect(bytes).toBeLessThan(600_000);
  expect(readdirSync('docs/pictures/widgets')).toHaveLength(builders.length);
});
