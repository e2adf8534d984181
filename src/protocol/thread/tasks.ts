/** Steps of work shown to the user: tasks, alone or inside a workflow. */
import * as z from 'zod/mini';
import { maybe } from '../schema.ts';
import { fileSourceSchema, urlSourceSchema } from './sources.ts';

const common = {
  /** Used inside a workflow only. */
  status_indicator: z._default(z.literal(['none', 'loading', 'complete']), 'none'),
  title: maybe(z.string()),
};

export const customTaskSchema = z.object({
  type: z.literal('custom'),
  ...common,
  icon: maybe(z.string()),
  /** Markdown. */
  content: maybe(z.string()),
});

export const searchTaskSchema = z.object({
  type: z.literal('web_search'),
  ...common,
  title_query: maybe(z.string()),
  queries: z._default(z.array(z.string()), []),
  sources: z._default(z.array(urlSourceSchema), []),
});

export const thoughtTaskSchema = z.object({ type: z.literal('thought'), ...common, content: z.string() });

export const fileTaskSchema = z.object({
  type: z.literal('file'),
  ...common,
  sources: z._default(z.array(fileSourceSchema), []),
});

export const imageTaskSchema = z.object({ type: z.literal('image'), ...common });

/** Validates the five kinds of task, selected by `type`. */
export const taskSchema = z.discriminatedUnion('type', [
  customTaskSchema,
  searchTaskSchema,
  thoughtTaskSchema,
  fileTaskSchema,
  imageTaskSchema,
]);

export const customSummarySchema = z.object({ title: z.string(), icon: maybe(z.string()) });
export const durationSummarySchema = z.object({ /** Whole seconds. */ duration: z.number() });

/** Two shapes without a discriminator; the present member decides. */
export const workflowSummarySchema = z.union([customSummarySchema, durationSummarySchema]);

/** Validates a workflow: its tasks, its summary, and whether it is expanded. */
export const workflowSchema = z.object({
  type: z.literal(['custom', 'reasoning']),
  tasks: z.array(taskSchema),
  summary: maybe(workflowSummarySchema),
  expanded: z._default(z.boolean(), false),
});

/** A step in the application's own words, with an icon and Markdown. */
export type CustomTask = z.infer<typeof customTaskSchema>;
/** A web search: its queries and the pages it found. */
export type SearchTask = z.infer<typeof searchTaskSchema>;
/** A step of the model's reasoning, in Markdown. */
export type ThoughtTask = z.infer<typeof thoughtTaskSchema>;
/** A step that reads files, and the files it read. */
export type FileTask = z.infer<typeof fileTaskSchema>;
/** A step that makes an image. */
export type ImageTask = z.infer<typeof imageTaskSchema>;
/** One step of work, selected by `type`. `status_indicator` is shown inside a workflow only. */
export type Task = z.infer<typeof taskSchema>;
/** The headline of a finished workflow, in the application's own words. */
export type CustomSummary = z.infer<typeof customSummarySchema>;
/** The headline of a finished workflow as its duration, in whole seconds. */
export type DurationSummary = z.infer<typeof durationSummarySchema>;
/**
 * The headline of a finished workflow. A `title` makes it a `CustomSummary`, a `duration` a `DurationSummary`; there
 * is no `type`.
 */
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;
/**
 * Steps of work with one headline. The type `reasoning` shows the model's thoughts; `custom` shows the application's
 * own steps.
 */
export type Workflow = z.infer<typeof workflowSchema>;
