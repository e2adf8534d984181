/**
 * The errors that the element reports through `chatkit.error`. Their names are those that pages written for ChatKit
 * already check.
 */

export type ChatKitErrorName =
  | 'IntegrationError'
  | 'StreamError'
  | 'StreamEventParsingError'
  | 'WidgetItemError'
  | 'InitialThreadLoadError'
  | 'ThreadLoadError'
  | 'FileAttachmentError'
  | 'HistoryViewError'
  | 'EntitySearchError'
  | 'DictationError'
  | 'FeedbackError'
  | 'ActionError'
  | 'BusyError'
  | 'NetworkError'
  | 'HttpError'
  | 'FatalAppError';

/** An error for the page that holds the element. The message says what happened and what to do, in English. */
export class ChatKitError extends Error {
  override readonly name: ChatKitErrorName;
  /** HTTP status, when a server answered with one. */
  readonly status: number | undefined;

  constructor(
    name: ChatKitErrorName,
    message: string,
    { cause, status }: { cause?: unknown; status?: number | undefined } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = name;
    this.status = status;
  }
}
