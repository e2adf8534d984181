/** `.widget` files: a widget as a Jinja template over data. Templates are interpreted, never compiled to code. */
import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import * as z from 'zod/mini';
import { type WidgetRoot, widgetRootSchema } from '@chatdock/protocol/thread/widgets';

/** The members that we read from a `.widget` file; its schema is not enforced. */
const widgetFileSchema = z.object({
  version: z.string(),
  name: z.string(),
  template: z.string(),
  jsonSchema: z.optional(z.unknown()),
});

/** A widget designed in ChatKit's Widget Builder, as `parseWidgetTemplate` reads it from a `.widget` file. */
export interface WidgetTemplate {
  readonly name: string;
  /** JSON Schema of the data, from the file. */
  readonly jsonSchema: unknown;
  /**
   * Renders the template with `data`, which is converted to JSON.
   *
   * Errors: throws if the template uses a variable that `data` lacks, or if the result is not a widget.
   */
  build(data?: Record<string, unknown>): WidgetRoot;
}

/**
 * Reads the content of a `.widget` file: its JSON text, or the object it holds.
 *
 * Errors: throws when the version is not "1.0", a member is missing, or the template is not valid Jinja.
 *
 * @example
 * const card = parseWidgetTemplate(await readFile('order.widget', 'utf8'));
 * yield* streamWidget(thread, card.build({ title: 'Order 77' }));
 */
export function parseWidgetTemplate(file: unknown): WidgetTemplate {
  const read = widgetFileSchema.safeParse(
    typeof file === 'string' ? parseJson(file, 'This is not a widget template: its text') : file,
  );
  if (!read.success)
    throw new Error('This is not a widget template: it needs the text members "version", "name" and "template".');
  const { version, name, template, jsonSchema } = read.data;
  if (version !== '1.0')
    throw new Error(`The widget template "${name}" has version "${version}"; only "1.0" can be read.`);
  const program = parse(tokenize(template));
  return {
    name,
    jsonSchema,
    build(data = {}) {
      const rendered = new StrictInterpreter(toEnvironment(data)).run(program).value;
      return toRoot(String(rendered), name);
    },
  };
}

function toEnvironment(data: Record<string, unknown>): Environment {
  const environment = new Environment();
  const constants = { true: true, false: false, none: null, True: true, False: false, None: null };
  const copy: Record<string, unknown> = JSON.parse(JSON.stringify(data));
  for (const [name, value] of Object.entries({ ...constants, ...copy })) environment.set(name, value);
  return environment;
}

/** @throws SyntaxError that says which text is not valid JSON, and why */
function parseJson(json: string, subject: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(
      `${subject} is not valid JSON: ${reason}. In a template, each value needs the filter "tojson".`,
      {
        cause,
      },
    );
  }
}

function toRoot(json: string, name: string): WidgetRoot {
  const result = widgetRootSchema.safeParse(parseJson(json, `The text that the widget template "${name}" produced`));
  if (!result.success)
    throw new Error(`The widget template "${name}" produced something other than a Card, a ListView or a Basic.`);
  return result.data;
}

type Node = NonNullable<Parameters<Interpreter['evaluate']>[0]>;

/** Jinja's strict mode: an undefined variable may be tested (`is defined`) or given a default; any other use throws. */
class StrictInterpreter extends Interpreter {
  readonly #tolerated = new Set<unknown>();

  override evaluate(node: Node | undefined, environment: Environment): ReturnType<Interpreter['evaluate']> {
    if (node && 'operand' in node && toleratesUndefined(node)) this.#tolerated.add(node.operand);
    const value = super.evaluate(node, environment);
    const isLookup = node?.type === 'Identifier' || node?.type === 'MemberExpression';
    if (isLookup && value.type === 'UndefinedValue' && !this.#tolerated.has(node)) {
      throw new Error(`The widget template uses ${describe(node)}, which its data does not have.`);
    }
    return value;
  }
}

function toleratesUndefined(node: Node): boolean {
  const operator = nameOf(Reflect.get(node, node.type === 'TestExpression' ? 'test' : 'filter'));
  return operator === 'defined' || operator === 'undefined' || operator === 'default';
}

/** The name of an identifier, or of the function in a call. */
function nameOf(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  return 'callee' in node ? nameOf(node.callee) : 'value' in node ? node.value : undefined;
}

function describe(node: Node): string {
  const name = nameOf(node.type === 'MemberExpression' ? Reflect.get(node, 'property') : node);
  return typeof name === 'string' ? `"${name}"` : 'a variable';
}
