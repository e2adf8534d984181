/** What a server streams: twelve events, one of which carries ten kinds of item update. */
import * as z from 'zod/mini';
import { assistantMessageContentSchema, generatedImageSchema, threadItemSchema } from './items.ts';
import { dictionary, maybe } from './schema.ts';
import { annotationSchema } from './sources.ts';
import { taskSchema } from './tasks.ts';
import { threadSchema } from './threads.ts';
import { widgetComponentSchema, widgetRootSchema } from './widgets.ts';

/** Whether an update may address this place in a list; lists are extended to reach it, so it has a bound. */
export const isPlace = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10_000;

const index = z.number().check(z.refine(isPlace, { error: 'must be a whole number between 0 and 10000' }));

const part = { content_index: index };

export const assistantMessageContentPartAddedSchema = z.object({
  type: z.literal('assistant_message.content_part.added'),
  ...part,
  content: assistantMessageContentSchema,
});
export const assistantMessageContentPartTextDeltaSchema = z.object({
  type: z.literal('assistant_message.content_part.text_delta'),
  ...part,
  delta: z.string(),
});
export const assistantMessageContentPartAnnotationAddedSchema = z.object({
  type: z.literal('assistant_message.content_part.annotation_added'),
  ...part,
  annotation_index: index,
  annotation: annotationSchema,
});
export const assistantMessageContentPartDoneSchema = z.object({
  type: z.literal('assistant_message.content_part.done'),
  ...part,
  content: assistantMessageContentSchema,
});
export const widgetStreamingTextValueDeltaSchema = z.object({
  type: z.literal('widget.streaming_text.value_delta'),
  component_id: z.string(),
  delta: z.string(),
  done: z.boolean(),
});
export const widgetComponentUpdatedSchema = z.object({
  type: z.literal('widget.component.updated'),
  component_id: z.string(),
  component: widgetComponentSchema,
});
export const widgetRootUpdatedSchema = z.object({
  type: z.literal('widget.root.updated'),
  widget: widgetRootSchema,
});
export const workflowTaskAddedSchema = z.object({
  type: z.literal('workflow.task.added'),
  task_index: index,
  task: taskSchema,
});
export const workflowTaskUpdatedSchema = z.object({
  type: z.literal('workflow.task.updated'),
  task_index: index,
  task: taskSchema,
});
export const generatedImageUpdatedSchema = z.object({
  type: z.literal('generated_image.updated'),
  image: generatedImageSchema,
  /** From 0 to 1. */
  progress: maybe(z.number()),
});

export const threadItemUpdateSchema = z.discriminatedUnion('type', [
  assistantMessageContentPartAddedSchema,
  assistantMessageContentPartTextDeltaSchema,
  assistantMessageContentPartAnnotationAddedSchema,
  assistantMessageContentPartDoneSchema,
  widgetStreamingTextValueDeltaSchema,
  widgetComponentUpdatedSchema,
  widgetRootUpdatedSchema,
  workflowTaskAddedSchema,
  workflowTaskUpdatedSchema,
  generatedImageUpdatedSchema,
]);

export const threadCreatedEventSchema = z.object({ type: z.literal('thread.created'), thread: threadSchema });
export const threadUpdatedEventSchema = z.object({ type: z.literal('thread.updated'), thread: threadSchema });
export const threadItemAddedEventSchema = z.object({ type: z.literal('thread.item.added'), item: threadItemSchema });
export const threadItemUpdatedEventSchema = z.object({
  type: z.literal('thread.item.updated'),
  item_id: z.string(),
  update: threadItemUpdateSchema,
});
export const threadItemDoneEventSchema = z.object({ type: z.literal('thread.item.done'), item: threadItemSchema });
export const threadItemRemovedEventSchema = z.object({ type: z.literal('thread.item.removed'), item_id: z.string() });
export const threadItemReplacedEventSchema = z.object({
  type: z.literal('thread.item.replaced'),
  item: threadItemSchema,
});

/** How the client may treat the stream it is reading; the latest one wins. */
export const streamOptionsSchema = z.object({ /** Whether a stop control is shown. */ allow_cancel: z.boolean() });

export const streamOptionsEventSchema = z.object({
  type: z.literal('stream_options'),
  stream_options: streamOptionsSchema,
});
export const progressUpdateEventSchema = z.object({
  type: z.literal('progress_update'),
  text: z.string(),
  icon: maybe(z.string()),
});
export const clientEffectEventSchema = z.object({
  type: z.literal('client_effect'),
  name: z.string(),
  data: z._default(dictionary, {}),
});
export const errorEventSchema = z.object({
  type: z.literal('error'),
  /** `"custom"`: show `message` as given. Any other code maps to a text of the client's. The set is open. */
  code: z._default(z.string(), 'custom'),
  message: maybe(z.string()),
  allow_retry: z._default(z.boolean(), false),
});
export const noticeEventSchema = z.object({
  type: z.literal('notice'),
  level: z.literal(['info', 'warning', 'danger']),
  /** Markdown. */
  message: z.string(),
  title: maybe(z.string()),
});

export const threadStreamEventSchema = z.discriminatedUnion('type', [
  threadCreatedEventSchema,
  threadUpdatedEventSchema,
  threadItemAddedEventSchema,
  threadItemUpdatedEventSchema,
  threadItemDoneEventSchema,
  threadItemRemovedEventSchema,
  threadItemReplacedEventSchema,
  streamOptionsEventSchema,
  progressUpdateEventSchema,
  clientEffectEventSchema,
  errorEventSchema,
  noticeEventSchema,
]);

export type AssistantMessageContentPartAdded = z.infer<typeof assistantMessageContentPartAddedSchema>;
export type AssistantMessageContentPartTextDelta = z.infer<typeof assistantMessageContentPartTextDeltaSchema>;
export type AssistantMessageContentPartAnnotationAdded = z.infer<
  typeof assistantMessageContentPartAnnotationAddedSchema
>;
export type AssistantMessageContentPartDone = z.infer<typeof assistantMessageContentPartDoneSchema>;
export type WidgetStreamingTextValueDelta = z.infer<typeof widgetStreamingTextValueDeltaSchema>;
export type WidgetComponentUpdated = z.infer<typeof widgetComponentUpdatedSchema>;
export type WidgetRootUpdated = z.infer<typeof widgetRootUpdatedSchema>;
export type WorkflowTaskAdded = z.infer<typeof workflowTaskAddedSchema>;
export type WorkflowTaskUpdated = z.infer<typeof workflowTaskUpdatedSchema>;
export type GeneratedImageUpdated = z.infer<typeof generatedImageUpdatedSchema>;
export type ThreadItemUpdate = z.infer<typeof threadItemUpdateSchema>;

export type ThreadCreatedEvent = z.infer<typeof threadCreatedEventSchema>;
export type ThreadUpdatedEvent = z.infer<typeof threadUpdatedEventSchema>;
export type ThreadItemAddedEvent = z.infer<typeof threadItemAddedEventSchema>;
export type ThreadItemUpdatedEvent = z.infer<typeof threadItemUpdatedEventSchema>;
export type ThreadItemDoneEvent = z.infer<typeof threadItemDoneEventSchema>;
export type ThreadItemRemovedEvent = z.infer<typeof threadItemRemovedEventSchema>;
export type ThreadItemReplacedEvent = z.infer<typeof threadItemReplacedEventSchema>;
export type StreamOptions = z.infer<typeof streamOptionsSchema>;
export type StreamOptionsEvent = z.infer<typeof streamOptionsEventSchema>;
export type ProgressUpdateEvent = z.infer<typeof progressUpdateEventSchema>;
export type ClientEffectEvent = z.infer<typeof clientEffectEventSchema>;
export type ErrorEvent = z.infer<typeof errorEventSchema>;
export type NoticeEvent = z.infer<typeof noticeEventSchema>;
export type ThreadStreamEvent = z.infer<typeof threadStreamEventSchema>;
