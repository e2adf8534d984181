/** The types that ChatKit draws. A separate module, so that registering a component loads none of them. */
import type { components } from '../components/components.ts';

export const BUILT_IN_TYPES = [
  'Card', 'ListView', 'ListViewItem', 'Basic', 'Box', 'Row', 'Col', 'Form', 'Spacer', 'Divider', 'Transition', 'Text', 'Title', 'Caption', 'Markdown', 'Label', 'Badge',
  'Icon', 'Image', 'Button', 'Input', 'Textarea', 'Select', 'DatePicker', 'Checkbox', 'RadioGroup', 'Chart', 'Table', 'Table.Row', 'Table.Cell',
] as const satisfies (keyof typeof components)[]; // prettier-ignore

type Nothing<Missing extends never> = Missing;
/** Fails to compile if a component is missing above, and names it. */
export type MissingType = Nothing<Exclude<keyof typeof components, (typeof BUILT_IN_TYPES)[number]>>;
