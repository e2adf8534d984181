/** Holds a dock's state and options. The caller may control parts of the state instead, as with controlled React props. */
import { dockOptionsIn, type ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { resolveOptions, type ReadOptions, type ResolvedOptions } from '../options/options.ts';
import { callHost } from './host/call-host.ts';
import {
  endsFullscreen,
  firstThread,
  initialState,
  setOpen,
  startsChat,
  themeOf,
  toControlled,
  type ControlledState,
  type DockState,
} from './dock-state.ts';
import { identityOf } from './person/identity.ts';
import { createMemory, type Memory } from './persistence.ts';
import type { PageTools } from './page-tools/page-tool.ts';
import type { ThemeName } from './theme/page-theme.ts';

/** State that the caller controls, and the callbacks that request a change of it. */
export interface DockControl extends ControlledState {
  onOpenChange?: ((isOpen: boolean) => void) | undefined;
  onFullscreenToggle?: ((isFullscreen: boolean) => void) | undefined;
  onThemeChange?: ((theme: ThemeName) => void) | undefined;
}

/** The input from the owner: options, ChatKit options and controlled state. */
export interface DockInput {
  options: ReadOptions;
  /** The owner's own ChatKit options and handlers. */
  chatkit?: ChatKitPassThrough | undefined;
  /** Functions of the page that the model may call. */
  tools?: PageTools | undefined;
  control?: DockControl | undefined;
}

/** Everything that is rendered. Each change creates a new object, so that views can compare by identity. */
export interface DockView extends DockState {
  readonly options: ResolvedOptions;
  readonly chatkit: ChatKitPassThrough;
  readonly tools: PageTools;
  readonly memory: Memory;
  /** The controlled theme, else the visitor's choice, else the owner's option. */
  readonly theme: ThemeName;
}

type Writable<Shape> = { -readonly [Name in keyof Shape]: Shape[Name] };

export interface DockStore {
  get(): DockView;
  set(changes: Partial<DockView>): void;
  subscribe(listener: () => void): () => void;
  /** Applies new input. `isSignedOut` ignores its user token. */
  setInput(input: DockInput, isSignedOut: boolean): void;
  askOpen(isOpen: boolean): void;
  askFullscreen(isFullscreen: boolean): void;
  askTheme(theme: ThemeName | null): void;
}

/** A chat inside an element of the page needs no button that opens it. */
const inPage = ({ layout }: ReadOptions): ReadOptions => (layout === 'inline' ? { launcher: 'none', open: true } : {});

const NO_PASS_THROUGH: ChatKitPassThrough = {};
const NO_TOOLS: PageTools = {};

export function createDockStore(name: string, first: DockInput): DockStore {
  let input = first;
  let isSignedOut = false;
  let read: ReadOptions | undefined;
  /** Changes when the options that ChatKit's options decide change, or after a logout. */
  let keyBefore = '';
  const listeners = new Set<() => void>();

  const readInput = (before?: DockView) => {
    const { options: given, chatkit = NO_PASS_THROUGH, tools = NO_TOOLS } = input;
    const decided = dockOptionsIn(chatkit);
    // The owner may pass a new object with equal members on every render.
    const key = JSON.stringify([decided, isSignedOut]);
    if (before && read === given && keyBefore === key) return { chatkit, tools, options: before.options };
    read = given;
    keyBefore = key;
    const options = { ...given, ...decided, ...inPage(given), ...(isSignedOut && { userToken: undefined }) };
    return { chatkit, tools, options: resolveOptions(options) };
  };
  const firstView = (): DockView => {
    const { options, chatkit, tools } = readInput();
    const identity = identityOf(options.userToken);
    const theme = themeOf(input.control, null, options);
    const state = initialState(identity, theme);
    const memory = createMemory(options.persist, name, identity);
    // Start the chat in a browser only: a server renders none.
    return { ...state, ...toControlled(state, input.control), isAwake: false, options, chatkit, tools, memory, theme };
  };
  let view = firstView();

  const set = (changes: Partial<DockView>) => {
    const before = view;
    const next: Writable<DockView> = { ...view, ...changes };
    next.theme = themeOf(input.control, next.chosenTheme, next.options);
    if (startsChat(before, next)) {
      const { memory, options } = next;
      next.threadId = firstThread(options.thread, memory.tab?.read().threadId, memory.read().threadId);
    }
    // A view has no other members than those of its type.
    if ((Object.keys(next) as (keyof DockView)[]).every((key) => Object.is(next[key], before[key]))) return;
    view = next;
    if (endsFullscreen(before, view)) askFullscreen(false);
    listeners.forEach((listener) => listener());
  };
  function askFullscreen(isFullscreen: boolean) {
    if (isFullscreen === view.isFullscreen) return;
    const { control } = input;
    if (control?.isFullscreen === undefined) set({ isFullscreen });
    callHost(control?.onFullscreenToggle, isFullscreen);
  }
  return {
    get: () => view,
    set,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setInput(next, isSignedOutNow) {
      input = next;
      isSignedOut = isSignedOutNow;
      set({ ...readInput(view), ...toControlled(view, input.control) });
    },
    askOpen(isOpen) {
      if (isOpen === view.isOpen) return;
      const { control } = input;
      if (control?.isOpen === undefined) set(setOpen(isOpen));
      callHost(control?.onOpenChange, isOpen);
    },
    askFullscreen,
    askTheme(theme) {
      const { control } = input;
      if (theme === (control?.theme ?? view.chosenTheme)) return;
      if (control?.theme === undefined) set({ chosenTheme: theme });
      // If the caller controls the theme, there is no remembered choice to clear.
      if (theme !== null || control?.theme === undefined) callHost(control?.onThemeChange, theme ?? view.options.theme);
    },
  };
}
