/** Builders of texts, pictures, charts and space. */
import * as z from 'zod/mini';
import { component } from './build.ts';
import {
  block,
  color,
  common,
  flag,
  measures,
  number,
  size,
  text,
  textAlign,
  textSize,
  weight,
  words,
} from './values.ts';

const textProps = { value: z.string(), color, weight, textAlign, truncate: flag, maxLines: number };

/** A text. With `editable` it is a field of the form around it; with `id` it can be streamed into. */
export const Text = component('Text', {
  ...common,
  ...textProps,
  streaming: flag,
  italic: flag,
  lineThrough: flag,
  width: size,
  size: textSize,
  minLines: number,
  editable: z.optional(
    z.union([
      z.literal(false),
      z.strictObject({
        name: z.string(),
        autoFocus: flag,
        autoSelect: flag,
        autoComplete: text,
        allowAutofillExtensions: flag,
        pattern: text,
        placeholder: text,
        required: flag,
      }),
    ]),
  ),
});

/** A heading of the widget, in one of eight sizes. */
export const Title = component('Title', {
  ...common,
  ...textProps,
  size: words('sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl'),
});

/** A small, muted text that explains another. */
export const Caption = component('Caption', { ...common, ...textProps, size: words('sm', 'md', 'lg') });

/** A text with Markdown. With `id` it can be streamed into. */
export const Markdown = component('Markdown', { ...common, value: z.string(), streaming: flag });

/** A short word on a coloured background, for a state. */
export const Badge = component('Badge', {
  ...common,
  label: z.string(),
  color: words('secondary', 'success', 'danger', 'warning', 'info', 'discovery'),
  variant: words('solid', 'soft', 'outline'),
  size: words('sm', 'md', 'lg'),
  pill: flag,
});

/** One of ChatKit's icons, by its name. */
export const Icon = component('Icon', {
  ...common,
  name: z.string(),
  color,
  size: words('xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'),
});

/** A picture from an address or from data. Describe it in `alt`. */
export const Image = component('Image', {
  ...common,
  ...block,
  src: z.string(),
  alt: text,
  frame: flag,
  fit: words('cover', 'contain', 'fill', 'scale-down', 'none'),
  position: words('top left', 'top', 'top right', 'left', 'center', 'right', 'bottom left', 'bottom', 'bottom right'),
  flush: flag,
});

/** Fills the free space between its neighbours. */
export const Spacer = component('Spacer', { ...common, minSize: size });

/** A line between neighbours: across a column, or along a row. */
export const Divider = component('Divider', { ...common, color, size, spacing: size, flush: flag });

const series = { label: z.nullable(z.string()), dataKey: z.string(), color };
const curveType = words('basis', 'basisClosed', 'basisOpen', 'bumpX', 'bumpY', 'bump', 'linear', 'linearClosed', 'natural', 'monotoneX', 'monotoneY', 'monotone', 'step', 'stepBefore', 'stepAfter'); // prettier-ignore

/** Bars, areas and lines over the rows of `data`. Dates as ISO texts make a time axis. */
export const Chart = component('Chart', {
  ...common,
  data: z.array(z.record(z.string(), z.nullable(z.union([z.string(), z.number()])))),
  series: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('bar'), ...series, stack: text }),
      z.strictObject({ type: z.literal('area'), ...series, stack: text, curveType }),
      z.strictObject({ type: z.literal('line'), ...series, curveType }),
    ]),
  ),
  xAxis: z.union([
    z.string(),
    z.strictObject({ dataKey: z.string(), hide: flag, labels: z.optional(z.record(z.string(), z.string())) }),
  ]),
  showYAxis: flag,
  showLegend: flag,
  showTooltip: flag,
  barGap: number,
  barCategoryGap: number,
  flex: size,
  ...measures,
});
