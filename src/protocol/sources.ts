/** The sources of an answer, and the annotations that place them in its text. */
import * as z from 'zod/mini';
import { dictionary, integer, maybe } from './schema.ts';

const common = {
  title: z.string(),
  description: maybe(z.string()),
  /** A date for display; not necessarily machine-readable. */
  timestamp: maybe(z.string()),
  group: maybe(z.string()),
};

export const urlSourceSchema = z.object({
  type: z.literal('url'),
  ...common,
  url: z.string(),
  attribution: maybe(z.string()),
});

export const fileSourceSchema = z.object({ type: z.literal('file'), ...common, filename: z.string() });

export const entitySourceSchema = z.object({
  type: z.literal('entity'),
  ...common,
  id: z.string(),
  icon: maybe(z.string()),
  /** Shown beside the icon in the hover card if the host has no preview. */
  label: maybe(z.string()),
  /** Shown inline instead of the icon. */
  inline_label: maybe(z.string()),
  /** Whether the host's click and preview callbacks apply. */
  interactive: z._default(z.boolean(), false),
  data: z._default(dictionary, {}),
  /** Deprecated, ignored. */
  preview: maybe(z.literal('lazy')),
});

export const sourceSchema = z.discriminatedUnion('type', [urlSourceSchema, fileSourceSchema, entitySourceSchema]);

export const annotationSchema = z.object({
  type: z._default(z.literal('annotation'), 'annotation'),
  source: sourceSchema,
  /** Where the marker goes, counted in characters of the part's text. Absent: no inline marker, list only. */
  index: maybe(integer),
});

export type UrlSource = z.infer<typeof urlSourceSchema>;
export type FileSource = z.infer<typeof fileSourceSchema>;
export type EntitySource = z.infer<typeof entitySourceSchema>;
export type Source = z.infer<typeof sourceSchema>;
export type Annotation = z.infer<typeof annotationSchema>;
