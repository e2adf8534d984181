/** Builders of buttons and fields. */
import * as z from 'zod/mini';
import { component } from './build.ts';
import { action, color, common, controlSize, controlVariant, direction, flag, gutterSize, number, text, textAlign, textSize, weight, words } from './values.ts'; // prettier-ignore

/** A button, which runs `onClickAction` or, with `submit`, the form around it. */
export const Button = component('Button', {
  ...common,
  submit: flag,
  label: text,
  onClickAction: action,
  iconStart: text,
  iconEnd: text,
  style: words('primary', 'secondary'),
  iconSize: words('sm', 'md', 'lg', 'xl', '2xl'),
  color: words('primary', 'secondary', 'info', 'discovery', 'success', 'caution', 'warning', 'danger'),
  variant: controlVariant,
  size: controlSize,
  pill: flag,
  uniform: flag,
  block: flag,
  disabled: flag,
});

/** The label of the field whose `name` is `fieldName`. */
export const Label = component('Label', {
  ...common,
  value: z.string(),
  fieldName: z.string(),
  size: textSize,
  weight,
  textAlign,
  color,
});

const field = { ...common, name: z.string(), required: flag, disabled: flag };
const textField = {
  ...field,
  defaultValue: text,
  pattern: text,
  placeholder: text,
  allowAutofillExtensions: flag,
  autoComplete: text,
  autoSelect: flag,
  autoFocus: flag,
  variant: words('soft', 'outline'),
  size: controlSize,
  gutterSize,
};
const picker = {
  ...field,
  onChangeAction: action,
  placeholder: text,
  defaultValue: text,
  variant: controlVariant,
  size: controlSize,
  side: words('top', 'bottom', 'left', 'right'),
  align: words('start', 'center', 'end'),
  pill: flag,
  block: flag,
  clearable: flag,
};

/** A field for one line. */
export const Input = component('Input', {
  ...textField,
  inputType: words('number', 'email', 'text', 'password', 'tel', 'url'),
  pill: flag,
});

/** A field for several lines. */
export const Textarea = component('Textarea', { ...textField, rows: number, autoResize: flag, maxRows: number });

/** A choice from a list. Above 15 options it has a search field, unless `searchable` says otherwise. */
export const Select = component('Select', {
  ...picker,
  options: z.array(z.strictObject({ value: z.string(), label: z.string(), description: text, disabled: flag })),
  searchable: flag,
});

/** A day from a calendar. Values are ISO dates. */
export const DatePicker = component('DatePicker', { ...picker, min: text, max: text });

/** A box to tick, with its label. */
export const Checkbox = component('Checkbox', { ...field, label: text, defaultChecked: flag, onChangeAction: action });

/** A choice of one from several visible options. */
export const RadioGroup = component('RadioGroup', {
  ...field,
  options: z.optional(z.array(z.strictObject({ label: z.string(), value: z.string(), disabled: flag }))),
  ariaLabel: text,
  onChangeAction: action,
  defaultValue: text,
  direction,
});
