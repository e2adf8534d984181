/** Steps of work shown to the user: tasks, alone or inside a workflow. */
import * as z from 'zod/mini';
import { maybe } from './schema.ts';
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

export const workflowSchema = z.object({
  type: z.literal(['custom', 'reasoning']),
  tasks: z.array(taskSchema),
  summary: maybe(workflowSummarySchema),
  expanded: z._default(z.boolean(), false),
});

export type CustomTask = z.infer<typeof customTaskSchema>;
export type SearchTask = z.infer<typeof searchTaskSchema>;
export type ThoughtTask = z.infer<typeof thoughtTaskSchema>;
export type FileTask = z.infer<typeof fileTaskSchema>;
export type ImageTask = z.infer<typeof imageTaskSchema>;
export type Task = z.infer<typeof taskSchema>;
export type CustomSummary = z.infer<typeof customSummarySchema>;
export type DurationSummary = z.infer<typeof durationSummarySchema>;
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;
export type Workflow = z.infer<typeof workflowSchema>;
