/**
 * The types of the script tag's global, imported from the package as an owner does: every command, every event. The
 * compiler checks them.
 */
import type {
  BootOptions,
  ChatDockApi,
  ComposerValue,
  DockCommands,
  DockEventMap,
  DockEventName,
  DockEvents,
  DockHandle,
  PageDockHandle,
  PageTool,
  PageToolSchema,
  QueuedCommand,
  UserMessage,
} from 'chatdock/chatdock.umd.js';
import type { OpenAIChatKit } from '@openai/chatkit';
import { expectTypeOf, it } from 'vitest';

type ThemeWord = 'light' | 'dark' | 'system' | 'auto';

/** Every command, and its type; one that is missing or added is an error here. */
interface Commands {
  open: () => void;
  close: () => void;
  toggle: () => void;
  show: () => void;
  hide: () => void;
  update: (options: BootOptions) => void;
  identify: (identity: { userToken: string }) => void;
  tool: (name: string, schema?: PageToolSchema, run?: PageTool['run']) => void;
  logout: () => void;
  destroy: () => void;
  sendUserMessage: (message: UserMessage) => void;
  setComposerValue: (value: ComposerValue) => void;
  focusComposer: () => void;
  setThreadId: (threadId: string | null) => void;
  setTheme: (theme: ThemeWord | null) => void;
  setFullscreen: (isFullscreen: boolean) => void;
  on: <Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void) => () => void;
  off: <Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void) => void;
  ready: (callback?: (dock: PageDockHandle) => void) => Promise<PageDockHandle>;
}
interface OfThePage {
  boot: (options?: BootOptions) => PageDockHandle;
  get: (name?: string) => PageDockHandle | undefined;
  q: { push(command: QueuedCommand): unknown };
  readonly version: string;
}

type Flat<Shape> = { [Name in keyof Shape]: Shape[Name] };

/** Every event, and its detail. */
interface Details {
  ready: { name: string };
  open: undefined;
  close: undefined;
  fullscreen: { isFullscreen: boolean };
  theme: { theme: ThemeWord; scheme: 'light' | 'dark' };
  'chat-ready': { engine: 'openai' | 'local' };
  'message-sent': { threadId: string | null; text: string };
  'response-start': undefined;
  'response-end': { threadId: string | null; outcome: 'completed' | 'failed' | 'stopped' | 'incomplete' };
  unread: { count: number };
  feedback: { kind: 'positive' | 'negative'; threadId: string; itemIds: string[]; comment?: string };
  'thread-change': { threadId: string | null };
  voice: { state: 'off' | 'listening' | 'transcribing' | 'failed'; reason?: string };
  'engine-fallback': { reason: DockEvents['engine-fallback']['reason']; message: string };
  error: { error: Error };
  destroy: undefined;
}

it("the global has every command, and so has a dock's handle", () => {
  expectTypeOf<Pick<ChatDockApi, keyof ChatDockApi>>().toEqualTypeOf<Flat<Commands & OfThePage>>();
  expectTypeOf<keyof ChatDockApi>().toEqualTypeOf<keyof Commands | keyof OfThePage>();
  expectTypeOf<keyof PageDockHandle>().toEqualTypeOf<keyof Commands | 'name' | 'host' | 'isOpen'>();
  expectTypeOf<Pick<PageDockHandle, keyof Commands>>().toEqualTypeOf<Commands>();
  expectTypeOf<Pick<DockHandle, keyof DockCommands>>().toEqualTypeOf<Pick<Commands, keyof DockCommands>>();
  expectTypeOf<UserMessage>().toEqualTypeOf<Parameters<OpenAIChatKit['sendUserMessage']>[0]>();
  expectTypeOf<ComposerValue>().toEqualTypeOf<Parameters<OpenAIChatKit['setComposerValue']>[0]>();
});

it('window.ChatDock and the bare name are the same global', () => {
  expectTypeOf<typeof ChatDock>().toEqualTypeOf<ChatDockApi>();
  expectTypeOf<Window['ChatDock']>().toExtend<object | undefined>();
  // Never run: only the compiler reads it.
  const page = () => {
    window.ChatDock.sendUserMessage({ text: 'Where is my order?' });
    window.ChatDock.open();
    const sales: PageDockHandle = ChatDock.boot({
      name: 'sales',
      apiUrl: '/sales',
      position: 'bottom-start',
      offsetX: 24,
      width: '50vw',
      chatkit: { composer: { placeholder: 'Ask' } },
    });
    sales.update({ title: 'Sales' });
    ChatDock.get('help')?.close();
    ChatDock.tool('show_product', { description: 'Shows a product' }, ({ id }) => typeof id === 'string');
    ChatDock.tool('show_product');
    // @ts-expect-error: the model must be told what the function does.
    ChatDock.tool('show_product', {}, () => true);
    // @ts-expect-error: a theme is one of four words.
    ChatDock.setTheme('blue');
    // @ts-expect-error: a text goes in as `{ text }`.
    ChatDock.sendUserMessage('hello');
    // @ts-expect-error: opening takes nothing.
    ChatDock.open({ text: 'hello' });
    // @ts-expect-error: fullscreen is on or off.
    ChatDock.setFullscreen();
    // @ts-expect-error: there is no such option.
    ChatDock.update({ colour: 'red' });
    // @ts-expect-error: a person has a token.
    ChatDock.identify({ email: 'a@b.c' });
  };
  expectTypeOf(page).toBeFunction();
});

it("a command by name takes its method's arguments, also for one of several docks", () => {
  const page = () => {
    ChatDock('setComposerValue', { text: 'Where is my order?' });
    ChatDock('help.sendUserMessage', { text: 'Help', newThread: true });
    ChatDock('open');
    ChatDock('setThreadId', null);
    ChatDock('setFullscreen', true);
    ChatDock('boot', { apiUrl: '/chatkit' });
    ChatDock('sales.on', 'unread', ({ count }) => expectTypeOf(count).toBeNumber());
    ChatDock('ready', (dock) => expectTypeOf(dock).toEqualTypeOf<PageDockHandle>());
    ChatDock.q.push(['setComposerValue', { text: 'Where is my order?' }]);
    // @ts-expect-error: no such command.
    ChatDock('opne');
    // @ts-expect-error: no such command of a dock.
    ChatDock('help.opne');
    // @ts-expect-error: not what the method takes.
    ChatDock('setComposerValue', 5);
    // @ts-expect-error: no such event.
    ChatDock('on', 'opened', () => {});
  };
  expectTypeOf(page).toBeFunction();
});

it('every event has a typed detail, by on() and by addEventListener', () => {
  expectTypeOf<DockEvents>().toEqualTypeOf<Details>();
  expectTypeOf<DockEventMap>().toEqualTypeOf<{
    [Name in keyof Details as `chat-dock:${Name}`]: CustomEvent<Details[Name]>;
  }>();
  expectTypeOf<HTMLElementEventMap>().toExtend<DockEventMap>();
  expectTypeOf<DocumentEventMap>().toExtend<DockEventMap>();
  expectTypeOf<WindowEventMap>().toExtend<DockEventMap>();
  const page = () => {
    const stop: () => void = ChatDock.on('feedback', ({ kind, itemIds }) =>
      expectTypeOf({ kind, itemIds }).toEqualTypeOf<{ kind: 'positive' | 'negative'; itemIds: string[] }>(),
    );
    stop();
    ChatDock.on('open', (detail) => expectTypeOf(detail).toBeUndefined());
    document.addEventListener('chat-dock:engine-fallback', ({ detail }) => expectTypeOf(detail.message).toBeString());
    document
      .querySelector('chat-dock')
      ?.addEventListener('chat-dock:voice', ({ detail }) => expectTypeOf(detail.state).toBeString());
    // @ts-expect-error: no such event.
    ChatDock.on('opened', () => {});
    // @ts-expect-error: no such detail.
    ChatDock.off('unread', ({ total }) => total);
  };
  expectTypeOf(page).toBeFunction();
});
