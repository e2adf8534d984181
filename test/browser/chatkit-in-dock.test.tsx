/** Every option of ChatKit, passed to the dock through `chatkit`, with the self-hosted element: it works, or the console names it. */
import type { ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';
import { cleanup, render } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ChatWidget, type ChatWidgetProps } from '../../src/index.ts';
import { chatKitValues, toChatKitOptions, type ChatKitPath } from '../fixtures/chatkit-options.ts';
import {
  assistantItem,
  created,
  createScriptedServer,
  delta,
  done,
  added,
  options as streamOptions,
  thread,
  userItem,
  type Exchange,
} from '../harness/chat/render-chat.ts';

const given = chatKitValues;
const calls: unknown[][] = [];
const called = (path: string) => calls.filter(([name]) => name === path).map(([, ...args]) => args);
const ann = { id: 'ann', title: 'Ann' };
const results: Record<string, unknown> = {
  'entities.onTagSearch': [ann],
  'entities.onRequestPreview': { preview: { type: 'Basic', children: [{ type: 'Text', value: 'Two books' }] } },
  'commands.onSearch': [{ id: 'beep', label: 'Beep' }],
  onClientTool: { stations: 2 },
};
const server = createScriptedServer({
  'attachments.delete': {},
  'threads.list': { data: [thread('thr_1', { title: 'An order' })], has_more: false },
  'threads.get_by_id': ({ thread_id }: { thread_id: string }) =>
    thread(thread_id, {
      title: `Title of ${thread_id}`,
      items: { data: [assistantItem('msg_old', `In ${thread_id}`, thread_id)], has_more: false },
    }),
});
const fetchOfOwner: typeof fetch = (...args) => {
  calls.push(['api.fetch', ...args]);
  return server.fetch(...args);
};

/** The options of ChatKit, with these members changed. */
const optionsWith = (changes: Partial<Record<ChatKitPath, unknown>> = {}) =>
  // The table has a value of the right type for each member.
  toChatKitOptions({ ...given, ...changes }, (path) =>
    path === 'api.fetch'
      ? fetchOfOwner
      : (...args: unknown[]) => {
          calls.push([path, ...args]);
          return results[path];
        },
  ) as Partial<ChatKitOptions>;

/** Not a mock of Vitest's, which would lose its calls between the tests. */
const warnings: string[] = [];
const { warn } = console;
const warned = (start: string) => expect.poll(() => warnings.join('\n')).toContain(`ChatDock: ${start}`);

let rerender: ReturnType<typeof render>['rerender'];
const widget = (changes: Partial<Record<ChatKitPath, unknown>>, props: Partial<ChatWidgetProps> = {}) => (
  <ChatWidget defaultOpen persist="none" {...props} chatkit={optionsWith(changes)} />
);
const change = (changes: Partial<Record<ChatKitPath, unknown>>, props?: Partial<ChatWidgetProps>) =>
  rerender(widget(changes, props));
const reset = () => change({});

const dockRoot = () => document.querySelector('chat-dock')?.shadowRoot ?? document;
const header = () => dockRoot().querySelector('header');
const element = () => {
  const found = dockRoot().querySelector('chatdock-chatkit');
  if (!found?.shadowRoot) throw new Error('The chat is not there yet.');
  // The dock's own tag for the self-hosted element.
  return found as OpenAIChatKit & { shadowRoot: ShadowRoot };
};
const chatRoot = () => element().shadowRoot;
const inChat = (css: string) => chatRoot().querySelector<HTMLElement>(css);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const option = (name: string) => page.getByRole('option', { name });
const shows = (locator: { element(): Element }) =>
  expect.poll(() => locator.element().isConnected, { timeout: 10_000 }).toBe(true);
const has = (text: string) => expect.poll(() => inChat('.root')?.textContent).toContain(text);
const themeRule = () =>
  [...chatRoot().adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText)).find((text) => text.includes('--ck-base-size: ')) ?? ''; // prettier-ignore
const themeHas = (text: string) => expect.poll(themeRule).toContain(text);
const themeChanges = async (path: ChatKitPath, value: unknown) => {
  const before = themeRule();
  change({ [path]: value });
  await expect.poll(themeRule).not.toBe(before);
  reset();
  await expect.poll(themeRule).toBe(before);
};
const font = () => [...document.fonts].find(({ family }) => family.includes('Shop Sans'));
const pick = (...files: File[]) => void element().setComposerValue({ files });
const text = (name: string, size: number, type = 'text/plain') => new File(['x'.repeat(size)], name, { type });
const clear = () => element().setComposerValue({ text: '', attachments: [] });
async function type(words: string) {
  await element().focusComposer();
  await userEvent.keyboard(words);
}
interface Input {
  content: unknown[];
  inference_options: object;
}
// The scripted server keeps the request's JSON, which has the protocol's members.
const inputOf = ({ body }: Exchange) => body?.params['input'] as Input | undefined;
const content = (exchange: Exchange) => inputOf(exchange)?.content[0];

/** The request of the prompt on the start screen, which later proofs read again. */
let prompted: Exchange;
/** The request of the message with a tool and a model. */
let asked: Exchange;
const inference = () => inputOf(asked)?.inference_options;

async function startChat() {
  await button('Where is order 77?').click();
  prompted = await server.next('threads.create');
  prompted.send(
    created('thr_1', { title: 'An order' }),
    done(userItem('msg_1', '', 'thr_1', { content: [content(prompted)] })),
    streamOptions(true),
    done(assistantItem('msg_2', 'It is on its way.')),
    done({
      type: 'widget',
      id: 'w1',
      thread_id: 'thr_1',
      created_at: '2026-11-22T10:00:00Z',
      widget: {
        type: 'Card',
        children: [
          {
            type: 'Button',
            label: 'Open map',
            onClickAction: { type: 'map.open', handler: 'client', payload: { at: 'a' } },
          },
        ],
      },
    }),
    done({
      type: 'client_tool_call',
      id: 'tc_1',
      thread_id: 'thr_1',
      created_at: '2026-11-22T10:00:00Z',
      status: 'pending',
      call_id: 'call_1',
      name: 'stations',
      arguments: { line: 2 },
    }),
  );
  prompted.end();
  const rest = await server.next('threads.add_client_tool_output');
  expect(rest.body?.params['result']).toEqual({ stations: 2 });
  rest.send(streamOptions(true), done(assistantItem('msg_3', 'Two stations.')));
  rest.end();
  await has('Two stations.');
}
const prompt = (member: string) => () =>
  expect(content(prompted)).toHaveProperty(member, given[`startScreen.prompts.prompt.${member}` as ChatKitPath]);

/** In this order: what shows in an empty chat comes before what needs an answer. */
const proofs: Record<ChatKitPath, () => unknown> = {
  'header.enabled': async () => {
    await warned('chatkit.header.enabled is ignored');
    expect(button('Close chat').element()).toBeTruthy();
    expect(inChat('header')).toBeNull();
  },
  'header.title.text': () => shows(page.getByRole('dialog', { name: 'Shop help' })),
  'header.title.enabled': async () => {
    const look = () => getComputedStyle(header()?.querySelector('h2') ?? document.body).visibility;
    expect(look()).toBe('visible');
    change({ 'header.title.enabled': false });
    await expect.poll(look).toBe('hidden');
    reset();
    await expect.poll(look).toBe('visible');
  },
  'header.leftAction.icon': () =>
    expect.poll(() => button('Home').element().querySelector('svg')?.childElementCount).toBeGreaterThan(0),
  'header.leftAction.onClick': async () => {
    await button('Home').click();
    expect(called('header.leftAction.onClick')).toEqual([[]]);
    expect(header()?.firstElementChild).toBe(button('Home').element());
  },
  'header.rightAction.icon': () =>
    expect.poll(() => button('Settings').element().querySelector('svg')?.childElementCount).toBeGreaterThan(0),
  'header.rightAction.onClick': async () => {
    await button('Settings').click();
    expect(called('header.rightAction.onClick')).toEqual([[]]);
  },
  locale: async () => {
    await warned('chatkit.locale changes the chat only');
    change({ locale: 'de-DE' });
    await shows(button('Nachricht senden'));
    reset();
    await shows(button('Send message'));
  },
  frameTitle: () => shows(page.getByRole('region', { name: 'The chat of the shop' })),
  'theme.colorScheme': async () => {
    await warned('chatkit.theme.colorScheme is ignored');
    expect(themeRule()).toContain('color-scheme: light');
  },
  'theme.typography.baseSize': () => themeHas('--ck-base-size: 18px'),
  'theme.typography.fontFamily': () => themeHas('--ck-font: Georgia'),
  'theme.typography.fontFamilyMono': () => themeHas('--ck-font-mono: Courier'),
  'theme.typography.fontSources.family': () => expect.poll(font).toBeDefined(),
  // There is no such file.
  'theme.typography.fontSources.src': () => expect(font()?.load()).rejects.toThrow('network error'),
  'theme.typography.fontSources.weight': () => expect(font()?.weight).toBe('700'),
  'theme.typography.fontSources.style': () => expect(font()?.style).toBe('italic'),
  'theme.typography.fontSources.display': () => expect(font()?.display).toBe('swap'),
  'theme.typography.fontSources.unicodeRange': () => expect(font()?.unicodeRange).toBe('U+30-39'),
  'theme.radius': () => themeHas('--ck-radius-field: 2px'),
  'theme.density': () => themeHas('--ck-density: 0.75'),
  'theme.color.grayscale.hue': () => themeChanges('theme.color.grayscale.hue', 20),
  'theme.color.grayscale.tint': () => themeChanges('theme.color.grayscale.tint', 9),
  'theme.color.grayscale.shade': () => themeChanges('theme.color.grayscale.shade', -4),
  'theme.color.accent.primary': () => themeChanges('theme.color.accent.primary', '#0055cc'),
  'theme.color.accent.level': () => themeChanges('theme.color.accent.level', 0),
  'theme.color.surface.background': () => themeChanges('theme.color.surface.background', '#ffffff'),
  'theme.color.surface.foreground': () => themeChanges('theme.color.surface.foreground', '#000000'),
  'startScreen.greeting': () => shows(page.getByRole('heading', { name: 'How can the shop help?' })),
  'startScreen.prompts.label': () => shows(button('Where is order 77?')),
  'startScreen.prompts.icon': () =>
    expect.poll(() => button('Where is order 77?').element().querySelector('svg')?.dataset['icon']).toBe('cube'),
  'composer.placeholder': () => shows(page.getByRole('textbox', { name: 'Ask the shop' })),
  'composer.attachments.enabled': async () => {
    await button('Add files and tools').click();
    await shows(page.getByRole('menuitem', { name: 'Add photos and files' }));
    await userEvent.keyboard('{Escape}');
  },
  'composer.attachments.accept': () => expect(inChat('input[type="file"]')?.getAttribute('accept')).toContain('.txt'),
  'composer.attachments.maxSize': async () => {
    pick(text('large.txt', 21));
    await has('large.txt is larger than');
  },
  'composer.attachments.maxCount': async () => {
    pick(text('one.txt', 2), text('two.txt', 2));
    await has('You can attach only 1 file');
  },
  'api.uploadStrategy.uploadUrl': async () => {
    const upload = await server.next();
    expect(new URL(upload.url, location.href).pathname).toBe('/files-here');
    upload.reply({ type: 'file', id: 'atc_1', name: 'one.txt', mime_type: 'text/plain' });
  },
  'api.uploadStrategy.type': async () => {
    await shows(button('Remove one.txt'));
    // A direct upload announces nothing.
    expect(server.requests.filter((request) => request.type === 'attachments.create')).toEqual([]);
    await button('Remove one.txt').click();
  },
  'composer.tools.shortLabel': () => expect.poll(() => inChat('.chip')?.textContent).toBe('Docs'),
  'composer.tools.label': () => expect(inChat('.chip')?.dataset['tip']).toBe('Search the docs'),
  'composer.tools.icon': () => expect.poll(() => inChat('.chip svg')?.getAttribute('data-icon')).toBe('search'),
  'composer.tools.pinned': async () => {
    await button('Docs').click();
    await expect.element(button('Docs')).toHaveAttribute('aria-pressed', 'true');
  },
  'composer.tools.placeholderOverride': () => shows(page.getByRole('textbox', { name: 'Which page?' })),
  'composer.models.label': () => shows(button('Model: Deep')),
  'composer.models.default': () => expect(inChat('.plain-chip')?.textContent).toBe('Deep'),
  'composer.models.description': async () => {
    await button('Model: Deep').click();
    await shows(page.getByRole('menuitemradio', { name: /Thinks first/ }));
  },
  'composer.models.disabled': async () => {
    const item = page.getByRole('menuitemradio', { name: /Deep/ });
    await expect.element(item).not.toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{Escape}');
    change({ 'composer.models.disabled': true });
    // A disabled model is no default.
    await shows(button('Model'));
    reset();
    await shows(button('Model: Deep'));
  },
  'composer.dictation.enabled': async () => {
    expect(button('Dictate').elements()).toEqual([]);
    await warned('chatkit.composer.dictation is ignored');
    change({}, { voice: 'off' });
    await shows(button('Dictate'));
    reset();
    await expect.poll(() => button('Dictate').elements()).toEqual([]);
  },
  'disclaimer.text': () => expect.poll(() => inChat('.disclaimer strong')?.textContent).toBe('may change'),
  'disclaimer.highContrast': () => expect(inChat('.disclaimer')?.className).toContain('high-contrast'),
  'entities.showComposerMenu': () => shows(button('Mention')),
  'entities.onTagSearch': async () => {
    await button('Mention').click();
    await shows(option('Ann'));
    expect(called('entities.onTagSearch').length).toBeGreaterThan(0);
    await userEvent.keyboard('{Escape}');
    await clear();
  },
  'commands.enabled': async () => {
    await type('/');
    await shows(option('Beep'));
  },
  'commands.onSearch': () => expect(called('commands.onSearch').at(-1)).toEqual(['']),
  'commands.onSelect': async () => {
    await option('Beep').click();
    await expect.poll(() => called('commands.onSelect')).toEqual([[{ id: 'beep', label: 'Beep' }]]);
    await clear();
  },
  onClientTool: async () => {
    await startChat();
    expect(called('onClientTool')).toEqual([[{ name: 'stations', params: { line: 2 } }]]);
  },
  'api.url': () => expect(new URL(prompted.url, location.href).pathname).toBe('/chat-under-test'),
  'api.fetch': () => expect(called('api.fetch').length).toBeGreaterThan(0),
  // Only OpenAI's engine has a use for these two: see test/e2e/host-pages/chatkit.test.ts.
  'api.domainKey': () => expect(chatRoot().host.localName).toBe('chatdock-chatkit'),
  'api.getClientSecret': () => expect(given['api.getClientSecret']).toBeUndefined(),
  'startScreen.prompts.prompt.type': prompt('type'),
  'startScreen.prompts.prompt.text': prompt('text'),
  'startScreen.prompts.prompt.id': prompt('id'),
  'startScreen.prompts.prompt.group': prompt('group'),
  'startScreen.prompts.prompt.data': prompt('data'),
  'startScreen.prompts.prompt.interactive': prompt('interactive'),
  'entities.onRequestPreview': async () => {
    await button('Order 77').hover();
    await expect.element(page.getByRole('tooltip')).toHaveTextContent('Two books');
  },
  'entities.onClick': async () => {
    await button('Order 77').click();
    expect(called('entities.onClick').at(-1)).toMatchObject([{ id: 'o77' }]);
  },
  'widgets.onAction': async () => {
    await button('Open map').click();
    await expect
      .poll(() => called('widgets.onAction'))
      .toMatchObject([[{ type: 'map.open', payload: { at: 'a' } }, { id: 'w1' }]]);
  },
  'threadItemActions.feedback': async () => {
    await shows(button('Helpful'));
    change({ 'threadItemActions.feedback': false });
    await expect.poll(() => button('Helpful').elements()).toEqual([]);
    reset();
  },
  'threadItemActions.retry': async () => {
    await shows(button('Regenerate'));
    change({ 'threadItemActions.retry': false });
    await expect.poll(() => button('Regenerate').elements()).toEqual([]);
    reset();
  },
  'composer.tools.id': async () => {
    await element().setComposerValue({ selectedToolId: 'search' });
    await type('Go on{Enter}');
    asked = await server.next('threads.add_user_message');
    expect(inference()).toMatchObject({ tool_choice: { id: 'search' } });
  },
  'composer.models.id': () => expect(inference()).toMatchObject({ model: 'deep' }),
  'composer.tools.persistent': () => expect.element(button('Docs')).toHaveAttribute('aria-pressed', 'true'),
  'thread.autoScroll': async () => {
    asked.send(done(userItem('msg_5', 'Go on')), streamOptions(true), added(assistantItem('msg_6', '')));
    const box = () => inChat('[role="log"]');
    await expect.poll(() => box()?.textContent).toContain('Go on');
    for (let part = 0; part < 40; part++) asked.send(delta('msg_6', 'A paragraph of an answer.\n\n'));
    const below = () =>
      box() ? (box()?.scrollHeight ?? 0) - (box()?.scrollTop ?? 0) - (box()?.clientHeight ?? 0) : 1e9;
    await expect.poll(() => box()?.scrollHeight).toBeGreaterThan(1200);
    await expect.poll(below).toBeLessThan(3);
    asked.end();
  },
  'history.enabled': async () => {
    await shows(button('Conversation history'));
    change({ 'history.enabled': false });
    await expect.poll(() => button('Conversation history').elements()).toEqual([]);
    reset();
    await button('Conversation history').click();
  },
  'history.showDelete': async () => {
    await shows(button('Delete: An order'));
    change({ 'history.showDelete': false });
    await expect.poll(() => button('Delete: An order').elements()).toEqual([]);
  },
  'history.showRename': async () => {
    await shows(button('Rename: An order'));
    change({ 'history.showRename': false });
    await expect.poll(() => button('Rename: An order').elements()).toEqual([]);
  },
  initialThread: async () => {
    cleanup();
    ({ rerender } = render(widget({ initialThread: 'thr_9' })));
    await has('In thr_9');
  },
};

describe('with the self-hosted element, the dock', () => {
  beforeAll(() => {
    console.warn = (...words) => void warnings.push(words.join(' '));
    ({ rerender } = render(widget({})));
  });
  afterAll(() => {
    cleanup();
    console.warn = warn;
  });

  it.each(Object.keys(proofs) as ChatKitPath[])('honours or names chatkit.%s', async (path) => {
    await expect.poll(() => inChat('.chat'), { timeout: 15_000 }).not.toBeNull();
    await proofs[path]();
  });

  it('names members that ChatKit does not have', async () => {
    const slips = { compser: {}, onMesage() {}, history: { showDelet: true } };
    rerender(<ChatWidget persist="none" chatkit={{ ...optionsWith(), ...(slips as object) }} />);
    const sentences = [
      'chatkit.compser is not an option of ChatKit. Did you mean chatkit.composer?',
      'chatkit.onMesage is not an option of ChatKit.',
      'chatkit.history.showDelet is not an option of ChatKit. Did you mean chatkit.history.showDelete?',
    ];
    await expect.poll(() => warnings).toEqual(expect.arrayContaining(sentences.map((one) => `ChatDock: ${one}`)));
  });
});
