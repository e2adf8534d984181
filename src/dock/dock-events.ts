/** What the dock tells the page: `CustomEvent`s named `chat-dock:<name>` on its host element; they bubble to the document. */
import type { FeedbackKind } from '@chatdock/protocol/requests';
import type { EngineFailure } from '../engine/engine-error.ts';
import type { ResponseOutcome } from '../engine/turn-outcome.ts';
import type { ColorScheme, ThemeName } from './theme/page-theme.ts';

/** The events of a dock, by short name, with the `detail` of each. The DOM event is named `chat-dock:<name>`. */
export interface DockEvents {
  /** Fired when the dock is on the page and takes commands. */
  ready: { name: string };
  /** Fired when the panel has opened. */
  open: undefined;
  /** Fired when the panel has closed. */
  close: undefined;
  /** Fired when the panel has filled the window, or stopped doing so. */
  fullscreen: { isFullscreen: boolean };
  /** Fired when the theme or the scheme it stands for has changed. */
  theme: { theme: ThemeName; scheme: ColorScheme };
  /** Fired when the chat can be typed into. */
  'chat-ready': { engine: 'openai' | 'local' };
  /** Fired when the server has taken the visitor's message. */
  'message-sent': { threadId: string | null; text: string };
  /** Fired when an answer begins. */
  'response-start': undefined;
  /** Fired when an answer has ended, and how. */
  'response-end': { threadId: string | null; outcome: ResponseOutcome };
  /** Fired when the number of completed answers that arrived while the panel was closed has changed. */
  unread: { count: number };
  /** Fired when the visitor has rated an answer. */
  feedback: { kind: FeedbackKind; threadId: string; itemIds: string[]; comment?: string };
  /** Fired when another thread is shown; null is a new one. */
  'thread-change': { threadId: string | null };
  /** Fired when voice input starts, hears, stops or fails. */
  voice: { state: 'off' | 'listening' | 'transcribing' | 'failed'; reason?: string };
  /** Fired when the official engine failed and ours took over. */
  'engine-fallback': { reason: EngineFailure; message: string };
  /** Fired when something went wrong that the visitor may have noticed. */
  error: { error: Error };
  /** Fired when the dock is about to leave the page. */
  destroy: undefined;
}

/** The short name of a dock event, as `on` and `off` take it. */
export type DockEventName = keyof DockEvents;

export type Emit = <Name extends DockEventName>(
  name: Name,
  ...detail: DockEvents[Name] extends undefined ? [] : [DockEvents[Name]]
) => void;

/** Fires dock events on an element. A listener that throws is reported by the browser and stops nobody. */
export function createEmit(host: EventTarget): Emit {
  return (name, ...[detail]) => {
    host.dispatchEvent(new CustomEvent(`chat-dock:${name}`, { bubbles: true, composed: true, detail }));
  };
}

declare global {
  interface GlobalEventHandlersEventMap extends DockEventMap {}
}

/** The DOM events by their full names, so that `addEventListener('chat-dock:open', …)` is typed. */
export type DockEventMap = { [Name in DockEventName as `chat-dock:${Name}`]: CustomEvent<DockEvents[Name]> };
