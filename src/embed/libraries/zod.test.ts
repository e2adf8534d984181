/** The small zod of the script tag's modules beside zod itself: with the same schemas, both give the same values and the same errors. */
import { deepStrictEqual } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { beforeAll, expect, it, vi } from 'vitest';
import type * as z from 'zod/mini';

type Reader = (json: unknown) => unknown;

/** The client's functions that read with the schemas; after `vi.doMock`, with another zod. */
async function loadReaders(): Promise<Record<string, Reader>> {
  vi.resetModules();
  const [{ parseEvent }, { parseResponse }, { attachmentSchema }] = await Promise.all([
    import('@chatdock/protocol/parse'),
    import('@chatdock/protocol/requests/responses'),
    import('@chatdock/protocol/thread/attachments'),
  ]);
  const answerTo =
    (type: Parameters<typeof parseResponse>[0]): Reader =>
    (json) => {
      const problems: string[] = [];
      const answer = parseResponse(type, json, ({ code, message }) => problems.push(`${code}: ${message}`));
      return { answer, problems };
    };
  return {
    event: parseEvent,
    attachment: (json) => {
      const { success, data } = attachmentSchema.safeParse(json);
      return { success, data };
    },
    thread: answerTo('threads.get_by_id'),
    threads: answerTo('threads.list'),
    items: answerTo('items.list'),
    created: answerTo('attachments.create'),
    transcription: answerTo('input.transcribe'),
    action: answerTo('threads.sync_custom_action'),
  };
}

let withZod: Record<string, Reader>;
let withSmallZod: Record<string, Reader>;
let valid: Record<string, fc.Arbitrary<unknown>>;

beforeAll(async () => {
  withZod = await loadReaders();
  const [{ threadStreamEventSchema }, { threadItemSchema }, { pageSchema, threadSchema }, { attachmentSchema }] =
    await Promise.all([
      import('@chatdock/protocol/thread/events'),
      import('@chatdock/protocol/thread/items'),
      import('@chatdock/protocol/thread/threads'),
      import('@chatdock/protocol/thread/attachments'),
    ]);
  valid = {
    event: toValues(threadStreamEventSchema),
    attachment: toValues(attachmentSchema),
    thread: toValues(threadSchema),
    threads: toValues(pageSchema(threadSchema)),
    items: toValues(pageSchema(threadItemSchema)),
    created: toValues(attachmentSchema),
    transcription: fc.record({ text: fc.string() }),
    action: fc.record({ updated_item: fc.option(toValues(threadItemSchema)) }),
  };
  vi.doMock('zod/mini', () => import('./zod.ts'));
  withSmallZod = await loadReaders();
});

it.each([
  ['event', 30],
  ['attachment', 0],
  ['thread', 0],
  ['threads', 0],
  ['items', 0],
  ['created', 30],
  ['transcription', 0],
  ['action', 0],
] as const)('reads %s as zod does: valid, and with anything wrong in it', (name, enough) => {
  const outcomes = { read: 0, skipped: 0, refused: 0 };
  const json = fc.tuple(valid[name] ?? fc.anything(), fc.array(mutations, { maxLength: 3 }));
  fc.assert(
    fc.property(json, ([value, changes]) => {
      const broken = changes.reduce<unknown>((changed, change) => mutate(changed, change), value);
      const expected = outcomeOf(withZod[name], broken);
      // Not vitest's comparison, which reads a member named `constructor` as the class.
      deepStrictEqual(outcomeOf(withSmallZod[name], broken), expected);
      outcomes['error' in expected ? 'refused' : expected.value === null ? 'skipped' : 'read'] += 1;
    }),
    { numRuns: 1500 },
  );
  expect(outcomes.read).toBeGreaterThan(100);
  expect(outcomes.refused + outcomes.skipped).toBeGreaterThanOrEqual(enough);
});

it.each([null, undefined, 'text', 7, [], {}, { type: 7 }, { type: 'hologram' }, { type: '__proto__' }])(
  'reads %j as zod does, whatever was asked',
  (json) => {
    for (const name of Object.keys(withZod))
      expect(isDeepStrictEqual(outcomeOf(withSmallZod[name], json), outcomeOf(withZod[name], json)), name).toBe(true);
  },
);

function outcomeOf(read: Reader | undefined, json: unknown): { value: unknown } | { error: string } {
  try {
    // Clone the input, because a reader may keep parts of it.
    return { value: read?.(structuredClone(json)) };
  } catch (error) {
    return { error: String(error) };
  }
}

// Valid values: from the schema's own definition, so that a new member is tested as soon as it exists

const widgets = fc.letrec((tie) => ({
  node: fc.record(
    {
      type: fc.constantFrom('Card', 'ListView', 'Basic', 'Text', 'Hologram'),
      id: fc.oneof(fc.string(), fc.constant(null)),
      value: fc.oneof(fc.string(), fc.constant(null), fc.array(fc.oneof(fc.nat(9), fc.constant(null)))),
      children: fc.oneof({ maxDepth: 3 }, fc.constant(null), tie('node'), fc.array(tie('node'), { maxLength: 3 })),
    },
    { requiredKeys: ['type'] },
  ),
})).node;

const leaves: Record<string, fc.Arbitrary<unknown>> = {
  string: fc.oneof(fc.string(), fc.constantFrom('https://e.example/a', 'data:,a')),
  number: fc.oneof(fc.nat(20), fc.double({ noNaN: true, noDefaultInfinity: true })),
  boolean: fc.boolean(),
  unknown: fc.jsonValue(),
  custom: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.constant(null), fc.nat())),
  transform: widgets,
};

function toValues(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  // Each kind of schema has its parts under its own names.
  const def = schema._zod.def as z.core.$ZodTypeDef & {
    shape: Record<string, z.core.$ZodType>;
    element: z.core.$ZodType;
    innerType: z.core.$ZodType;
    in: z.core.$ZodType;
    options: z.core.$ZodType[];
    values: unknown[];
  };
  switch (def.type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(def.shape).map(([key, member]) => [key, toValues(member)])), {
        requiredKeys: Object.keys(def.shape).filter((key) => def.shape[key]?._zod.optin === undefined),
      });
    case 'array':
      return fc.array(toValues(def.element), { maxLength: 3 });
    case 'union':
      return fc.oneof(...def.options.map(toValues));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'nullable':
      return fc.option(toValues(def.innerType));
    case 'optional':
    case 'default':
      return toValues(def.innerType);
    case 'pipe':
      return toValues(def.in);
    default: {
      const leaf = leaves[def.type];
      if (!leaf) throw new Error(`No values for ${def.type}: does src/embed/libraries/zod.ts have it?`);
      return leaf;
    }
  }
}

// Changes at any place of a value

const mutations = fc.record({
  at: fc.array(fc.nat(), { maxLength: 6 }),
  to: fc.oneof(
    fc.constantFrom(undefined, null, 'hologram', '', -1, 1.5, 1e9, Infinity, true, [], {}, [null], {
      type: 'hologram',
    }),
    fc.jsonValue(),
  ),
  /** A new member instead of a change. */
  adds: fc.option(fc.constantFrom('type', 'extra', 'title', 'constructor', 'toString'), { freq: 4 }),
});

interface Mutation {
  at: number[];
  to: unknown;
  adds: string | null;
}

function mutate(value: unknown, { at: [first, ...rest], to, adds }: Mutation): unknown {
  if (typeof value !== 'object' || value === null || first === undefined)
    return adds !== null && typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value, [adds]: to }
      : to;
  const keys = Object.keys(value);
  const key = keys[first % keys.length];
  if (key === undefined) return to;
  const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  const changed = mutate(Reflect.get(value, key), { at: rest, to, adds });
  if (changed === undefined && !Array.isArray(copy)) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, changed);
  return copy;
}
