/** The events that a server streams: twelve, one of which carries ten kinds of item update. */
import * as z from 'zod/mini';
import { assistantMessageContentSchema, generatedImageSchema, threadItemSchema } from './items.ts';
import { dictionary, maybe } from '../schema.ts';
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

/** Validates the ten kinds of item update, selected by `type`. Indexes must be whole numbers from 0 to 10000. */
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

/**
 * Validates the twelve stream events, selected by `type`. Prefer `parseEvent`, which also accepts events of a newer
 * server.
 */
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

/** Adds a part to an assistant message at `content_index`. */
export type AssistantMessageContentPartAdded = z.infer<typeof assistantMessageContentPartAddedSchema>;
/** Appends `delta`, a piece of Markdown, to the text of one part. Most events of a reply are of this type. */
export type AssistantMessageContentPartTextDelta = z.infer<typeof assistantMessageContentPartTextDeltaSchema>;
/** Inserts a source into one part of an assistant message, at `annotation_index` of the part's list. */
export type AssistantMessageContentPartAnnotationAdded = z.infer<
  typeof assistantMessageContentPartAnnotationAddedSchema
>;
/** Replaces one part with its final content. It overrides the deltas that came before. */
export type AssistantMessageContentPartDone = z.infer<typeof assistantMessageContentPartDoneSchema>;
/**
 * Appends `delta` to the value of the `Text` or `Markdown` component whose id is `component_id`; `done` is true with
 * the last piece.
 */
export type WidgetStreamingTextValueDelta = z.infer<typeof widgetStreamingTextValueDeltaSchema>;
/** Replaces the component whose id is `component_id`, with everything below it. */
export type WidgetComponentUpdated = z.infer<typeof widgetComponentUpdatedSchema>;
/** Replaces the whole widget of an item. */
export type WidgetRootUpdated = z.infer<typeof widgetRootUpdatedSchema>;
/** Puts a task into a workflow at `task_index`; a task that is already there is replaced. */
export type WorkflowTaskAdded = z.infer<typeof workflowTaskAddedSchema>;
/** Replaces the task at `task_index` of a workflow. */
export type WorkflowTaskUpdated = z.infer<typeof workflowTaskUpdatedSchema>;
/** Shows a preview or the finished version of an image; `progress` goes from 0 to 1. */
export type GeneratedImageUpdated = z.infer<typeof generatedImageUpdatedSchema>;
/** A change to an item that is being streamed: one of ten kinds, selected by `type`. `reduce` applies it. */
export type ThreadItemUpdate = z.infer<typeof threadItemUpdateSchema>;

/** Sent once, first, in the reply to `threads.create`: the new thread and its id. */
export type ThreadCreatedEvent = z.infer<typeof threadCreatedEventSchema>;
/** The thread's title, status or allowed image hosts changed. Its items are not part of this event. */
export type ThreadUpdatedEvent = z.infer<typeof threadUpdatedEventSchema>;
/** A new item, possibly unfinished: updates follow until `thread.item.done`. */
export type ThreadItemAddedEvent = z.infer<typeof threadItemAddedEventSchema>;
/** Changes the unfinished item whose id is `item_id`. */
export type ThreadItemUpdatedEvent = z.infer<typeof threadItemUpdatedEventSchema>;
/** The final form of an item. It replaces what the client has under the same id, or adds the item. */
export type ThreadItemDoneEvent = z.infer<typeof threadItemDoneEventSchema>;
/** Takes an item out of the thread. */
export type ThreadItemRemovedEvent = z.infer<typeof threadItemRemovedEventSchema>;
/** Replaces a stored item that has the same id, for example a widget after an action. */
export type ThreadItemReplacedEvent = z.infer<typeof threadItemReplacedEventSchema>;
/** How a client may treat the stream it is reading. `allow_cancel` says whether to show a stop button. */
export type StreamOptions = z.infer<typeof streamOptionsSchema>;
/** Changes the stream's options; the latest event of this type wins. */
export type StreamOptionsEvent = z.infer<typeof streamOptionsEventSchema>;
/** A short status text, shown until another one, a message or a widget arrives. It is never stored. */
export type ProgressUpdateEvent = z.infer<typeof progressUpdateEventSchema>;
/** Asks the page to run a handler by `name`, with `data`. It has no answer and is never stored. */
export type ClientEffectEvent = z.infer<typeof clientEffectEventSchema>;
/**
 * The turn failed. `message` is shown as given when `code` is `custom`; `allow_retry` says whether to offer a retry.
 */
export type ErrorEvent = z.infer<typeof errorEventSchema>;
/** A banner in the chat, in Markdown, that the user can dismiss. It is never stored. */
export type NoticeEvent = z.infer<typeof noticeEventSchema>;
/** One event of a streamed reply: one of twelve kinds, selected by `type`. */
export type ThreadStreamEvent = z.infer<typeof threadStreamEventSchema>;
