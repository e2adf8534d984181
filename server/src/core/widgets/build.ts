/** Creates the builder of a component: a function whose props are checked at compile time and at run time. */
import * as z from 'zod/mini';
import { memberOf } from '@chatdock/protocol/member-of';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';

/** The result of a builder: a component of a known type, which can be a child or be sent. */
export type BuiltWidget<Type extends string> = WidgetComponent & { type: Type };

/** Conditions leave a child out: `isLate && Badge({ label: 'Late' })`. */
type Maybe<Child> = Child | false | null | undefined;

type Props<Shape extends z.core.$ZodShape> = z.input<z.ZodMiniObject<Shape, z.core.$strict>>;

/** A component without children. */
export function component<const Type extends string, Shape extends z.core.$ZodShape>(type: Type, shape: Shape) {
  const schema = z.strictObject(shape);
  return (props: Props<Shape>): BuiltWidget<Type> => ({ type, ...check(type, schema, props) });
}

/** A component with children, of any type or of the named one. */
export function container<
  const Type extends string,
  Shape extends z.core.$ZodShape,
  const Child extends string = string,
>(type: Type, shape: Shape, childType?: Child) {
  const schema = z.strictObject(shape);
  return (props: Props<Shape> & { children?: readonly Maybe<BuiltWidget<Child>>[] | undefined }): BuiltWidget<Type> => {
    const { children, ...rest } = props;
    const built: BuiltWidget<Type> = { type, ...check(type, schema, rest) };
    if (children !== undefined) built.children = toChildren(type, children, childType);
    return built;
  };
}

/** Checks a single child, such as that of `Transition`. */
export function onlyChild(type: string, child: unknown): WidgetComponent {
  if (!isComponent(child)) throw new TypeError(`${type}: "children" must be one component.`);
  return child;
}

function toChildren(type: string, children: unknown, childType: string | undefined): WidgetComponent[] {
  if (!Array.isArray(children)) throw new TypeError(`${type}: "children" must be a list of components.`);
  const kept: unknown[] = children.filter((child) => child !== false && child !== null && child !== undefined);
  return kept.map((child, index) => {
    if (!isComponent(child))
      throw new TypeError(`${type}: child ${index + 1} must be a component, not ${describe(child)}.`);
    if (childType !== undefined && child.type !== childType)
      throw new TypeError(`${type}: child ${index + 1} is a ${child.type}. ${type} accepts only ${childType}.`);
    return child;
  });
}

const isComponent = (value: unknown): value is WidgetComponent =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function check(type: string, schema: z.ZodMiniType, props: unknown): object {
  const result = schema.safeParse(props);
  if (!result.success) throw new TypeError(`${type}: ${sentence(result.error.issues[0], props)}`);
  // Removes undefined members, as JSON does.
  return Object.fromEntries(Object.entries(result.data ?? {}).filter(([, value]) => value !== undefined));
}

const EXPECTED: Readonly<Record<string, string>> = { array: 'a list', object: 'an object', int: 'a whole number' };

/** A sentence that names the prop and its problem. */
function sentence(issue: z.core.$ZodIssue | undefined, props: unknown): string {
  if (issue?.code === 'unrecognized_keys') return `there is no prop "${[...issue.path, issue.keys[0]].join('.')}".`;
  const path = issue?.path ?? [];
  const name = path.join('.');
  const given = describe(path.reduce<unknown>(memberOf, props));
  if (given === 'undefined') return `"${name}" is missing.`;
  if (issue?.code === 'invalid_value')
    return `"${name}" must be one of ${issue.values.map(String).join(', ')}, not ${given}.`;
  if (issue?.code === 'invalid_type')
    return `"${name}" must be ${EXPECTED[issue.expected] ?? `a ${issue.expected}`}, not ${given}.`;
  return `"${name}" does not take ${given}.`;
}

/** The number as JavaScript writes it, because JSON has neither `NaN` nor `Infinity`. */
const describe = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value)).slice(0, 80);
