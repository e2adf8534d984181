/** What a dock is at one moment, and the steps from one moment to the next. Pure: no page, no storage, no clock. */
import type { ResponseOutcome } from '../engine/turn-outcome.ts';
import type { ColorScheme, ThemeName } from './theme/page-theme.ts';

/** Who uses the dock. */
export interface Visit {
  /** `identityOf` the user token; undefined while nobody is signed in. */
  identity: string | undefined;
  /** Another number for each person. What is drawn with it as its key shows nothing of the person before. */
  person: number;
}

export interface DockState {
  readonly isOpen: boolean;
  readonly isFullscreen: boolean;
  /** Completed answers that arrived while the panel was closed. */
  readonly unread: number;
  /** The thread on screen; null is a new chat. */
  readonly threadId: string | null;
  readonly visit: Visit;
  /** The theme that the visitor chose; null follows the owner's option. */
  readonly chosenTheme: ThemeName | null;
  /** What the theme comes to on this page. */
  readonly scheme: ColorScheme;
  /** The visitor has reached for the dock: its code and texts are fetched. */
  readonly isWanted: boolean;
  /** The chat itself is drawn, shown or not: it was opened once, or a message waits for it. */
  readonly isAwake: boolean;
}

/** A closed dock. A server cannot know the page's scheme: light, unless the theme is dark. */
export const initialState = (identity: string | undefined, theme: ThemeName): DockState => ({
  isOpen: false,
  isFullscreen: false,
  unread: 0,
  threadId: null,
  visit: { identity, person: 0 },
  chosenTheme: null,
  scheme: theme === 'dark' ? 'dark' : 'light',
  isWanted: false,
  isAwake: false,
});

/** Draws the chat without showing it. */
export const wake = { isWanted: true, isAwake: true } as const satisfies Partial<DockState>;

/** Opening shows every answer, so none is unread. */
export const setOpen = (isOpen: boolean): Partial<DockState> => (isOpen ? { ...wake, isOpen, unread: 0 } : { isOpen });

/** An answer ended. One that failed or was stopped is nothing to come back for. */
export const countResponse = ({ isOpen, unread }: DockState, outcome: ResponseOutcome): Partial<DockState> =>
  isOpen || outcome !== 'completed' ? {} : { unread: unread + 1 };

/**
 * Who is at the screen after the user token changed.
 *
 * Somebody who signs in stays the same person if `mayStay`: all that is on screen is what they have just written themselves,
 * such as a message that the server refused for want of a token.
 */
export function visitAfter(before: Visit, identity: string | undefined, mayStay: boolean): Visit {
  if (before.identity === identity) return before;
  const isSamePerson = before.identity === undefined && mayStay;
  return { identity, person: isSamePerson ? before.person : before.person + 1 };
}
