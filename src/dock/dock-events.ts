/** The dock's events: `CustomEvent`s named `chat-dock:<name>`, fired on its host element. They bubble to the document. */
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';
import type { EngineFailure } from '../engine/engine-error.ts';
import type { ResponseOutcome } from '../chatkit/embedder.ts';
import type { ColorScheme, ThemeName } from './theme/page-theme.ts';

/** The events of a dock, by short name, with the `detail` of each. The DOM event is named `chat-dock:<name>`. */
export interface DockEvents {
  /** Fired when the dock is on the page and accepts commands. */
  ready: { name: string };
  /** Fired when the panel has opened. */
  open: undefined;
  /** Fired when the panel has closed. */
  close: undefined;
  /** Fired when the panel has entered or left fullscreen. */
  fullscreen: { isFullscreen: boolean };
  /** Fired when the theme, or the color scheme it results in, has changed. */
  theme: { theme: ThemeName; scheme: ColorScheme };
  /** Fired when the visitor can type into the chat. */
  'chat-ready': { engine: 'openai' | 'local' };
  /** Fired when the server has accepted the visitor's message. */
  'message-sent': { threadId: string | null; text: string };
  /** Fired when an answer begins. */
  'response-start': undefined;
  /** Fired when an answer has ended. `outcome` says how. */
  'response-end': { threadId: string | null; outcome: ResponseOutcome };
  /** Fired when the number of completed answers that arrived while the panel was closed has changed. */
  unread: { count: number };
  /** Fired when the visitor has rated an answer. */
  feedback: { kind: FeedbackKind; threadId: string; itemIds: string[]; comment?: string };
  /** Fired when another thread is shown. `threadId` is null for a new chat. */
  'thread-change': { threadId: string | null };
  /** Fired when voice input starts, recognises words, stops or fails. */
  voice: { state: 'off' | 'listening' | 'transcribing' | 'failed'; reason?: string };
  /** Fired when the official engine failed and the self-hosted one replaced it. */
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

export const domEventOf = (name: DockEventName): `chat-dock:${DockEventName}` => `chat-dock:${name}`;

/** Fires dock events on an element. The browser reports a listener that throws, and calls the others. */
export function createEmit(host: EventTarget): Emit {
  return (name, ...[detail]) =>
    void host.dispatchEvent(new CustomEvent(domEventOf(name), { bubbles: true, composed: true, detail }));
}

declare global {
  interface GlobalEventHandlersEventMap extends DockEventMap {}
}

/** The events by their full DOM names, which types `addEventListener('chat-dock:open', …)`. */
export type DockEventMap = { [Name in DockEventName as `chat-dock:${Name}`]: CustomEvent<DockEvents[Name]> };
