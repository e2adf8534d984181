/** Converts the composer's content to a request's input. */
import type { UserMessageContent, UserMessageTagContent } from '../thread/items.ts';
import type { UserMessageInput } from './requests.ts';

/** The composer's content when the user sends it. */
export interface ComposedMessage {
  content: readonly (Exclude<UserMessageContent, UserMessageTagContent> | ComposedTag)[];
  /** Ids of attachments that have been uploaded. */
  attachmentIds?: readonly string[] | undefined;
  quotedText?: string | undefined;
  toolChoiceId?: string | undefined;
  model?: string | undefined;
}

/** A tag in the element's public type, where `data` is optional. */
export type ComposedTag = Omit<UserMessageTagContent, 'data' | 'interactive'> & {
  data?: Record<string, unknown> | undefined;
  interactive?: boolean | undefined;
};

/** The `input` of a request with every member that servers require: lists and objects may be empty, never missing. */
export function toUserMessageInput(message: ComposedMessage): UserMessageInput {
  return {
    content: message.content.map((part) =>
      part.type === 'input_tag' ? { ...part, data: part.data ?? {}, interactive: part.interactive ?? false } : part,
    ),
    quoted_text: message.quotedText ?? '',
    attachments: [...(message.attachmentIds ?? [])],
    inference_options: {
      ...(message.toolChoiceId ? { tool_choice: { id: message.toolChoiceId } } : {}),
      ...(message.model ? { model: message.model } : {}),
    },
  };
}
