/** The dock's events: `CustomEvent`s named `chat-dock:<name>`, dispatched on its host element, bubbling to the document. */
import type { EngineFailure } from '../engine/engine-error.ts';
import type { ResponseOutcome } from '../engine/turn-outcome.ts';
import type { ColorScheme, ThemeName } from './theme/page-theme.ts';

/** The events of a dock, by short name, with the `detail` of each. The DOM event is named `chat-dock:<name>`. */
export interface DockEvents {
  /** Fired when the dock is on the page and accepts commands. */
  ready: { name: string };
  /** Fired when the panel has opened. */
  open: undefined;
  /** Fired when the panel has closed. */
  close: undefined;
  /** Fired when fullscreen starts or ends. */
  fullscreen: { isFullscreen: boolean };
  /** Fired when the theme changes, or when it resolves to another colour scheme. */
  theme: { theme: ThemeName; scheme: ColorScheme };
  /** Fired when the visitor can type into the chat. */
  'chat-ready': { engine: 'openai' | 'local' };
  /** Fired when the server has stored the visitor's message. */
  'message-sent': { threadId: string | null; text: string };
  /** Fired when an answer begins. */
  'response-start': undefined;
  /** Fired when an answer ends; `outcome` says how. */
  'response-end': { threadId: string | null; outcome: ResponseOutcome };
  /** Fired when the number of unread answers changes: completed answers that arrived while the panel was closed. */
  unread: { count: number };
  /** Fired when the visitor rates an answer. */
  feedback: { kind: 'positive' | 'negative'; threadId: string; itemIds: string[]; comment?: string };
  /** Fired when another thread is shown; null is a new chat. */
  'thread-change': { threadId: string | null };
  /** Fired when voice input starts, transcribes, stops or fails. */
  voice: { state: 'off' | 'listening' | 'transcribing' | 'failed'; reason?: string };
  /** Fired when the official engine fails and ours replaces it. */
  'engine-fallback': { reason: EngineFailure; message: string };
  /** Fired on an error that the visitor may have noticed. */
  error: { error: Error };
  /** Fired just before the dock is removed from the page. */
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
