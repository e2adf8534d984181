/**
 * The part of `zod/mini` that the schemas of events and answers use. In the script tag's modules, `vite.config.ts` replaces zod
 * with this file, which is a twentieth of its size and needs no time to set up. The schemas are the same, and so are the results
 * and the issues: `zod.test.ts` compares them. The server in the page, which checks requests, has zod itself.
 */

interface Issue {
  code: string;
  path: PropertyKey[];
  message?: string | undefined;
  expected?: string;
  values?: readonly unknown[];
}

/** Returns the parsed value, and adds its problems to `issues`. */
type Run = (value: unknown, issues: Issue[]) => unknown;
type Shape = Readonly<Record<string, Schema>>;
type Test = (value: unknown) => boolean;
interface ErrorParams {
  error?: string;
}

interface SchemaFacts {
  /** Whether a member of this kind may be absent. */
  mayBeAbsent?: boolean | undefined;
  shape?: Shape;
  values?: readonly unknown[] | undefined;
}

class SchemaError extends Error {
  override readonly name = 'ZodError';
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(JSON.stringify(issues, null, 2));
    this.issues = issues;
  }
}

class Schema {
  readonly run: Run;
  readonly facts: SchemaFacts;

  constructor(run: Run, facts: SchemaFacts = {}) {
    this.run = run;
    this.facts = facts;
  }

  /** A copy of the schema with one more condition, which is tested if all others pass. */
  check(condition: Run) {
    const run: Run = (given, issues) => {
      const before = issues.length;
      const value = this.run(given, issues);
      return issues.length > before ? value : condition(value, issues);
    };
    return new Schema(run, this.facts);
  }

  safeParse(given: unknown) {
    const issues: Issue[] = [];
    const data = this.run(given, issues);
    return issues.length === 0 ? { success: true, data } : { success: false, error: new SchemaError(issues) };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds an issue. */
function refuse(issues: Issue[], code: string, more: Partial<Issue>): undefined {
  issues.push({ code, path: [], ...more });
}

const typed = (expected: string, test: Test) => () =>
  new Schema((value, issues) => (test(value) ? value : refuse(issues, 'invalid_type', { expected })));

export const string = typed('string', (value) => typeof value === 'string');
export const number = typed('number', Number.isFinite);
export const boolean = typed('boolean', (value) => typeof value === 'boolean');
export const unknown = () => new Schema((value) => value);

export const refine =
  (test: Test, { error }: ErrorParams): Run =>
  (value, issues) =>
    test(value) ? value : refuse(issues, 'custom', { message: error });

export const custom = (test: Test, params: ErrorParams) => unknown().check(refine(test, params));

export function literal(given: unknown) {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  const run: Run = (value, issues) => (values.includes(value) ? value : refuse(issues, 'invalid_value', { values }));
  return new Schema(run, { values });
}

/** Runs a schema on a member. Its issues are those of the member. */
function runAt(key: PropertyKey, { run }: Schema, value: unknown, issues: Issue[]): unknown {
  const before = issues.length;
  const result = run(value, issues);
  for (let at = before; at < issues.length; at++) issues[at]?.path.unshift(key);
  return result;
}

export const array = (element: Schema) =>
  new Schema((value, issues) =>
    Array.isArray(value)
      ? Array.from(value, (entry: unknown, at) => runAt(at, element, entry, issues))
      : refuse(issues, 'invalid_type', { expected: 'array' }),
  );

export function object(shape: Shape) {
  const members = Object.entries(shape);
  const run: Run = (given, issues) => {
    if (!isObject(given)) return refuse(issues, 'invalid_type', { expected: 'object' });
    const result: Record<string, unknown> = {};
    for (const [name, schema] of members) {
      const isPresent = name in given;
      const before = issues.length;
      const value = runAt(name, schema, given[name], issues);
      if (!isPresent && !schema.facts.mayBeAbsent && issues.length === before)
        refuse(issues, 'invalid_type', { expected: 'nonoptional', path: [name] });
      if (value !== undefined || isPresent) result[name] = value;
    }
    return result;
  };
  return new Schema(run, { shape });
}

export const extend = ({ facts }: Schema, more: Shape) => object({ ...facts.shape, ...more });

export const transform = (change: (value: unknown) => unknown) => new Schema(change);

/** Runs `then` on the result of `first`, if nothing is wrong with it. */
export const pipe = (first: Schema, then: Schema) =>
  new Schema(
    (given, issues) => {
      const before = issues.length;
      const value = first.run(given, issues);
      return issues.length > before ? value : then.run(value, issues);
    },
    { mayBeAbsent: first.facts.mayBeAbsent },
  );

export const optional = ({ run }: Schema) =>
  new Schema((value, issues) => (value === undefined ? value : run(value, issues)), { mayBeAbsent: true });

export const nullable = ({ run, facts }: Schema) =>
  new Schema((value, issues) => (value === null ? value : run(value, issues)), facts);

export const _default = ({ run, facts }: Schema, value: unknown) =>
  new Schema((given, issues) => (given === undefined ? copy(value) : run(given, issues)), {
    mayBeAbsent: true,
    values: facts.values,
  });

function copy(value: unknown) {
  if (Array.isArray(value)) return Array.from<unknown>(value);
  return isObject(value) ? { ...value } : value;
}

export const union = (options: readonly Schema[]) =>
  new Schema((value, issues) => {
    for (const { run } of options) {
      const found: Issue[] = [];
      const result = run(value, found);
      if (found.length === 0) return result;
    }
    return refuse(issues, 'invalid_union', {});
  });

export function discriminatedUnion(name: string, options: readonly Schema[]) {
  const byValue = new Map(
    options.flatMap(
      (option) => option.facts.shape?.[name]?.facts.values?.map((value) => [value, option] as const) ?? [],
    ),
  );
  return new Schema((value, issues) => {
    if (!isObject(value)) return refuse(issues, 'invalid_type', { expected: 'object' });
    const option = byValue.get(value[name]);
    return option ? option.run(value, issues) : refuse(issues, 'invalid_union', { path: [name] });
  });
}
