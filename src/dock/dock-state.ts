/** The state of a dock and its transitions. Pure functions: no DOM, no storage, no clock. */
import type { ResponseOutcome } from '../chatkit/embedder.ts';
import type { ColorScheme, ThemeName } from './theme/page-theme.ts';

/** The user of the dock. */
export interface Visit {
  /** `identityOf` the user token; undefined for an anonymous visitor. */
  identity: string | undefined;
  /** Changes with each user. Used as a React key, so that no component keeps state of the previous user. */
  person: number;
}

export interface DockState {
  readonly isOpen: boolean;
  readonly isFullscreen: boolean;
  /** Completed answers that arrived while the panel was closed, or the page was in a background tab. */
  readonly unread: number;
  /** Whether the visitor has turned the sound for new answers off. */
  readonly isMuted: boolean;
  /** The thread on screen; null is a new chat. */
  readonly threadId: string | null;
  readonly visit: Visit;
  /** The theme that the visitor chose; null follows the owner's option. */
  readonly chosenTheme: ThemeName | null;
  /** The color scheme that the theme results in on this page. */
  readonly scheme: ColorScheme;
  /** Whether the panel's code and texts should load: the visitor pointed at or focused the launcher, or code asked for the panel. */
  readonly isWanted: boolean;
  /** Whether the chat is rendered, visible or not: it was opened once, or a message waits for it. */
  readonly isAwake: boolean;
  /** Whether the server turns recordings into text; undefined before its first answer, and for a server that does not say so. */
  readonly transcribes: boolean | undefined;
}

/** The state of a closed dock. A server cannot know the page's scheme, so it is light unless the theme is dark. */
export const initialState = (identity: string | undefined, theme: ThemeName): DockState => ({
  isOpen: false,
  isFullscreen: false,
  unread: 0,
  isMuted: false,
  threadId: null,
  visit: { identity, person: 0 },
  chosenTheme: null,
  scheme: theme === 'dark' ? 'dark' : 'light',
  isWanted: false,
  isAwake: false,
  transcribes: undefined,
});

/** State that the caller controls, as with controlled React props. */
export interface ControlledState {
  isOpen?: boolean | undefined;
  isFullscreen?: boolean | undefined;
  theme?: ThemeName | undefined;
}

/** Renders the chat without showing it. */
export const WAKE = { isWanted: true, isAwake: true } as const satisfies Partial<DockState>;

/** Opens the panel. The visitor then sees every answer, so the unread count becomes 0. */
export const setOpen = (isOpen: boolean): Partial<DockState> => (isOpen ? { ...WAKE, isOpen, unread: 0 } : { isOpen });

/** The changes after which the state is what the caller wants. */
export function toControlled({ isOpen, isFullscreen }: DockState, control: ControlledState = {}): Partial<DockState> {
  const { isOpen: wanted = isOpen } = control;
  return { ...(wanted !== isOpen && setOpen(wanted)), isFullscreen: control.isFullscreen ?? isFullscreen };
}

/** Closing the panel also ends fullscreen, including when the caller closes it. */
export const endsFullscreen = (before: DockState, after: DockState): boolean =>
  before.isOpen && !after.isOpen && after.isFullscreen;

/** The controlled theme, else the visitor's choice, else the owner's option. */
export const themeOf = (
  control: ControlledState | undefined,
  chosen: ThemeName | null,
  { theme }: { theme: ThemeName },
): ThemeName => control?.theme ?? chosen ?? theme;

/** Whether a chat starts between these states, for the first time or for another user. */
export const startsChat = (before: DockState, after: DockState): boolean =>
  after.isAwake !== before.isAwake || after.visit.person !== before.visit.person;

/** The thread that a chat starts with: the owner's option, else the thread that this tab kept, else the user's last one. */
export function firstThread(
  option: string | undefined,
  keptByTab: string | null | undefined,
  last: string | null | undefined,
): string | null {
  if (option !== undefined) return option === 'new' ? null : option;
  return (keptByTab === undefined ? last : keptByTab) ?? null;
}

/**
 * Counts a completed answer as unread while the panel is closed or the page is in the background. Failed and stopped answers
 * do not count.
 */
export const countResponse = (
  { isOpen, unread }: DockState,
  outcome: ResponseOutcome,
  isInBackground: boolean,
): Partial<DockState> => ((isOpen && !isInBackground) || outcome !== 'completed' ? {} : { unread: unread + 1 });

/** The visitor came back to the page: they see every answer in an open panel. */
export const seePage = ({ isOpen }: DockState): Partial<DockState> => (isOpen ? { unread: 0 } : {});

/**
 * The user after the user token changed.
 *
 * An anonymous visitor who signs in stays the same user if `mayStay`, because everything on screen is then what they wrote
 * themselves, such as a message that the server refused without a token.
 */
export function visitAfter(before: Visit, identity: string | undefined, mayStay: boolean): Visit {
  if (before.identity === identity) return before;
  const isSamePerson = before.identity === undefined && mayStay;
  return { identity, person: isSamePerson ? before.person : before.person + 1 };
}
