/** The eleven kinds of thread item. */
import * as z from 'zod/mini';
import { attachmentSchema } from './attachments.ts';
import { dictionary, maybe, timestamp } from '../schema.ts';
import { annotationSchema } from './sources.ts';
import { taskSchema, workflowSchema } from './tasks.ts';
import { widgetRootSchema } from './widgets.ts';

const common = {
  id: z.string(),
  thread_id: z.string(),
  created_at: timestamp,
};

// User messages

export const userMessageTextContentSchema = z.object({ type: z.literal('input_text'), text: z.string() });

export const userMessageTagContentSchema = z.object({
  type: z.literal('input_tag'),
  id: z.string(),
  text: z.string(),
  data: z._default(dictionary, {}),
  group: maybe(z.string()),
  interactive: z._default(z.boolean(), false),
});

export const userMessageContentSchema = z.discriminatedUnion('type', [
  userMessageTextContentSchema,
  userMessageTagContentSchema,
]);

export const toolChoiceSchema = z.object({ id: z.string() });

/** The composer's choices for a message: ids from `composer.tools` and `composer.models`. */
export const inferenceOptionsSchema = z.object({ tool_choice: maybe(toolChoiceSchema), model: maybe(z.string()) });

export const userMessageItemSchema = z.object({
  type: z.literal('user_message'),
  ...common,
  /** Text and tags in the order they were typed. Shown literally, never as Markdown. */
  content: z.array(userMessageContentSchema),
  attachments: z._default(z.array(attachmentSchema), []),
  /** The passage the user replies to; `""` means none. */
  quoted_text: maybe(z.string()),
  inference_options: z._default(inferenceOptionsSchema, {}),
});

// Assistant messages and other items

export const assistantMessageContentSchema = z.object({
  type: z._default(z.literal('output_text'), 'output_text'),
  /** Markdown. */
  text: z.string(),
  annotations: z._default(z.array(annotationSchema), []),
});

export const assistantMessageItemSchema = z.object({
  type: z.literal('assistant_message'),
  ...common,
  content: z.array(assistantMessageContentSchema),
});

export const clientToolCallItemSchema = z.object({
  type: z.literal('client_tool_call'),
  ...common,
  status: z._default(z.literal(['pending', 'completed']), 'pending'),
  call_id: z.string(),
  name: z.string(),
  arguments: dictionary,
  output: z.optional(z.unknown()),
});

export const widgetItemSchema = z.object({
  type: z.literal('widget'),
  ...common,
  widget: widgetRootSchema,
  /** The text that the copy button copies. */
  copy_text: maybe(z.string()),
});

export const generatedImageSchema = z.object({ id: z.string(), url: z.string() });

export const generatedImageItemSchema = z.object({
  type: z.literal('generated_image'),
  ...common,
  /** Absent while the image is being generated. */
  image: maybe(generatedImageSchema),
});

// Questions to the user

export const structuredInputAnswerSchema = z.object({
  values: z._default(z.array(z.string()), []),
  skipped: z._default(z.boolean(), false),
});

const question = { id: z.string(), question: z.string(), answer: maybe(structuredInputAnswerSchema) };

export const multipleChoiceInputSchema = z.object({
  type: z.literal('multiple_choice'),
  ...question,
  /** The suggested answers; free text is always accepted, too. */
  options: z.array(z.object({ value: z.string() })),
  multiple: z._default(z.boolean(), false),
});

export const freeformInputSchema = z.object({
  type: z.literal('freeform'),
  ...question,
  description: maybe(z.string()),
});

export const structuredInputSchema = z.discriminatedUnion('type', [multipleChoiceInputSchema, freeformInputSchema]);

export const structuredInputItemSchema = z.object({
  type: z.literal('structured_input'),
  ...common,
  status: z._default(z.literal(['pending', 'answered', 'skipped']), 'pending'),
  inputs: z.array(structuredInputSchema),
});

// Work, markers, and what the model sees and the user does not

export const workflowItemSchema = z.object({ type: z.literal('workflow'), ...common, workflow: workflowSchema });
export const taskItemSchema = z.object({ type: z.literal('task'), ...common, task: taskSchema });
export const endOfTurnItemSchema = z.object({ type: z.literal('end_of_turn'), ...common });

/** Written by the application. Stored and given to the model, never sent to a client. */
export const hiddenContextItemSchema = z.object({
  type: z.literal('hidden_context_item'),
  ...common,
  content: z.unknown(),
});

/** Written by the server itself. Stored and given to the model, never sent to a client. */
export const sdkHiddenContextItemSchema = z.object({
  type: z.literal('sdk_hidden_context'),
  ...common,
  content: z.string(),
});

/** Validates the eleven kinds of thread item, selected by `type`. */
export const threadItemSchema = z.discriminatedUnion('type', [
  userMessageItemSchema,
  assistantMessageItemSchema,
  clientToolCallItemSchema,
  widgetItemSchema,
  generatedImageItemSchema,
  structuredInputItemSchema,
  workflowItemSchema,
  taskItemSchema,
  endOfTurnItemSchema,
  hiddenContextItemSchema,
  sdkHiddenContextItemSchema,
]);

/** Plain text that the user typed. It is shown literally, not as Markdown. */
export type UserMessageTextContent = z.infer<typeof userMessageTextContentSchema>;
/** An entity that the user mentioned with `@`. `id` and `data` come from the page; `text` is what the tag shows. */
export type UserMessageTagContent = z.infer<typeof userMessageTagContentSchema>;
/** One piece of a user message: text, or a mention of an entity. */
export type UserMessageContent = z.infer<typeof userMessageContentSchema>;
/** The tool that the user picked in the composer, by its id in `composer.tools`. */
export type ToolChoice = z.infer<typeof toolChoiceSchema>;
/** The user's choices in the composer for one message: a tool, a model, both or neither. */
export type InferenceOptions = z.infer<typeof inferenceOptionsSchema>;
/** One part of an assistant message: Markdown in `text`, and the sources it cites in `annotations`. */
export type AssistantMessageContent = z.infer<typeof assistantMessageContentSchema>;
/** An image that the assistant made, with the URL that shows it. */
export type GeneratedImage = z.infer<typeof generatedImageSchema>;
/** The user's answer to one question: a list of `values`, or `skipped`. */
export type StructuredInputAnswer = z.infer<typeof structuredInputAnswerSchema>;
/** A question with `options` to choose from. The user can always answer in their own words instead. */
export type MultipleChoiceInput = z.infer<typeof multipleChoiceInputSchema>;
/** A question that the user answers in their own words. */
export type FreeformInput = z.infer<typeof freeformInputSchema>;
/** One question of a `structured_input` item, selected by `type`. */
export type StructuredInput = z.infer<typeof structuredInputSchema>;

/** A user's message: text and mentions, attachments, a quoted passage, and the choices of the composer. */
export type UserMessageItem = z.infer<typeof userMessageItemSchema>;
/** The assistant's answer, in one or more parts. */
export type AssistantMessageItem = z.infer<typeof assistantMessageItemSchema>;
/** A tool that runs in the page. While `status` is `pending` the turn waits for `threads.add_client_tool_output`. */
export type ClientToolCallItem = z.infer<typeof clientToolCallItemSchema>;
/** A widget in the thread. `copy_text` is what the copy button puts on the clipboard. */
export type WidgetItem = z.infer<typeof widgetItemSchema>;
/** An image that the assistant makes. `image` is absent until there is something to show. */
export type GeneratedImageItem = z.infer<typeof generatedImageItemSchema>;
/** Questions to the user. While `status` is `pending` the turn waits for `threads.add_structured_input`. */
export type StructuredInputItem = z.infer<typeof structuredInputItemSchema>;
/** Steps of work that the user can expand, such as reasoning or searches. */
export type WorkflowItem = z.infer<typeof workflowItemSchema>;
/** One step of work that is shown by itself, outside a workflow. */
export type TaskItem = z.infer<typeof taskItemSchema>;
/** Marks the end of a turn, so that the client can group the items before it. It shows nothing. */
export type EndOfTurnItem = z.infer<typeof endOfTurnItemSchema>;
/** Context that the application stores for the model. A server never sends it to a client. */
export type HiddenContextItem = z.infer<typeof hiddenContextItemSchema>;
/** Context that the server itself stores for the model. A server never sends it to a client. */
export type SDKHiddenContextItem = z.infer<typeof sdkHiddenContextItemSchema>;
/**
 * One entry of a thread: one of eleven kinds, selected by `type`. `created_at` is ISO 8601; read it with
 * `parseTimestamp`.
 */
export type ThreadItem = z.infer<typeof threadItemSchema>;
