/** The names of other chats: which commands of the dock each call becomes. They wait in the stub's queue here, as on a page whose dock still loads. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { snippets } from '../../../test/harness/pages/vendor-snippets.ts';
import { replaceChatwoot } from './chatwoot.ts';
import { replaceCrisp } from './crisp.ts';
import { replaceIntercom } from './intercom.ts';
import { replaceKapa } from './kapa.ts';
import { createOurDock, type OurDock } from './our-dock.ts';

type Anything = (...args: unknown[]) => unknown;
const page = window as unknown as Record<string, Anything & Record<string, Anything>>;
const queue = () => (page['ChatDock']?.['q'] ?? []) as unknown as [string, ...unknown[]][];
/** The commands, without those that listen. */
const commands = () => queue().filter(([verb]) => verb !== 'on' && verb !== 'off' && verb !== 'ready');
/** Fires an event of the dock. */
const fire = (name: string, detail?: unknown) => {
  const off = queue().flatMap(([verb, event, handler]) => (verb === 'off' && event === name ? [handler] : []));
  for (const [verb, event, handler] of queue())
    if (verb === 'on' && event === name && !off.includes(handler)) (handler as Anything)(detail);
};
const ready = () =>
  queue().forEach(([verb, callback]) => verb === 'ready' && typeof callback === 'function' && (callback as Anything)());
const seen = () => (Reflect.get(window, 'seen') ?? []) as unknown[];
const see = (value: unknown) => Reflect.set(window, 'seen', [...seen(), value]);

/** Runs a script of the page, whose listeners leave with the test. */
function runOnPage(code: string) {
  const add = window.addEventListener.bind(window);
  window.addEventListener = (name: string, listener: EventListenerOrEventListenerObject) =>
    add(name, listener, { signal: onPage.signal });
  const script = document.createElement('script');
  script.text = code;
  document.head.append(script);
  script.remove();
  Reflect.deleteProperty(window, 'addEventListener');
}

let onPage = new AbortController();
let warn = vi.spyOn(console, 'warn');
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
function leave() {
  onPage.abort();
  onPage = new AbortController();
  const names = [
    'ChatDock',
    'Intercom',
    'intercomSettings',
    '$crisp',
    '$chatwoot',
    'chatwootSDK',
    'chatwootSettings',
    'Kapa',
  ];
  for (const name of [...names, 'seen', 'CRISP_READY_TRIGGER', 'CRISP_RUNTIME_CONFIG'])
    Reflect.deleteProperty(window, name);
}
afterEach(() => {
  leave();
  warn.mockRestore();
});

const replacements: Record<keyof typeof snippets, (dock: OurDock) => void> = {
  intercom: replaceIntercom,
  crisp: replaceCrisp,
  chatwoot: replaceChatwoot,
  kapa: replaceKapa,
};
const effects: Record<keyof typeof snippets, unknown[]> = {
  intercom: [['setThreadId', null], ['setComposerValue', { text: 'I have a question about my order' }], ['open']],
  crisp: [
    ['update', { position: 'bottom-left' }],
    ['update', { accent: 'teal' }],
    ['open'],
    ['sendUserMessage', { text: 'echo Where is my order?' }],
  ],
  chatwoot: [
    [
      'update',
      { launcher: 'label', launcherLabel: 'Chat with us', position: 'bottom-left', locale: 'pt-BR', theme: 'system' },
    ],
  ],
  kapa: [['open'], ['sendUserMessage', { text: 'echo How to get started?' }]],
};

describe.each(['intercom', 'crisp', 'chatwoot', 'kapa'] as const)('the snippet of %s', (vendor) => {
  it('runs our commands, before our script loads and afterwards', () => {
    runOnPage(snippets[vendor]);
    replacements[vendor](createOurDock());
    expect(commands()).toEqual(expect.arrayContaining(effects[vendor]));
    leave();
    replacements[vendor](createOurDock());
    runOnPage(snippets[vendor]);
    expect(commands()).toEqual(expect.arrayContaining(effects[vendor]));
  });
});

describe('Intercom', () => {
  const Intercom: Anything = (...call) => page['Intercom']?.(...call);
  beforeEach(() => replaceIntercom(createOurDock()));

  it.each([
    [['show'], [['open']]],
    [['showMessages'], [['open']]],
    [['showSpace', 'home'], [['open']]],
    [['hide'], [['close']]],
    [['showNewMessage'], [['setThreadId', null], ['open']]],
    [
      ['showConversation', 'thr_1'],
      [['setThreadId', 'thr_1'], ['open']],
    ],
    [['shutdown'], [['logout'], ['hide']]],
    [['update', { hide_default_launcher: true }], [['update', { launcher: 'none' }]]],
    [
      ['update', { horizontal_padding: '20', vertical_padding: 30, z_index: 5 }],
      [['update', { offsetX: '20px', offsetY: '30px', zIndex: 5 }]],
    ],
    [
      ['update', { custom_launcher_selector: '#help', language_override: 'fr' }],
      [['update', { trigger: '#help', locale: 'fr' }]],
    ],
    [['update'], []],
    [['boot', null], []],
    [['boot', { intercom_user_jwt: 'a.b.c' }], [['update', { userToken: 'a.b.c' }]]],
  ])('%j', (call, expected) => {
    Intercom(...call);
    expect(commands()).toEqual(expected);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is shown again by boot after a shutdown', () => {
    Intercom('shutdown');
    Intercom('boot', { app_id: 'abc12345' });
    expect(commands().at(-1)).toEqual(['show']);
  });

  it('reports what it cannot do, once, and never throws', () => {
    for (const name of ['startTour', 'startTour', 'constructor', '__proto__', undefined, null, {}]) Intercom(name, 42);
    Intercom('update', { email: 'ada@example.com' });
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      "ChatDock: Intercom('startTour') does nothing: ChatDock has no equivalent. See docs/switching.md.",
      ...["'constructor'", "'__proto__'", "'undefined'", "'null'", "'[object Object]'"].map(
        (name) => `ChatDock: Intercom(${name}) does nothing: ChatDock has no equivalent. See docs/switching.md.`,
      ),
      'ChatDock: The user in the settings of Intercom does nothing: pass a signed token to ChatDock.identify(). See docs/switching.md.',
    ]);
    expect(commands()).toEqual([]);
  });

  it('calls back', () => {
    Intercom('onShow', () => see('show'));
    Intercom('onHide', () => see('hide'));
    Intercom('onUnreadCountChange', see);
    Intercom('ready', () => see('ready'));
    ready();
    fire('open');
    fire('unread', { count: 2 });
    fire('close');
    expect(seen()).toEqual(['ready', 'show', 2, 'hide']);
  });
});

describe('$crisp', () => {
  const push: Anything = (...entries) => page['$crisp']?.['push']?.(...entries);
  beforeEach(() => replaceCrisp(createOurDock()));

  it.each([
    [['do', 'chat:open'], [['open']]],
    [['do', 'chat:close'], [['close']]],
    [['do', 'chat:toggle'], [['toggle']]],
    [['do', 'chat:show'], [['show']]],
    [['do', 'chat:hide'], [['hide']]],
    [['do', 'session:reset'], [['logout']]],
    [['do', 'session:reset', [true]], [['logout']]],
    [['do', 'message:send', ['text', 'Hello there!']], [['sendUserMessage', { text: 'Hello there!' }]]],
    [
      ['set', 'message:text', ['Hi! I’d like to get help.']],
      [['setComposerValue', { text: 'Hi! I’d like to get help.' }]],
    ],
    [['set', 'message:text', 'As one text'], [['setComposerValue', { text: 'As one text' }]]],
    [['config', 'position:reverse', [false]], [['update', { position: 'bottom-right' }]]],
    [['config', 'color:mode', ['dark']], [['update', { theme: 'dark' }]]],
    [['config', 'color:theme', ['light_blue']], [['update', { accent: 'lightblue' }]]],
    [['safe', true], []],
  ])('%j', (entry, expected) => {
    push(entry);
    expect(commands()).toEqual(expected);
    expect(warn).not.toHaveBeenCalled();
  });

  it('calls listeners until they are removed', () => {
    push(['on', 'chat:opened', () => see('opened')], ['on', 'chat:closed', () => see('closed')]);
    push(['on', 'message:sent', ({ content }: { content: string }) => see(content)]);
    push(['on', 'message:received', ({ from }: { from: string }) => see(from)]);
    push(['on', 'chat:initiated', () => see('initiated')], ['on', 'session:loaded', () => see('loaded')]);
    ready();
    fire('open');
    fire('message-sent', { threadId: 'thr_1', text: 'Hello' });
    fire('response-end', { threadId: 'thr_1', outcome: 'failed' });
    fire('response-end', { threadId: 'thr_1', outcome: 'completed' });
    push(['off', 'chat:opened']);
    fire('close');
    fire('open');
    expect(seen()).toEqual(['loaded', 'opened', 'initiated', 'Hello', 'operator', 'closed']);
  });

  it('returns the state of the chat', () => {
    const is = (name: string) => page['$crisp']?.['is']?.(name);
    const get = (name: string) => page['$crisp']?.['get']?.(name);
    expect(['chat:opened', 'chat:closed', 'chat:visible', 'chat:hidden', 'session:ongoing', 'nothing'].map(is)).toEqual(
      [false, true, true, false, false, false],
    );
    push(['do', 'chat:hide']);
    fire('thread-change', { threadId: 'thr_1' });
    fire('unread', { count: 3 });
    expect(['chat:visible', 'chat:hidden', 'session:ongoing'].map(is)).toEqual([false, true, true]);
    expect(['chat:unread:count', 'session:identifier', 'user:email', 'constructor'].map(get)).toEqual([
      3,
      'thr_1',
      null,
      null,
    ]);
  });

  it('runs the other entries when one is wrong, and reports what it cannot do', () => {
    const wrong = {
      toString: () => {
        throw new Error('A mistake of the page');
      },
    };
    // An error that the browser reports would fail the run.
    const errors = vi.spyOn(window, 'reportError').mockImplementation(() => undefined);
    push(null, 'text', [], [wrong], ['set', 'user:nickname', ['Ada']], ['do', 'overlay:open'], ['do', 'chat:open']);
    expect(commands()).toEqual([['open']]);
    expect(warn.mock.calls.map(([text]) => String(text)).at(-2)).toContain('ChatDock.identify()');
    expect(errors).toHaveBeenCalledOnce();
    errors.mockRestore();
  });
});

describe('$chatwoot', () => {
  const call = (name: string, ...args: unknown[]) => page['$chatwoot']?.[name]?.(...args);
  beforeEach(() => replaceChatwoot(createOurDock()));

  it.each([
    ['toggle', [], [['toggle']]],
    ['toggle', ['open'], [['open']]],
    ['toggle', ['close'], [['close']]],
    ['toggleBubbleVisibility', ['hide'], [['update', { launcher: 'none' }]]],
    ['toggleBubbleVisibility', ['show'], [['update', { launcher: 'icon' }]]],
    ['popoutChatWindow', [], [['setFullscreen', true]]],
    ['setLocale', ['pt_BR'], [['update', { locale: 'pt-BR' }]]],
    ['setColorScheme', ['dark'], [['update', { theme: 'dark' }]]],
    ['setColorScheme', ['pink'], []],
    ['reset', [], [['logout']]],
  ])('%s(%j)', (name, args, expected) => {
    call(name, ...args);
    expect(commands()).toEqual(expected);
    expect(warn).not.toHaveBeenCalled();
  });

  it('fires its events on the window, and reports what it cannot do', () => {
    const leaving = new AbortController();
    for (const name of ['ready', 'opened', 'closed', 'on-message', 'error'])
      addEventListener(
        `chatwoot:${name}`,
        (event) => see([name, (event as CustomEvent).detail?.message_type]),
        leaving,
      );
    ready();
    fire('open');
    fire('message-sent', { threadId: 't', text: 'Hello' });
    fire('response-end', { threadId: 't', outcome: 'completed' });
    fire('close');
    leaving.abort();
    expect(seen()).toEqual([
      ['ready', undefined],
      ['opened', undefined],
      ['on-message', 0],
      ['on-message', 1],
      ['closed', undefined],
    ]);
    call('setUser', 'ada', { email: 'ada@example.com' });
    expect(String(warn.mock.calls[0])).toContain('pass a signed token to ChatDock.identify()');
    expect(commands()).toEqual([]);
  });
});

describe('Kapa', () => {
  const Kapa: Anything = (...call) => page['Kapa']?.(...call);
  beforeEach(() => replaceKapa(createOurDock()));

  it.each([
    [['open'], [['open']]],
    [
      ['open', { query: 'How to get started?' }],
      [['open'], ['setComposerValue', { text: 'How to get started?' }]],
    ],
    [['open', { mode: 'search', query: '', submit: true }], [['open']]],
    [['close'], [['close']]],
    [['unmount'], [['hide']]],
    [['render'], []],
  ])('%j', (call, expected) => {
    Kapa(...call);
    const [name, given] = call;
    page['Kapa']?.[String(name)]?.(given);
    expect(commands()).toEqual([...expected, ...expected]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('calls back, until the listener is removed', () => {
    const question = ({ question }: { question: string }) => see(question);
    Kapa('onAskAIQuerySubmit', question);
    Kapa('onAskAIQuerySubmit', question, 'add');
    Kapa('onAskAIFeedbackSubmit', ({ reaction }: { reaction: string }) => see(reaction));
    Kapa('onAskAIAnswerCompleted', () => see('completed'));
    Kapa('onAskAIGenerationStop', () => see('stopped'));
    Kapa('onAskAIConversationReset', () => see('reset'));
    Kapa('onModalClose', () => see('close'));
    Kapa('render', { onRender: () => see('rendered') });
    ready();
    fire('message-sent', { threadId: 't', text: 'Hello' });
    Kapa('onAskAIQuerySubmit', question, 'remove');
    fire('message-sent', { threadId: 't', text: 'Again' });
    fire('response-end', { threadId: 't', outcome: 'stopped' });
    fire('response-end', { threadId: 't', outcome: 'completed' });
    fire('feedback', { kind: 'negative', threadId: 't', itemIds: [] });
    fire('thread-change', { threadId: null });
    fire('close');
    expect(seen()).toEqual(['rendered', 'Hello', 'stopped', 'completed', 'downvote', 'reset', 'close']);
    Kapa('onSearchResultClick', question);
    expect(String(warn.mock.calls[0])).toContain('Kapa("onSearchResultClick") does nothing');
  });
});

it('reports a page callback that throws, and continues', () => {
  const errors = vi.spyOn(window, 'reportError').mockImplementation(() => undefined);
  replaceIntercom(createOurDock());
  page['Intercom']?.('onShow', () => {
    throw new Error('A mistake of the page');
  });
  page['Intercom']?.('onShow', () => see('shown'));
  fire('open');
  expect(seen()).toEqual(['shown']);
  expect(errors).toHaveBeenCalledOnce();
  errors.mockRestore();
});
