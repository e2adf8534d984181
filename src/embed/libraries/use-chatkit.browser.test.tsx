/** The small `useChatKit` of the script tag's modules beside the package's: the same control for the same options. */
import { useChatKit as usePackage, type UseChatKitOptions } from '@openai/chatkit-react';
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { useChatKit as useOurs } from './use-chatkit.ts';

interface Control {
  setInstance(element: unknown): void;
  options: Record<string, unknown>;
  handlers: Record<string, (...args: unknown[]) => unknown>;
}
type Chat = Record<string, (...args: unknown[]) => unknown> & { control: Control };

const hooks = {
  package: (options: object) => usePackage(options as UseChatKitOptions) as unknown as Chat,
  ours: (options: object) => useOurs(options as Record<string, unknown>) as unknown as Chat,
};

/** Renders with each of the options in turn; returns what the hook gave. */
function render(useHook: (options: object) => Chat, all: readonly object[]): Chat[] {
  const seen: Chat[] = [];
  function Host({ options }: { options: object }) {
    const chat = useHook(options);
    seen.push(chat);
    return null;
  }
  const root = createRoot(document.createElement('div'));
  for (const options of all) flushSync(() => root.render(createElement(Host, { options })));
  return seen;
}

/** Replaces each function by its position, so that controls can be compared. */
const plain = (value: unknown): unknown => {
  if (typeof value === 'function') return 'function';
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
};

const base = { api: { url: '/chatkit', domainKey: 'a', fetch() {} }, onClientTool: () => ({}), onReady() {} };
const samples = [
  base,
  { ...base, api: { ...base.api, fetch: () => {} }, onReady: () => 1 },
  { ...base, theme: { typography: { fontSources: [{ family: 'A', src: '/a' }] } }, header: undefined },
  { ...base, theme: { typography: { fontSources: [{ family: 'A', src: '/b' }] } }, header: undefined },
  { ...base, theme: { typography: { fontSources: [{ family: 'A', src: '/b' }] } }, history: undefined },
  { ...base, startScreen: { prompts: ['a', 'b'] } },
  { ...base, startScreen: { prompts: ['a', 'b', 'c'] } },
  { ...base, startScreen: { prompts: { 0: 'a', 1: 'b', 2: 'c' } } },
  { ...base, count: Number.NaN, empty: null, when: new Date(0) },
  { ...base, count: Number.NaN, empty: null, when: new Date(0) },
  Object.assign(Object.create(null), base),
  { ...base, onReady: 'no function' },
];

it('gives the same options and handlers, and another control for other options only', () => {
  const [theirs, ours] = [render(hooks.package, samples), render(hooks.ours, samples)];
  const changes = (chats: readonly Chat[]) => chats.map((chat, index) => chat.control !== chats[index - 1]?.control);
  expect(changes(ours)).toEqual(changes(theirs));
  expect(changes(ours)).toContain(false);
  for (const [index, { control }] of ours.entries()) {
    expect(plain(control.options)).toEqual(plain(theirs[index]?.control.options));
    expect(plain(control.handlers)).toEqual(plain(theirs[index]?.control.handlers));
  }
});

it.each(Object.entries(hooks))('calls the newest functions, with their object: %s', (_, useHook) => {
  const first = {
    widgets: { name: 'first', list: [{ onAction: () => 1 }], onAction: () => 'first' },
    onReady: vi.fn(),
  };
  const second = {
    widgets: {
      name: 'first',
      list: [{ onAction: () => 2 }],
      onAction(this: { name: string }, ...args: unknown[]) {
        return [this.name, ...args];
      },
    },
    onReady: vi.fn(),
  };
  const [chat] = render(useHook, [first, second]);
  if (!chat) throw new Error('The hook gave nothing.');
  const { widgets } = chat.control.options as unknown as typeof second;
  expect(widgets.onAction(1, 2)).toEqual(['first', 1, 2]);
  expect(widgets.list[0]?.onAction()).toBe(2);
  chat.control.handlers['onReady']?.('x');
  expect(first.onReady).not.toHaveBeenCalled();
  expect(second.onReady).toHaveBeenCalledWith('x');
});

it.each(Object.entries(hooks))('passes commands to the element: %s', (_, useHook) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {}); // the package warns that there is no element
  const [chat] = render(useHook, [base]);
  expect(chat?.['setThreadId']?.('a')).toBeUndefined();
  const element = { setThreadId: (id: unknown) => `shows ${String(id)}` };
  chat?.control.setInstance(element);
  expect(chat?.['setThreadId']?.('a')).toBe('shows a');
  warn.mockRestore();
});
