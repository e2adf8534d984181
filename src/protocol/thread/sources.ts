/** The sources of an answer, and the annotations that place them in its text. */
import * as z from 'zod/mini';
import { dictionary, integer, maybe } from '../schema.ts';

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

/** Validates a source; `type` (`url`, `file` or `entity`) selects the shape. */
export const sourceSchema = z.discriminatedUnion('type', [urlSourceSchema, fileSourceSchema, entitySourceSchema]);

/** Validates an annotation: a source and where its marker goes. */
export const annotationSchema = z.object({
  type: z._default(z.literal('annotation'), 'annotation'),
  source: sourceSchema,
  /** The position of the marker, counted in characters of the part's text. Absent: no inline marker, list only. */
  index: maybe(integer),
});

/** A web page that an answer cites. */
export type UrlSource = z.infer<typeof urlSourceSchema>;
/** A file that an answer cites, by name. */
export type FileSource = z.infer<typeof fileSourceSchema>;
/**
 * An object of the host's own that an answer cites, such as an order. With `interactive`, the page's `entities`
 * callbacks handle clicks and previews.
 */
export type EntitySource = z.infer<typeof entitySourceSchema>;
/** A source of an answer: a web page, a file, or an object of the host's own. */
export type Source = z.infer<typeof sourceSchema>;
/**
 * Places a source in a text. `index` counts characters of the part's text; without it the source appears in the list
 * only.
 */
export type Annotation = z.infer<typeof annotationSchema>;
