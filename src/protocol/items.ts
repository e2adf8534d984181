/** The eleven kinds of thread item. */
import * as z from 'zod/mini';
import { attachmentSchema } from './attachments.ts';
import { dictionary, maybe } from './schema.ts';
import { annotationSchema } from './sources.ts';
import { taskSchema, workflowSchema } from './tasks.ts';
import { widgetRootSchema } from './widgets.ts';

const common = {
  id: z.string(),
  thread_id: z.string(),
  /** ISO 8601, perhaps without an offset. Read it with `parseTimestamp`. */
  created_at: z.string(),
};

// What a user says

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

// What an assistant says and does

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

export type UserMessageTextContent = z.infer<typeof userMessageTextContentSchema>;
export type UserMessageTagContent = z.infer<typeof userMessageTagContentSchema>;
export type UserMessageContent = z.infer<typeof userMessageContentSchema>;
export type ToolChoice = z.infer<typeof toolChoiceSchema>;
export type InferenceOptions = z.infer<typeof inferenceOptionsSchema>;
export type AssistantMessageContent = z.infer<typeof assistantMessageContentSchema>;
export type GeneratedImage = z.infer<typeof generatedImageSchema>;
export type StructuredInputAnswer = z.infer<typeof structuredInputAnswerSchema>;
export type MultipleChoiceInput = z.infer<typeof multipleChoiceInputSchema>;
export type FreeformInput = z.infer<typeof freeformInputSchema>;
export type StructuredInput = z.infer<typeof structuredInputSchema>;

export type UserMessageItem = z.infer<typeof userMessageItemSchema>;
export type AssistantMessageItem = z.infer<typeof assistantMessageItemSchema>;
export type ClientToolCallItem = z.infer<typeof clientToolCallItemSchema>;
export type WidgetItem = z.infer<typeof widgetItemSchema>;
export type GeneratedImageItem = z.infer<typeof generatedImageItemSchema>;
export type StructuredInputItem = z.infer<typeof structuredInputItemSchema>;
export type WorkflowItem = z.infer<typeof workflowItemSchema>;
export type TaskItem = z.infer<typeof taskItemSchema>;
export type EndOfTurnItem = z.infer<typeof endOfTurnItemSchema>;
export type HiddenContextItem = z.infer<typeof hiddenContextItemSchema>;
export type SDKHiddenContextItem = z.infer<typeof sdkHiddenContextItemSchema>;
export type ThreadItem = z.infer<typeof threadItemSchema>;
