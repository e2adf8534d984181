/** The kinds of values that props have, as ChatKit's types and its Python package define them. */
import * as z from 'zod/mini';

export const text = z.optional(z.string());
export const flag = z.optional(z.boolean());
export const number = z.optional(z.number());

/** A number of pixels or of spacing units, or CSS. */
export const size = z.optional(z.union([z.number(), z.string()]));

const colorValue = z.union([z.string(), z.strictObject({ light: z.string(), dark: z.string() })]);
/** A token, a primitive such as `blue-500`, a CSS colour, or a pair for light and dark. */
export const color = z.optional(colorValue);

export const words = <const Words extends readonly string[]>(...all: Words) => z.optional(z.enum(all));

export const spacing = z.optional(
  z.union([
    z.number(),
    z.string(),
    z.strictObject({ top: size, right: size, bottom: size, left: size, x: size, y: size }),
  ]),
);

const oneBorder = z.strictObject({
  size: z.number(),
  color,
  style: words('solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'inset', 'outset'),
});
const side = z.optional(z.union([z.number(), oneBorder]));
export const border = z.optional(
  z.union([
    z.number(),
    oneBorder,
    z.strictObject({ top: side, right: side, bottom: side, left: side, x: side, y: side }),
  ]),
);

const actionValue = z.strictObject({
  type: z.string(),
  payload: z.optional(z.record(z.string(), z.unknown())),
  handler: words('server', 'client'),
  loadingBehavior: words('auto', 'none', 'self', 'container'),
  streaming: flag,
});
export const action = z.optional(actionValue);
export const cardAction = z.optional(z.strictObject({ label: z.string(), action: actionValue }));

export const status = z.optional(z.strictObject({ text: z.string(), favicon: text, frame: flag, icon: text }));

export const theme = words('light', 'dark');
export const direction = words('row', 'col');
export const textAlign = words('start', 'center', 'end');
export const weight = words('normal', 'medium', 'semibold', 'bold');
export const textSize = words('xs', 'sm', 'md', 'lg', 'xl');
export const controlSize = words('3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl');
export const controlVariant = words('solid', 'soft', 'outline', 'ghost');
export const gutterSize = words('2xs', 'xs', 'sm', 'md', 'lg', 'xl');

/** Props that every component may have. */
export const common = { key: text, id: text };

/** How large a component is, or may be. */
export const measures = {
  height: size,
  width: size,
  size,
  minHeight: size,
  minWidth: size,
  minSize: size,
  maxHeight: size,
  maxWidth: size,
  maxSize: size,
  aspectRatio: size,
};

/** Size, radius and margin of a block. */
export const block = {
  ...measures,
  radius: words('2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', 'full', '100%', 'none'),
  margin: spacing,
};

export const boxLayout = {
  align: words('start', 'center', 'end', 'baseline', 'stretch'),
  justify: words('start', 'center', 'end', 'between', 'around', 'evenly', 'stretch'),
  gap: size,
  padding: spacing,
};

/** Everything that a container takes except its children. */
export const box = {
  ...block,
  ...boxLayout,
  wrap: words('nowrap', 'wrap', 'wrap-reverse'),
  flex: size,
  border,
  background: color,
};
