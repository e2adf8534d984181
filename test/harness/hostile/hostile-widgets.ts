/** Widget trees that no well-meaning server sends: wrong types in any member, hostile addresses and CSS, deep and wide. */
import * as fc from 'fast-check';
import { inLongRun } from '../long-run.ts';

export const HOSTILE_HOST = 'hostile.invalid';

const types = [
  'Card', 'ListView', 'Basic', 'ListViewItem', 'Box', 'Row', 'Col', 'Form', 'Spacer', 'Divider', 'Transition', 'Text', 'Title', 'Caption', 'Markdown', 'Label',
  'Badge', 'Icon', 'Image', 'Button', 'Input', 'Textarea', 'Select', 'DatePicker', 'Checkbox', 'RadioGroup', 'Table', 'Table.Row', 'Table.Cell', 'Chart',
  'constructor', '__proto__', 'toString', 'script', 'iframe', '',
]; // prettier-ignore

const members = [
  'value', 'label', 'name', 'size', 'padding', 'margin', 'gap', 'border', 'background', 'color', 'radius', 'width', 'height', 'minHeight', 'maxWidth', 'aspectRatio',
  'flex', 'align', 'justify', 'wrap', 'direction', 'theme', 'status', 'confirm', 'cancel', 'asForm', 'collapsed', 'limit', 'src', 'alt', 'fit', 'position', 'flush',
  'frame', 'iconStart', 'iconEnd', 'variant', 'pill', 'block', 'uniform', 'disabled', 'required', 'pattern', 'placeholder', 'defaultValue', 'defaultChecked',
  'options', 'searchable', 'clearable', 'min', 'max', 'side', 'inputType', 'rows', 'maxRows', 'autoResize', 'autoFocus', 'autoComplete', 'editable', 'streaming',
  'maxLines', 'minLines', 'truncate', 'italic', 'weight', 'textAlign', 'colSpan', 'rowSpan', 'colSize', 'header', 'fieldName', 'onClickAction', 'onSubmitAction',
  'onChangeAction', 'spacing', 'data', 'series', 'key', 'id', 'style', 'class', 'className', 'ref', 'dangerouslySetInnerHTML', 'onclick', 'innerHTML', '__proto__',
  'constructor', 'hasOwnProperty', 'toJSON',
]; // prettier-ignore

const script = 'window.hostileRan = true';
const texts = [
  `javascript:${script}`, `data:text/html,<script>${script}</script>`, `data:image/svg+xml,<svg onload="${script}"/>`, `https://${HOSTILE_HOST}/pixel.png`,
  `//${HOSTILE_HOST}/pixel.png`, `url(https://${HOSTILE_HOST}/css.png)`, `image-set("https://${HOSTILE_HOST}/set.png" 1x)`, `red; background: url(https://${HOSTILE_HOST}/x)`,
  `} * { background: url(https://${HOSTILE_HOST}/x) }`, 'expression(alert(1))', 'var(--ck-bg)', 'calc(1px * 99999999)', '99999999px', '-99999px', '1e99px', '100000%', '\\75rl(x)',
  `<img src=x onerror="${script}">`, `[x](javascript:${script})`, `![x](https://${HOSTILE_HOST}/md.png)`, `<script>${script}</script>`, '"><svg onload=x>', '(((((((((((', '\\',
  '__proto__.hostile', 'a.__proto__.b', 'constructor.prototype.hostile', '\u202Eabc', '\u0000', 'x'.repeat(3000), '🏳️‍🌈'.repeat(50), '\n'.repeat(200), '2026-02-30', 'NaN', 'fixed',
]; // prettier-ignore

const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  fc.string({ maxLength: 20 }),
  fc.constantFrom(0, -1, 1, 1e9, -1e9, 0.5, 1e308, null, true, false),
);
const action = fc.record({
  type: fc.constantFrom('go', '__proto__', ''),
  payload: scalar,
  handler: fc.constantFrom('client', 'server', 7),
});
const anyValue = fc.oneof(
  { weight: 6, arbitrary: scalar },
  action,
  fc.array(fc.record({ value: scalar, label: scalar, disabled: scalar, description: scalar }), { maxLength: 20 }),
  fc.record({ top: scalar, x: scalar, light: scalar, dark: scalar, size: scalar, text: scalar, name: scalar, action }),
  fc.array(scalar, { maxLength: 4 }),
);

const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc
    .record({
      type: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...types) }, scalar),
      members: fc.array(fc.tuple(fc.constantFrom(...members), anyValue), { maxLength: 12 }),
      children: fc.oneof(
        { maxDepth: 6, depthIdentifier: 'tree' },
        scalar,
        fc.array(fc.oneof({ weight: 8, arbitrary: tie('node') }, scalar), { maxLength: 5 }),
        tie('node'),
      ),
    })
    .map(({ type, members: given, children }) => toObject([['type', type], ...given, ['children', children]])),
}));

/** `JSON.parse` makes own members of names such as `__proto__`; an object literal does not. */
const toObject = (entries: readonly (readonly [string, unknown])[]): unknown =>
  JSON.parse(
    `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`).join(',')}}`,
  );

/** The root is always one that can be drawn; everything in it is hostile. */
const tree = fc
  .tuple(fc.constantFrom('Card', 'ListView', 'Basic'), node)
  .map(([type, inner]) => ({ ...(inner as object), type, children: [inner] }));

const nested = (levels: number): object =>
  Array.from({ length: levels }).reduce<object>(
    (inner) => ({ type: 'Box', padding: 1, border: 1, children: [inner] }),
    { type: 'Text', value: 'the innermost' },
  );

/** As many rows as no owner needs. */
const MANY = inLongRun(10_000, 2000);

/** Trees of extreme shapes. */
export const extremes: readonly object[] = [
  { type: 'Card', children: [nested(200)] },
  { type: 'Card', children: [nested(1000)] },
  { type: 'Basic', children: Array.from({ length: MANY }, (_, index) => ({ type: 'Text', value: `row ${index}` })) },
  { type: 'ListView', children: Array.from({ length: MANY }, (_, index) => ({ type: 'ListViewItem', children: [{ type: 'Input', name: `n${index}` }] })) },
  { type: 'Card', children: [{ type: 'Select', name: 's', options: Array.from({ length: MANY }, (_, value) => ({ value, label: `Option ${value}` })) }] },
  { type: 'Basic', children: [{ type: 'Box', margin: -400, width: 9000, height: 90_000, background: 'red' }] },
]; // prettier-ignore

/** Returns the same trees for the same seed. */
export const hostileTrees = (count: number, seed: number): object[] => fc.sample(tree, { numRuns: count, seed });
